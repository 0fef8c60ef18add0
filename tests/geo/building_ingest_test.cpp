#include "geo/io/building_ingest.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

/// A box of 10 x 8 x 6 m whose roof is missing where `open`, in numbers of EPSG:3879 as CityGML files have them.
geo::RawBuilding box(const std::string& id, double northing, bool open) {
  geo::RawBuilding out;
  out.id = id;
  out.srs_name = "EPSG:3879";
  const double e = 25'497'000, n = northing;
  const auto corner = [&](int x, int y, int z) { return twin::WorkingPosition{n + 8 * y, e + 10 * x, 6.0 * z}; };
  std::vector<std::vector<twin::WorkingPosition>> faces{
      {corner(0, 0, 0), corner(0, 1, 0), corner(1, 1, 0), corner(1, 0, 0)},
      {corner(0, 0, 0), corner(1, 0, 0), corner(1, 0, 1), corner(0, 0, 1)},
      {corner(1, 0, 0), corner(1, 1, 0), corner(1, 1, 1), corner(1, 0, 1)},
      {corner(1, 1, 0), corner(0, 1, 0), corner(0, 1, 1), corner(1, 1, 1)},
      {corner(0, 1, 0), corner(0, 0, 0), corner(0, 0, 1), corner(0, 1, 1)}};
  if (!open) faces.push_back({corner(0, 0, 1), corner(1, 0, 1), corner(1, 1, 1), corner(0, 1, 1)});
  auto& part = out.parts.emplace_back();
  part.shape.id = id;
  auto& shell = part.shape.solids.emplace_back().shells.emplace_back();
  for (const auto& face : faces) {
    shell.push_back({static_cast<std::uint32_t>(part.shape.polygons.size()), false});
    part.shape.polygons.emplace_back().exterior.points = face;
    for (const auto& point : face) out.bounds.add(point);
  }
  return out;
}

struct Outcome {
  std::vector<std::string> findings, buildings, objects;
  bool operator==(const Outcome&) const = default;
};

/// 400 buildings and 100 roads, some open, some in the sea off Africa.
Outcome ingest(std::size_t threads, bool to_the_end = true) {
  geo::IngestedFile out;
  auto agreement = geo::FrameAgreement::make(std::nullopt, "");
  const geo::ShapeChecks checks;
  const std::string name = "town.gml";
  {
    geo::BuildingIngest ingest(name, geo::AxisConvention::kAuthority, *agreement, checks, out, threads);
    for (int i = 0; i < 400; ++i) {
      const std::string number = std::to_string(i);
      ingest.take(box("B" + number, i % 31 == 30 ? 10.0 : 6'673'000.0 + 20 * i, i % 7 == 3));
      if (i % 4 == 0) ingest.take(geo::RawObject{"Road", "", box("R" + number, 6'673'000.0 + 20 * i, false)});
    }
    if (to_the_end) ingest.conclude(400, {{"Road", 100}}, {"B5"});
  }
  Outcome told;
  for (const auto& finding : out.report.diagnostics.findings) told.findings.push_back(finding.code + " " + finding.id + " " + finding.value);
  for (const auto& read : out.buildings) told.buildings.push_back(read.building.id);
  for (const auto& read : out.objects) told.objects.push_back(read.object.id);
  return told;
}

TEST(BuildingIngest, SaysTheSameOnAnyNumberOfThreads) {
  const Outcome alone = ingest(1);
  // i % 31 == 30 lies outside (12 of 400) and i % 7 == 3 is open (57); B5 stood in the file twice.
  EXPECT_EQ(alone.buildings.size(), 400U - 12 - 1);
  EXPECT_EQ(alone.objects.size(), 100U);
  EXPECT_GE(alone.findings.size(), 57U);
  for (std::size_t i = 1; i < alone.buildings.size(); ++i) {
    EXPECT_LT(std::stoi(alone.buildings[i - 1].substr(1)), std::stoi(alone.buildings[i].substr(1)));
  }
  for (const std::size_t threads : {2u, 3u, 7u}) EXPECT_EQ(ingest(threads), alone) << threads;
}

TEST(BuildingIngest, AFileThatBreaksOffGivesNothing) {
  for (const std::size_t threads : {1u, 2u, 7u}) {
    const Outcome broken = ingest(threads, false);
    EXPECT_TRUE(broken.buildings.empty());
    EXPECT_TRUE(broken.objects.empty());
    EXPECT_EQ(broken, ingest(1, false)) << threads;
  }
}

}  // namespace

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/datasets/written_city.hpp"
#include "twin_core/base/digest.hpp"
#include "twin_core/city/building.hpp"

namespace datasets {
namespace {

using test::read_buildings;
using test::read_csv;
using test::write_city;

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t out = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++out;
  }
  return out;
}

TEST(SyntheticCity, HasTheBytesThatWereRecorded) {
  // Recorded 2026-11-27, when streets, plots, parks and the sea came into the model; GCC 12 -O2. A change here
  // changes every synthetic city: say why in CHANGELOG.md.
  const auto city = write_city(400, 1);
  EXPECT_EQ(twin::sha256(city.gml).hex(), "b9c74a6e144e90e9a7725100c64d3feb992c813c0799618b409b81ed927830c2");
  EXPECT_EQ(twin::sha256(city.csv).hex(), "83068d71be2f7c7b7c9843968a7de52648b320ea18213f77f0349b64b378d210");
  EXPECT_EQ(twin::sha256(city.plan).hex(),
            "26611d55fd760d9bfe0df9e71d0c218336b061833690c90f50c918c7b78074d8");
  EXPECT_EQ(twin::sha256(city.residents).hex(), "d11d8cbb31eac32e874dbe7cce20e20d7edc2fd499b10d64bde815616007f44b");
  EXPECT_EQ(twin::sha256(city.services).hex(), "b395f510fb505f07a305c1531050a058afb0ba1b177e8b293042ea67192a13cc");
  EXPECT_EQ(twin::sha256(city.streets).hex(), "ca6efa5b2c509681936eead1d6af5286d125f99dfb02915c233447d81511309b");
  EXPECT_EQ(twin::sha256(city.blocks).hex(), "a42658ff9ce6d9f72d8ae7f9717fca40e49378006c650aa16a3681657a026231");
  EXPECT_EQ(twin::sha256(city.house).hex(), "0273f1df547dc40d38686f76465f89bc6fafa04aeb03bcdc2bdb2dc89f41d960");
}

TEST(SyntheticCity, ItsEnvelopeHoldsStreetsAndSeaToo) {
  const auto gml = write_city(150, 7).gml;
  const auto numbers_behind = [&](const std::string& tag, std::size_t& at) {
    std::vector<double> out;
    at = gml.find(tag, at);
    if (at == std::string::npos) return out;
    at += tag.size();
    std::istringstream text(gml.substr(at, gml.find('<', at) - at));
    for (double number = 0; text >> number;) out.push_back(number);
    return out;
  };
  std::size_t at = 0;
  const auto low = numbers_behind("<gml:lowerCorner>", at), high = numbers_behind("<gml:upperCorner>", at);
  ASSERT_EQ(low.size(), 3u);
  ASSERT_EQ(high.size(), 3u);
  auto least = high, most = low;
  std::size_t rings = 0;
  for (at = 0; at != std::string::npos;) {
    const auto ring = numbers_behind("<gml:posList srsDimension=\"3\">", at);
    if (ring.size() < 9 || ring[0] < 1000) continue;  // the shape of trees is about its foot
    ++rings;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      least[i % 3] = std::min(least[i % 3], ring[i]);
      most[i % 3] = std::max(most[i % 3], ring[i]);
    }
  }
  EXPECT_GT(rings, 1000u);
  for (int axis = 0; axis < 3; ++axis) {
    EXPECT_LE(low[axis], least[axis]) << axis;
    EXPECT_GE(high[axis], most[axis]) << axis;
    EXPECT_NEAR(low[axis], least[axis], 15) << "no wider than a tree's crown and height: " << axis;
    EXPECT_NEAR(high[axis], most[axis], 15) << axis;
  }
}

TEST(SyntheticCity, IsAnotherOneForAnotherSeed) {
  const auto one = write_city(7, 1), again = write_city(7, 1), other = write_city(7, 2);
  EXPECT_EQ(one.gml, again.gml);
  EXPECT_EQ(one.csv, again.csv);
  EXPECT_EQ(one.plan, again.plan);
  EXPECT_NE(one.gml, other.gml);
  EXPECT_NE(one.csv, other.csv);
  EXPECT_NE(one.plan, other.plan);
}

TEST(SyntheticCity, HasAsManyBuildingsAsAsked) {
  for (int wanted : {3, 7, 400}) {
    const auto city = write_city(wanted, 1);
    EXPECT_EQ(count(city.gml, "<bldg:Building "), static_cast<std::size_t>(wanted));
    EXPECT_EQ(city.summary.buildings, static_cast<std::uint64_t>(wanted));
    EXPECT_EQ(city.summary.register_rows + 1, read_csv(city.csv).size());
    EXPECT_EQ(city.summary.bytes, city.gml.size() + city.csv.size() + city.plan.size() + city.truth.size() +
                                      city.residents.size() + city.services.size() + city.streets.size() +
                                      city.blocks.size() + city.house.size());
  }
}

TEST(SyntheticCity, GrowsWithoutMovingWhatStands) {
  // Building by building: the streets and the sea around them belong to the whole city.
  const auto few = read_buildings(write_city(7, 1).gml), many = read_buildings(write_city(400, 1).gml);
  ASSERT_EQ(few.size(), 7u);
  ASSERT_EQ(many.size(), 400u);
  for (std::size_t i = 0; i < few.size(); ++i) {
    EXPECT_EQ(few[i].text, many[i].text);
  }
}

TEST(SyntheticCity, GivesPermanentIdsWithTheirCheckCharacter) {
  const auto city = write_city(400, 1);
  std::set<std::string> seen;
  for (const std::string& id :
       test::pieces(city.gml, "<gen:stringAttribute name=\"VTJ_PRT\"><gen:value>", "<")) {
    EXPECT_TRUE(twin::is_permanent_building_id(id)) << id;
    EXPECT_TRUE(seen.insert(id).second) << id;
  }
  // By hand: 190,000,001 = 31 · 6,129,032 + 9.
  EXPECT_TRUE(seen.contains("1900000019"));
  for (const auto& row : read_csv(city.csv)) {
    EXPECT_TRUE(row[0].empty() || row[0] == "VTJ_PRT" || twin::is_permanent_building_id(row[0])) << row[0];
  }
}

TEST(SyntheticCity, RegisterHasTheGapsOfARealOne) {
  const auto city = write_city(4000, 1);
  const auto rows = read_csv(city.csv);
  EXPECT_THAT(rows[0],
              testing::ElementsAre("VTJ_PRT", "RATU", "gml_id", "use_code", "use_text", "floor_area_m2",
                                   "total_area_m2", "volume_m3", "storeys", "completed", "material",
                                   "address", "status", "owner_type", "property_id", "easting_m", "northing_m"));
  std::size_t incomplete = 0, without_id = 0;
  std::map<std::string, std::size_t> uses;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    ASSERT_EQ(row.size(), 17u) << "row " << i;
    incomplete += row[5].empty() ? 1 : 0;
    without_id += row[0].empty() ? 1 : 0;
    ASSERT_NE(row[1].empty(), row[2].empty()) << "row " << i;  // municipal number or gml:id
    ++uses[row[3]];
    if (!row[9].empty()) {
      const int year = std::stoi(row[9].substr(0, 4));
      ASSERT_GE(year, 1905) << "row " << i;
      ASSERT_LE(year, 2024) << "row " << i;
    }
  }
  // 97, 90 and 5 of 100, within four standard deviations of 4,000 draws.
  EXPECT_NEAR(static_cast<double>(rows.size() - 1), 3880, 44);
  EXPECT_NEAR(static_cast<double>(count(city.gml, "\"VTJ_PRT\"")), 3600, 76);
  EXPECT_NEAR(static_cast<double>(incomplete), 194, 56);
  EXPECT_NEAR(static_cast<double>(without_id), 194, 56);
  for (const char* use : {"011", "021", "039", "112", "151", "214", "231", "322", "341", "511", "691", "711"}) {
    EXPECT_GE(uses[use], 1u) << use;
  }
}

TEST(SyntheticCity, HasRoofsOfManyKinds) {
  const auto city = write_city(400, 1);
  for (const char* roof : {"1000", "2100", "3100", "3200", "3300", "3400", "3500"}) {
    EXPECT_GE(count(city.gml, std::string("<bldg:roofType>") + roof), 1u) << roof;
  }
  EXPECT_GE(count(city.gml, "<bldg:BuildingPart "), 4u);
}

bool is_inside(const nlohmann::json& ring, double x, double y) {
  bool inside = false;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const double ax = ring[i][0], ay = ring[i][1], bx = ring[i + 1][0], by = ring[i + 1][1];
    if ((ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax) {
      inside = !inside;
    }
  }
  return inside;
}

TEST(SyntheticCity, PlanHasVacantAndBuiltUnits) {
  const auto city = write_city(400, 1);
  const auto plan = nlohmann::json::parse(city.plan);
  EXPECT_EQ(plan["type"], "kaksonen-plan");
  EXPECT_EQ(plan["crs"], "EPSG:3879");
  ASSERT_EQ(plan["units"].size(), 8u);
  const auto buildings = test::read_buildings(city.gml);
  std::map<std::string, int> standing;
  for (const auto& unit : plan["units"]) {
    const std::string id = unit["id"];
    const auto& ring = unit["boundary"]["coordinates"][0];
    EXPECT_EQ(ring.front(), ring.back()) << id;
    double twice_area = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const double x0 = ring[0][0], y0 = ring[0][1];
      twice_area += (ring[i][0].get<double>() - x0) * (ring[i + 1][1].get<double>() - y0) -
                    (ring[i + 1][0].get<double>() - x0) * (ring[i][1].get<double>() - y0);
    }
    EXPECT_GT(twice_area / 2, 1500) << id;  // counter-clockwise, a building plot at least
    EXPECT_LT(twice_area / 2, 16000) << id;
    for (const char* language : {"fi", "sv", "en"}) {
      EXPECT_FALSE(unit["name"][language].get<std::string>().empty()) << id;
    }
    for (const auto& building : buildings) {
      const auto& corner = building.solids[0].polygons[0].rings[0];
      const double x = static_cast<double>(corner[0][0] + corner[2][0]) / 2000;
      const double y = static_cast<double>(corner[0][1] + corner[2][1]) / 2000;
      standing[id] += is_inside(ring, x, y) ? 1 : 0;
    }
  }
  EXPECT_EQ(standing["AK-1"], 0);
  EXPECT_EQ(standing["AK-2"], 0);
  EXPECT_EQ(standing["AP-3"], 0);
  EXPECT_EQ(standing["VP-8"], 0);
  EXPECT_GE(standing["AL-4"], 8);
  EXPECT_GE(standing["AK-5"], 8);
  EXPECT_GE(standing["Y-6"], 1);
  EXPECT_EQ(standing["K-7"], 2);
}

TEST(SyntheticCity, RefusesNumbersOutOfRangeAndPlacesItCannotWriteTo) {
  const test::Folder folder("refused");
  auto code = [](const SynthOptions& options) {
    const auto summary = write_synthetic_city(options);
    return summary.ok() ? std::string("written") : summary.problem().code;
  };
  EXPECT_EQ(code({.buildings = 0, .seed = 1, .out = folder.path(), .progress = {}}), "value-out-of-range");
  EXPECT_EQ(code({.buildings = 1'000'001, .seed = 1, .out = folder.path(), .progress = {}}),
            "value-out-of-range");
  EXPECT_EQ(code({.buildings = 3, .seed = 1, .out = {}, .progress = {}}), "value-missing");
  std::ofstream(folder.path() / "file") << "not a folder";
  EXPECT_EQ(code({.buildings = 3, .seed = 1, .out = folder.path() / "file", .progress = {}}),
            "file-not-writable");
}

}  // namespace
}  // namespace datasets

#pragma once

#include <map>
#include <memory>
#include <string>

#include "geo/io/export.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo_test {

/// A city of boxes 10 m wide, 8 m deep and 6 m high in a row, 20 m apart, near Helsinki Cathedral.
class BoxCity {
 public:
  explicit BoxCity(const std::string& crs = "EPSG:3879") {
    auto manifest = std::make_shared<twin::Manifest>();
    manifest->crs = crs;
    manifest->name = "Boxes";
    manifest_ = manifest;
  }

  static constexpr double kEast = 25'497'000, kNorth = 6'672'500;

  /// The next building. `open` leaves its roof out: val3dity's 302. Rows of boxes are 100 long.
  twin::Building& add(const std::string& id, bool open = false) {
    auto building = std::make_shared<twin::Building>();
    const auto number = static_cast<twin::FeatureNumber>(buildings_.size());
    const double east = kEast + 20.0 * (number % 100), north = kNorth + 20.0 * (number / 100);
    building->id = id;
    building->height_m = 6;
    building->footprint.outer = {{east, north}, {east, north + 8}, {east + 10, north + 8}, {east + 10, north}};
    building->bounds.add(twin::WorkingPosition{east, north, 0});
    building->bounds.add(twin::WorkingPosition{east + 10, north + 8, 6});
    building->shape = twin::sha256("shape " + id);
    shapes_[building->shape] = box(id, east, north, open);
    buildings_.push_back(building);
    return *building;
  }

  twin::Snapshot state() {
    twin::BranchStateEditor editor{twin::BranchState{}};
    editor.set_manifest({}, manifest_);
    for (std::size_t i = 0; i < buildings_.size(); ++i) put(editor, i);
    return editor.publish();
  }
  /// The state after `before` with building `i` as it is now.
  twin::Snapshot next(const twin::BranchState& before, std::size_t i) {
    twin::BranchStateEditor editor{before};
    put(editor, i);
    return editor.publish();
  }

  geo::ShapeLoader shapes() const {
    return [this](const twin::Digest& digest) -> twin::Result<twin::BuildingShape> {
      const auto found = shapes_.find(digest);
      if (found == shapes_.end()) return twin::Problem{"blob-missing", "", "", digest.short_hex(), ""};
      return found->second;
    };
  }

 private:
  void put(twin::BranchStateEditor& editor, std::size_t i) {
    const auto copy = std::make_shared<twin::Building>(*buildings_[i]);
    editor.put(static_cast<twin::FeatureNumber>(i), twin::sha256(copy->id + std::to_string(++edition_)), copy);
  }

  static twin::BuildingShape box(const std::string& id, double east, double north, bool open) {
    const auto at = [&](double x, double y, double z) { return twin::WorkingPosition{east + x, north + y, z}; };
    using twin::SurfaceKind;
    twin::ShapePart part;
    part.id = id;
    std::vector<twin::ShellFace> shell;
    const auto face = [&](SurfaceKind kind, std::vector<twin::WorkingPosition> points) {
      shell.push_back({static_cast<std::uint32_t>(part.polygons.size()), false});
      twin::Polygon3 polygon;
      polygon.kind = kind;
      polygon.exterior.points = std::move(points);
      part.polygons.push_back(std::move(polygon));
    };
    face(SurfaceKind::kGround, {at(0, 0, 0), at(0, 8, 0), at(10, 8, 0), at(10, 0, 0)});
    if (!open) face(SurfaceKind::kRoof, {at(0, 0, 6), at(10, 0, 6), at(10, 8, 6), at(0, 8, 6)});
    face(SurfaceKind::kWall, {at(0, 0, 0), at(10, 0, 0), at(10, 0, 6), at(0, 0, 6)});
    face(SurfaceKind::kWall, {at(10, 0, 0), at(10, 8, 0), at(10, 8, 6), at(10, 0, 6)});
    face(SurfaceKind::kWall, {at(10, 8, 0), at(0, 8, 0), at(0, 8, 6), at(10, 8, 6)});
    face(SurfaceKind::kWall, {at(0, 8, 0), at(0, 0, 0), at(0, 0, 6), at(0, 8, 6)});
    part.solids.push_back({{shell}});
    return {{part}, {}};
  }

  std::shared_ptr<const twin::Manifest> manifest_;
  std::vector<std::shared_ptr<twin::Building>> buildings_;
  std::map<twin::Digest, twin::BuildingShape> shapes_;
  int edition_ = 0;
};

}  // namespace geo_test

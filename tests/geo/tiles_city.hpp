#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "geo/tiles/tileset.hpp"
#include "twin_core/city/record.hpp"

namespace geo::test {

/// A few made-up buildings as a branch state with their shapes beside it.
class TilesCity {
 public:
  explicit TilesCity(const twin::Manifest& manifest) : manifest_(manifest) {}

  /// Adds a building under `number`; bounds follow from the shape.
  void add(twin::FeatureNumber number, const std::string& id, const twin::BuildingShape& shape) {
    twin::Building building;
    building.id = id;
    building.bounds = bounds_of(shape);
    building.shape = twin::sha256(twin::encode(shape));
    shapes_[building.shape] = shape;
    buildings_[number] = building;
  }

  void add_object(twin::FeatureNumber number, const std::string& id, const std::string& type, const twin::BuildingShape& shape) {
    twin::CityObject object;
    object.id = id;
    object.type = type;
    object.bounds = bounds_of(shape);
    object.shape = twin::sha256(twin::encode(shape));
    shapes_[object.shape] = shape;
    objects_[number] = object;
  }

  twin::Snapshot state() const {
    twin::BranchStateEditor editor{twin::BranchState{}};
    editor.set_head("main", twin::sha256("a commit"), 1);
    editor.set_manifest(twin::sha256(twin::encode(manifest_)),
                        std::make_shared<const twin::Manifest>(manifest_));
    for (const auto& [number, building] : buildings_) {
      editor.put(number, twin::sha256(twin::encode(building)),
                 std::make_shared<const twin::Building>(building));
    }
    for (const auto& [number, object] : objects_) {
      editor.put(number, twin::sha256(twin::encode(object)), std::make_shared<const twin::CityObject>(object));
    }
    return editor.publish();
  }

  TileShapeLoader shapes() const {
    return [this](const twin::Digest& digest) -> twin::Result<twin::BuildingShape> {
      const auto found = shapes_.find(digest);
      if (found == shapes_.end()) {
        return twin::Problem{"blob-missing", "every shape is in the store", digest.hex(), "", ""};
      }
      return found->second;
    };
  }

 private:
  static twin::Box bounds_of(const twin::BuildingShape& shape) {
    twin::Box out;
    for (const twin::ShapePart& part : shape.parts) {
      for (const twin::Polygon3& polygon : part.polygons) {
        for (const twin::WorkingPosition& p : polygon.exterior.points) {
          out.add(p);
        }
      }
    }
    return out;
  }

  twin::Manifest manifest_;
  std::map<twin::FeatureNumber, twin::Building> buildings_;
  std::map<twin::FeatureNumber, twin::CityObject> objects_;
  std::map<twin::Digest, twin::BuildingShape> shapes_;
};

/// Helsinki, metres of EPSG:3879 and N2000, on the globe through the constant +17.88 m.
inline twin::Manifest helsinki() {
  twin::Manifest manifest;
  manifest.name = "test";
  manifest.crs = "EPSG:3879";
  manifest.height_reference = "N2000";
  manifest.geoid = twin::Geoid{17.88, 0.6, "a constant for the test"};
  manifest.scene_origin = {25'499'000, 6'674'000, 0};
  return manifest;
}

inline twin::Polygon3 polygon(twin::SurfaceKind kind, std::vector<twin::WorkingPosition> exterior,
                              std::vector<twin::Ring3> interiors = {}) {
  twin::Polygon3 out;
  out.kind = kind;
  out.exterior.points = std::move(exterior);
  out.interiors = std::move(interiors);
  return out;
}

/// A closed prism over a plan ring that turns counter-clockwise, with an optional courtyard (clockwise).
inline twin::BuildingShape prism(const twin::PlanRing& outer, const twin::PlanRing& courtyard, double ground,
                                 double top) {
  using Points = std::vector<twin::WorkingPosition>;
  auto at = [](const twin::PlanRing& ring, double height, bool backwards) {
    Points out;
    for (const auto& p : ring) {
      out.push_back({p.east, p.north, height});
    }
    return backwards ? Points(out.rbegin(), out.rend()) : out;
  };
  twin::ShapePart part;
  std::vector<twin::Ring3> roof_holes, ground_holes;
  if (!courtyard.empty()) {
    roof_holes.push_back({at(courtyard, top, false)});
    ground_holes.push_back({at(courtyard, ground, true)});
  }
  part.polygons.push_back(polygon(twin::SurfaceKind::kGround, at(outer, ground, true), ground_holes));
  part.polygons.push_back(polygon(twin::SurfaceKind::kRoof, at(outer, top, false), roof_holes));
  for (const twin::PlanRing* ring : {&outer, &courtyard}) {
    for (std::size_t i = 0; i < ring->size(); ++i) {
      const auto &a = (*ring)[i], &b = (*ring)[(i + 1) % ring->size()];
      part.polygons.push_back(polygon(twin::SurfaceKind::kWall, {{a.east, a.north, ground},
                                                                 {b.east, b.north, ground},
                                                                 {b.east, b.north, top},
                                                                 {a.east, a.north, top}}));
    }
  }
  std::vector<twin::ShellFace> shell;
  for (std::uint32_t i = 0; i < part.polygons.size(); ++i) {
    shell.push_back({i, false});
  }
  part.solids.push_back({{shell}});
  return {{part}, {}};
}

}  // namespace geo::test

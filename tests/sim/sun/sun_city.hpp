#pragma once

#include <map>
#include <memory>

#include "geo/rays/obstacle_mesh.hpp"
#include "sim/run/process.hpp"
#include "twin_core/base/random_stream.hpp"
#include "twin_core/city/record.hpp"

// A small twin with stored shapes, as a process sees it.
namespace sun {

inline const twin::WorkingPosition kOrigin{25'497'000, 6'673'000, 0};

inline twin::PlanPolygon rectangle(double east, double north, double width, double depth) {
  const double e = kOrigin.east + east, n = kOrigin.north + north;
  return {{{e, n}, {e + width, n}, {e + width, n + depth}, {e, n + depth}}, {}};
}

/// Walls and a flat roof.
inline twin::BuildingShape block_shape(const twin::PlanPolygon& plan, double base, double height) {
  twin::ShapePart part;
  const auto& ring = plan.outer;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto &a = ring[i], &b = ring[(i + 1) % ring.size()];
    twin::Polygon3 wall;
    wall.kind = twin::SurfaceKind::kWall;
    wall.exterior.points = {{a.east, a.north, base}, {b.east, b.north, base}, {b.east, b.north, base + height}, {a.east, a.north, base + height}};
    part.polygons.push_back(wall);
  }
  twin::Polygon3 roof;
  roof.kind = twin::SurfaceKind::kRoof;
  for (const auto& p : ring) roof.exterior.points.push_back({p.east, p.north, base + height});
  part.polygons.push_back(roof);
  return {{part}};
}

class City {
 public:
  City() {
    manifest_.crs = "EPSG:3879";
    manifest_.height_reference = "N2000";
    manifest_.scene_origin = kOrigin;
  }
  void add_block(twin::FeatureNumber number, const std::string& id, const twin::PlanPolygon& plan, double base, double height,
                 bool with_shape = true) {
    twin::Building building;
    building.id = id;
    building.ground_m = base;
    building.height_m = height;
    building.footprint = plan;
    for (const auto& p : plan.outer) {
      building.bounds.add(twin::WorkingPosition{p.east, p.north, base});
      building.bounds.add(twin::WorkingPosition{p.east, p.north, base + height});
    }
    if (with_shape) building.shape = keep(twin::encode(block_shape(plan, base, height)));
    put(number, twin::encode(building), std::make_shared<const twin::Building>(building));
  }
  void add_terrain(twin::FeatureNumber number, const twin::Terrain& terrain, const twin::TerrainHeights& heights) {
    twin::Terrain kept = terrain;
    kept.heights = keep(twin::encode(heights));
    put(number, twin::encode(kept), std::make_shared<const twin::Terrain>(kept));
  }
  void add_unit(twin::FeatureNumber number, const twin::PlanUnit& unit) {
    put(number, twin::encode(unit), std::make_shared<const twin::PlanUnit>(unit));
  }
  void add_object(twin::FeatureNumber number, const std::string& id, const std::string& type, const twin::BuildingShape& shape) {
    twin::CityObject object;
    object.id = id;
    object.type = type;
    for (const auto& part : shape.parts) {
      for (const auto& polygon : part.polygons) {
        for (const auto& p : polygon.exterior.points) object.bounds.add(p);
      }
    }
    object.shape = keep(twin::encode(shape));
    put(number, twin::encode(object), std::make_shared<const twin::CityObject>(object));
  }

  sim::RunContext context() {
    editor_.set_head("main", twin::sha256("head"), 1);
    editor_.set_manifest(twin::sha256(twin::encode(manifest_)), std::make_shared<const twin::Manifest>(manifest_));
    state_ = editor_.publish();
    sim::RunContext out;
    out.city = state_.get();
    out.blobs = [this](const twin::Digest& digest) -> twin::Result<twin::Bytes> {
      const auto found = blobs_.find(digest);
      if (found == blobs_.end()) return twin::Problem{"blob-missing", "every value is in the store", digest.hex(), "", ""};
      return found->second;
    };
    return out;
  }

 private:
  twin::Digest keep(const twin::Bytes& bytes) {
    const twin::Digest digest = twin::sha256(bytes);
    blobs_[digest] = bytes;
    return digest;
  }
  template <class Record>
  void put(twin::FeatureNumber number, const twin::Bytes& bytes, std::shared_ptr<const Record> record) {
    editor_.put(number, twin::sha256(bytes), std::move(record));
  }

  twin::Manifest manifest_;
  twin::BranchStateEditor editor_{twin::BranchState{}};
  twin::Snapshot state_;
  std::map<twin::Digest, twin::Bytes> blobs_;
};

}  // namespace sun

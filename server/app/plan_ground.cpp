#include "server/app/plan_ground.hpp"

#include <map>
#include <optional>

#include "geo/io/plan_ground.hpp"
#include "twin_core/city/record.hpp"

namespace server {
namespace {

/// Heights of the branch's terrains, each read when it is first asked for.
class Ground {
 public:
  Ground(const twin::Store& store, const twin::BranchState& state, const geo::CityBatch& batch) : store_(store), batch_(batch) {
    state.for_each<twin::Terrain>([&](twin::FeatureNumber, const twin::Terrain& terrain) { known_.push_back(&terrain); });
  }

  std::optional<double> operator()(const twin::PlanPosition& position) {
    for (const auto& read : batch_.terrains) {
      if (const auto height = twin::height_at(read.terrain, read.heights, position)) return height;
    }
    for (const auto* const terrain : known_) {
      const auto bounds = terrain->bounds();
      const bool over = position.east >= bounds.low.east && position.east <= bounds.high.east && position.north >= bounds.low.north &&
                        position.north <= bounds.high.north;
      const auto* const heights = over ? heights_of(*terrain) : nullptr;
      if (heights == nullptr) continue;
      if (const auto height = twin::height_at(*terrain, *heights, position)) return height;
    }
    return std::nullopt;
  }

 private:
  const twin::TerrainHeights* heights_of(const twin::Terrain& terrain) {
    const auto [entry, fresh] = read_.try_emplace(terrain.heights);
    if (fresh) {
      const auto bytes = store_.blob(terrain.heights);
      auto heights = bytes ? twin::decode_terrain_heights(*bytes) : twin::Result<twin::TerrainHeights>(bytes.problem());
      if (heights) entry->second = std::move(heights).value();
    }
    return entry->second ? &*entry->second : nullptr;
  }

  const twin::Store& store_;
  const geo::CityBatch& batch_;
  std::vector<const twin::Terrain*> known_;
  std::map<twin::Digest, std::optional<twin::TerrainHeights>> read_;
};

}  // namespace

std::vector<twin::PlanUnit> settle_ground(const twin::Store& store, const twin::BranchState& state, geo::CityBatch& batch) {
  Ground ground(store, state, batch);
  const auto ground_at = [&](const twin::PlanPosition& position) { return ground(position); };
  geo::settle_ground(batch, ground_at);
  if (batch.terrains.empty()) return {};
  std::vector<const twin::PlanUnit*> known;
  state.for_each_plan_unit([&](twin::FeatureNumber, const twin::PlanUnit& unit) { known.push_back(&unit); });
  return geo::settle_known_ground(known, batch, ground_at);
}

}  // namespace server

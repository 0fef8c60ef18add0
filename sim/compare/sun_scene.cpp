#include "sim/compare/sun_scene.hpp"

#include <algorithm>
#include <iterator>

#include "geo/rays/city_obstacles.hpp"
#include "sim/sun/scene_inputs.hpp"

namespace sim {
namespace {

/// Bodies that no branch holds, by what they follow from; equal ones are one.
std::map<twin::Digest, geo::ObstacleMesh> apart(const SunStand& stand) {
  std::map<twin::Digest, geo::ObstacleMesh> out;
  for (const auto* list : {&stand.within, &stand.neighbours, &stand.beyond}) {
    for (const auto& body : *list) {
      if (!body.of_city) out.try_emplace(body.value, geo::obstacle_of(body.shape));
    }
  }
  return out;
}

std::vector<twin::FeatureNumber> numbers_in(const twin::Snapshot& state, const twin::Box& around) {
  return state ? geo::obstacles_within(*state, around) : std::vector<twin::FeatureNumber>();
}

}  // namespace

std::uint64_t SunScene::key_of(const twin::Digest& body) { return keys_.try_emplace(body, kSentKey + keys_.size()).first->second; }

twin::Result<SunScene> SunScene::build(const Scenario& first, const SunStand& stand, const SunOrder& order, const std::string& crs, const twin::Box& extent,
                                       const RunContext& context) {
  twin::Box receivers = extent;
  const auto widened = [](twin::Box box, double by_m) {
    const auto low = box.low, high = box.high;
    box.add(twin::WorkingPosition{low.east - by_m, low.north - by_m, low.up});
    box.add(twin::WorkingPosition{high.east + by_m, high.north + by_m, high.up});
    return box;
  };
  receivers = widened(receivers, order.neighbours_m);
  for (const double ground : stand.grounds_m) receivers.add(twin::WorkingPosition{receivers.low.east, receivers.low.north, ground});
  SceneInputs inputs;
  inputs.crs = crs;
  inputs.reach_m = order.reach_m;
  RunContext here;
  here.city = first.state.get();
  here.blobs = context.blobs;
  TWIN_TRY(auto occlusion, build_scene(inputs, here, receivers, geo::EmbreeOcclusion::Use::kEdits));
  SunScene out(std::move(occlusion), receivers, widened(receivers, order.reach_m));
  out.state_ = first.state;
  out.bodies_ = apart(stand);
  for (const auto& [value, mesh] : out.bodies_) out.occlusion_.put(out.key_of(value), mesh);
  TWIN_CHECK(out.occlusion_.commit());
  return out;
}

void SunScene::put(std::uint64_t key, const geo::ObstacleMesh& mesh, const geo::ObstacleMesh& before, std::vector<twin::Box>& changed) {
  occlusion_.put(key, mesh);
  put_back_.emplace(key, before);
  for (const auto* one : {&mesh, &before}) {
    if (!one->empty()) changed.push_back(one->bounds());
  }
}

twin::Result<std::vector<twin::Box>> SunScene::show(const Scenario& scenario, const SunStand& stand, const RunContext& context) {
  std::vector<twin::Box> changed;
  const auto before = numbers_in(state_, around_), now = numbers_in(scenario.state, around_);
  std::vector<twin::FeatureNumber> numbers;
  std::set_union(before.begin(), before.end(), now.begin(), now.end(), std::back_inserter(numbers));
  for (const auto number : numbers) {
    const auto* const was = std::binary_search(before.begin(), before.end(), number) ? state_->feature(number) : nullptr;
    const auto* const is = std::binary_search(now.begin(), now.end(), number) ? scenario.state->feature(number) : nullptr;
    if (geo::same_obstacle(was, is)) continue;
    geo::ObstacleMesh old_mesh, new_mesh;
    if (was != nullptr) {
      TWIN_TRY(old_mesh, obstacle_in_scene(*was, context, receivers_));
    }
    if (is != nullptr) {
      TWIN_TRY(new_mesh, obstacle_in_scene(*is, context, receivers_));
    }
    put(number, new_mesh, old_mesh, changed);
  }
  const auto bodies = apart(stand);
  for (const auto& [value, mesh] : bodies_) {
    if (!bodies.contains(value)) put(key_of(value), {}, mesh, changed);
  }
  for (const auto& [value, mesh] : bodies) {
    if (!bodies_.contains(value)) put(key_of(value), mesh, {}, changed);
  }
  TWIN_CHECK(occlusion_.commit());
  return changed;
}

twin::Status SunScene::show_first() {
  for (const auto& [key, mesh] : put_back_) occlusion_.put(key, mesh);
  put_back_.clear();
  return occlusion_.commit();
}

}  // namespace sim

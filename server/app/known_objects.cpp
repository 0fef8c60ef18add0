#include "server/app/known_objects.hpp"

#include <string_view>
#include <unordered_map>

#include "geo/io/known_shape.hpp"
#include "twin_core/base/in_parallel.hpp"
#include "twin_core/city/manifest.hpp"
#include "twin_core/city/record.hpp"

namespace server {
namespace {

constexpr std::size_t kTogether = 64;

void set_digest(geo::ReadObject& read) {
  if (read.shape != twin::BuildingShape{}) read.object.shape = twin::sha256(twin::encode(read.shape));
}

}  // namespace

twin::Status settle_shapes(const twin::Store& store, const twin::BranchState& state, std::vector<geo::ReadObject>& objects) {
  twin::in_parallel(objects.size(), [&](std::size_t i) { set_digest(objects[i]); }, kTogether);
  if (objects.empty() || state.manifest() == nullptr) return twin::Done{};
  std::unordered_map<std::string_view, const twin::CityObject*> known;
  state.for_each<twin::CityObject>([&](twin::FeatureNumber, const twin::CityObject& object) { known.emplace(object.id, &object); });
  for (auto& read : objects) {
    const auto found = known.find(read.object.id);
    if (found == known.end()) continue;
    const twin::CityObject& then = *found->second;
    if (then.shape == read.object.shape || then.shape.is_nothing() || read.object.shape.is_nothing()) continue;
    TWIN_TRY(const twin::Bytes bytes, store.blob(then.shape));
    TWIN_TRY(const twin::BuildingShape shape, twin::decode_building_shape(bytes));
    if (geo::keep_known_shape(shape, read.shape, state.manifest()->scene_origin)) read.object.bounds = then.bounds;
    set_digest(read);
  }
  return twin::Done{};
}

}  // namespace server

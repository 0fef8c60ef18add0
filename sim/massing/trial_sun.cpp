#include "sim/massing/trial_sun.hpp"

#include <algorithm>

#include "sim/sun/receiver_layout.hpp"
#include "sim/sun/sun_inputs.hpp"

namespace sim {
namespace {

constexpr std::uint64_t kMassingKey = kSentKey << 2;

/// A building's storeys as bodies: those above each other with one outline are one.
twin::Result<geo::ObstacleMesh> mesh_of(const MassingBuilding& building, double ground_m) {
  geo::ObstacleMesh out;
  for (std::size_t first = 0; first < building.floors.size();) {
    std::size_t last = first;
    while (last + 1 < building.floors.size() && building.floors[last + 1].outline == building.floors[first].outline) ++last;
    const double from = building.floors[first].floor_m, to = building.floors[last].top_m;
    for (const auto& polygon : building.floors[first].outline) {
      TWIN_TRY(const geo::ObstacleMesh body, geo::prism(polygon, ground_m + from, to - from));
      out.add(body);
    }
    first = last + 1;
  }
  return out;
}

bool is_built_on(const Massing& massing, const twin::WorkingPosition& at) {
  for (const auto& building : massing.buildings) {
    for (const auto& polygon : building.floors.front().outline) {
      if (lies_in(polygon, {at.east, at.north})) return true;
    }
  }
  return false;
}

}  // namespace

twin::Result<TrialScene> TrialScene::build(geo::EmbreeOcclusion scene, const SunSky& sky, SunMethod method, std::vector<Receiver> yard,
                                           const ReceiverSet& neighbours, Sink& sink) {
  TrialScene out(std::move(scene), SunField(sky, std::move(yard), method), SunField(sky, neighbours.receivers, method), neighbours.areas_m2);
  TWIN_CHECK(out.yard_.compute(out.scene_, sink));
  TWIN_CHECK(out.neighbours_.compute(out.scene_, sink));
  return out;
}

twin::Result<TrialSun> TrialScene::with(const Massing& massing, Sink& sink) {
  std::vector<twin::Box> changed;
  for (std::size_t i = 0; i < massing.buildings.size(); ++i) {
    TWIN_TRY(const geo::ObstacleMesh mesh, mesh_of(massing.buildings[i], massing.ground_level_m));
    changed.push_back(mesh.bounds());
    scene_.put(kMassingKey + i, mesh);
  }
  TWIN_CHECK(scene_.commit());
  SunField yard = yard_, neighbours = neighbours_;
  auto updated = yard.update(scene_, changed, sink);
  if (updated) updated = neighbours.update(scene_, changed, sink);
  for (std::size_t i = 0; i < massing.buildings.size(); ++i) scene_.erase(kMassingKey + i);
  TWIN_CHECK(scene_.commit());
  if (!updated) return updated.problem();

  TrialSun out;
  double sum_h = 0, sum_bound_h = 0;
  std::size_t open = 0;
  for (std::size_t i = 0; i < yard.receivers().size(); ++i) {
    if (is_built_on(massing, yard.receivers()[i].at)) continue;
    ++open;
    sum_h += hours(yard.at(i).lit);
    sum_bound_h += hours(yard.at(i).bound);
  }
  if (open > 0) {
    out.yard_h = sum_h / static_cast<double>(open);
    out.yard_bound_h = sum_bound_h / static_cast<double>(open);
  }
  for (std::size_t i = 0; i < areas_m2_.size(); ++i) {
    const ReceiverSun &was = neighbours_.at(i), &is = neighbours.at(i);
    if (was == is) continue;
    out.neighbours_lost_m2h += areas_m2_[i] * std::max(0.0, hours(was.lit) - hours(is.lit));
    out.neighbours_bound_m2h += areas_m2_[i] * (hours(was.bound) + hours(is.bound));
  }
  return out;
}

}  // namespace sim

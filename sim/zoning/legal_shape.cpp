#include "sim/zoning/legal_shape.hpp"

#include <algorithm>

#include "geo/solid/edge_setback.hpp"
#include "geo/solid/overlay.hpp"

namespace sim {
namespace {

/// The geometry speaks of coordinates; the reader of a process input first wants the member.
template <class T>
twin::Result<T> in_unit(twin::Result<T> result) {
  if (result) return result;
  twin::Problem problem = result.problem();
  problem.place = "/unit: " + problem.place;
  return problem;
}

/// What a tier allows of the boundary.
twin::Result<std::vector<twin::PlanPolygon>> area_of_tier(const twin::PlanPolygon& boundary, const TierRule& tier) {
  TWIN_TRY(auto area, geo::set_back_edges(boundary, tier.setbacks_m));
  return geo::difference_of(area, tier.left_out);
}

/// Tiers of one height are one: their strips are mitred where they meet.
std::vector<TierRule> joined(const std::vector<TierRule>& tiers) {
  std::vector<TierRule> out;
  for (const auto& tier : tiers) {
    const auto same = std::find_if(out.begin(), out.end(), [&](const TierRule& other) {
      return other.start_height_m == tier.start_height_m && other.type == tier.type;
    });
    if (same == out.end()) {
      out.push_back(tier);
      continue;
    }
    same->setbacks_m.resize(std::max(same->setbacks_m.size(), tier.setbacks_m.size()));
    for (std::size_t i = 0; i < tier.setbacks_m.size(); ++i)
      same->setbacks_m[i] = std::max(same->setbacks_m[i], tier.setbacks_m[i]);
    same->left_out.insert(same->left_out.end(), tier.left_out.begin(), tier.left_out.end());
  }
  return out;
}

}  // namespace

bool has_height_limit(const Rules& rules) {
  return rules.height_m || !rules.sky_planes.empty() || (rules.eaves_m && rules.roof_slope);
}

twin::Result<LegalShape> legal_shape(const twin::PlanPolygon& boundary, const Rules& rules) {
  LegalShape out;
  TWIN_TRY(out.buildable, in_unit(geo::set_back(boundary, rules.setback_m ? rules.setback_m->value : 0)));
  if (!rules.building_areas.empty()) {
    TWIN_TRY(out.buildable, in_unit(geo::intersection_of(out.buildable, rules.building_areas)));
  }
  geo::EnvelopeLimits limits;
  if (rules.height_m) limits.height_m = rules.height_m->value;
  limits.sky_planes = rules.sky_planes;
  if (rules.eaves_m && rules.roof_slope)
    limits.pitch = geo::RoofPitch{std::max(0.0, rules.eaves_m->value), rules.roof_slope->value, rules.ridge_deg};
  for (const auto& tier : joined(rules.tiers)) {
    TWIN_TRY(auto area, in_unit(area_of_tier(boundary, tier)));
    if (tier.start_height_m <= 0) {
      TWIN_TRY(out.buildable, in_unit(geo::intersection_of(out.buildable, area)));
    } else {
      limits.tiers.push_back({tier.start_height_m, std::move(area)});
    }
  }
  out.buildable_m2 = geo::area_of(out.buildable);
  if (!has_height_limit(rules)) return out;
  TWIN_TRY(out.envelope, in_unit(geo::legal_envelope(boundary, out.buildable, limits)));
  return out;
}

}  // namespace sim

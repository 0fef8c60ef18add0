#include <algorithm>
#include <numeric>

#include "geo/solid/envelope_zones.hpp"
#include "geo/solid/overlay.hpp"

namespace geo {

twin::Result<std::vector<LocalZone>> tiered_zones(std::vector<LocalZone> zones, const std::vector<Tier>& tiers,
                                                  const twin::PlanPosition& origin, int first_limit) {
  std::vector<std::size_t> order(tiers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return tiers[a].start_height_m < tiers[b].start_height_m;
  });
  std::vector<LocalZone> out;
  for (auto& zone : zones) {
    for (const auto number : order) {
      std::vector<LocalPolygon> allowed;
      for (const auto& polygon : tiers[number].areas) allowed.push_back(to_local(polygon, origin));
      TWIN_TRY(auto left_out, allowed.empty() ? twin::Result<std::vector<LocalPolygon>>(zone.area)
                                              : difference_of(zone.area, allowed));
      TWIN_TRY(zone.area, intersection_of(zone.area, allowed));
      if (left_out.empty()) continue;
      LocalZone& lower = out.emplace_back(zone);
      lower.area = std::move(left_out);
      lower.step_m = tiers[number].start_height_m;
      lower.step_limit = first_limit + static_cast<int>(number);
    }
    if (!zone.area.empty()) out.push_back(std::move(zone));
  }
  return out;
}

}  // namespace geo

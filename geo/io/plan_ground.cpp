#include "geo/io/plan_ground.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "geo/io/plan_codes.hpp"
#include "geo/io/polygon_share.hpp"
#include "geo/link/ground.hpp"

namespace geo {
namespace {

constexpr std::string_view kMissing = "ground-level-missing";

std::vector<double> heights_under(const twin::PlanPolygon& area,
                                  const std::function<std::optional<double>(const twin::PlanPosition&)>& ground_at) {
  std::vector<double> out;
  const auto take = [&](const twin::PlanPosition& position) {
    if (const auto height = ground_at(position)) out.push_back(*height);
  };
  for (const auto& corner : area.outer) take(corner);
  const auto middle = ground_of(area).centre;
  if (contains(area, middle)) take(middle);
  return out;
}

}  // namespace

bool needs_ground(const twin::PlanUnit& unit) {
  if (unit.ground_level_m != 0) return false;
  const auto has = [&](const auto& is_one) { return std::any_of(unit.regulations.begin(), unit.regulations.end(), is_one); };
  if (has([](const twin::Regulation& r) { return r.type == "maanpinnanKorkeusasema" && r.value; })) return false;
  return unit.vertical_high_m || has([](const twin::Regulation& r) { return is_height_above_sea(r.type) && (r.value || r.value_max); });
}

void note_ground_missing(const twin::PlanUnit& unit, const std::string& place, twin::Diagnostics& out) {
  out.add({std::string(kMissing), twin::Severity::kWarning, unit.id, "", place, "ground level 0 m",
           "Heights of the unit are told above the sea and its ground is not, so they count from 0 m: import terrain first, or give the "
           "unit a ground level."});
}

void settle_ground(CityBatch& batch, const std::function<std::optional<double>(const twin::PlanPosition&)>& ground_at) {
  std::unordered_map<std::string_view, twin::PlanUnit*> units;
  for (auto& unit : batch.plan_units) units.emplace(unit.id, &unit);
  for (auto& file : batch.files) {
    for (auto& finding : file.diagnostics.findings) {
      if (finding.code != kMissing) continue;
      const auto unit = units.find(finding.id);
      if (unit == units.end()) continue;
      const auto heights = heights_under(unit->second->boundary, ground_at);
      if (heights.empty()) continue;
      const auto [low, high] = std::minmax_element(heights.begin(), heights.end());
      const double mean = std::accumulate(heights.begin(), heights.end(), 0.0) / static_cast<double>(heights.size());
      unit->second->ground_level_m = std::round(mean * 100) / 100;
      finding.code = "ground-level-from-terrain";
      finding.severity = twin::Severity::kInfo;
      finding.value = fmt::format("{:.2f} m, {:.2f} to {:.2f} m at {} places", unit->second->ground_level_m, *low, *high, heights.size());
      finding.remedy = "The plan does not tell the ground; the terrain's mean height is taken. Edit the unit where the plan means another.";
    }
  }
}

}  // namespace geo

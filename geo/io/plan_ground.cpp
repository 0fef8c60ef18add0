#include "geo/io/plan_ground.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
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
           "Heights of the unit are told above the sea and its ground is not, so they count from 0 m: import terrain, or give the "
           "unit a ground level."});
}

namespace {

using GroundAt = std::function<std::optional<double>(const twin::PlanPosition&)>;

/// Gives the unit the mean of the heights under it, and says so in `finding`. False where none is known.
bool take_terrain(twin::PlanUnit& unit, const GroundAt& ground_at, twin::Finding& finding) {
  const auto heights = heights_under(unit.boundary, ground_at);
  if (heights.empty()) return false;
  const auto [low, high] = std::minmax_element(heights.begin(), heights.end());
  const double mean = std::accumulate(heights.begin(), heights.end(), 0.0) / static_cast<double>(heights.size());
  unit.ground_level_m = std::round(mean * 100) / 100;
  finding.code = "ground-level-from-terrain";
  finding.severity = twin::Severity::kInfo;
  finding.value = fmt::format("{:.2f} m, {:.2f} to {:.2f} m at {} places", unit.ground_level_m, *low, *high, heights.size());
  finding.remedy = "The plan does not tell the ground; the terrain's mean height is taken. Edit the unit where the plan means another.";
  return true;
}

}  // namespace

void settle_ground(CityBatch& batch, const GroundAt& ground_at) {
  std::unordered_map<std::string_view, twin::PlanUnit*> units;
  for (auto& unit : batch.plan_units) units.emplace(unit.id, &unit);
  for (auto& file : batch.files) {
    for (auto& finding : file.diagnostics.findings) {
      if (finding.code != kMissing) continue;
      const auto unit = units.find(finding.id);
      if (unit != units.end()) take_terrain(*unit->second, ground_at, finding);
    }
  }
}

std::vector<twin::PlanUnit> settle_known_ground(const std::vector<const twin::PlanUnit*>& known, CityBatch& batch, const GroundAt& ground_at) {
  std::vector<twin::PlanUnit> out;
  const auto file = std::find_if(batch.files.begin(), batch.files.end(), [](const FileReport& report) { return report.format == "GeoTIFF"; });
  if (batch.terrains.empty() || file == batch.files.end()) return out;
  std::unordered_set<std::string_view> told_now;
  for (const auto& unit : batch.plan_units) told_now.insert(unit.id);
  for (const auto* const unit : known) {
    if (told_now.contains(unit->id) || !needs_ground(*unit)) continue;
    twin::PlanUnit settled = *unit;
    twin::Finding finding{"", twin::Severity::kInfo, unit->id, "", unit->source, "", ""};
    if (!take_terrain(settled, ground_at, finding)) continue;
    file->diagnostics.add(std::move(finding));
    out.push_back(std::move(settled));
  }
  return out;
}

}  // namespace geo

#include "server/stream/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

#include "geo/link/ground.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace server {
namespace {

using twin::Building;
using twin::FeatureNumber;
using twin::PlanPosition;

constexpr std::array<std::string_view, 5> kVariables = {"year", "storeys", "use", "height", "floor_area_used"};
constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

std::string unit_of(std::string_view variable) {
  if (variable == "year") return "year";
  if (variable == "storeys") return "storeys";
  if (variable == "height") return "m";
  return variable == "floor_area_used" ? "%" : "";
}

std::optional<double> use_class(const Building& building) {
  const std::string& code = building.card.use_code;
  int number = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
  if (code.empty() || error != std::errc{} || end != code.data() + code.size()) return std::nullopt;
  return number;
}

std::optional<double> own_value(const Building& building, std::string_view variable) {
  if (variable == "year") return building.card.completion_year;
  if (variable == "storeys") return building.card.storeys;
  if (variable == "use") return use_class(building);
  if (building.bounds.empty()) return std::nullopt;
  return building.height_m;
}

/// Centroid of the footprint; the middle of the bounds where there is none.
std::optional<PlanPosition> centroid(const Building& building) {
  const auto ground = geo::ground_of(building.footprint);
  if (ground.area_m2 > 0) return ground.centre;
  if (building.bounds.empty()) return std::nullopt;
  return PlanPosition{(building.bounds.low.east + building.bounds.high.east) / 2,
                      (building.bounds.low.north + building.bounds.high.north) / 2};
}

/// Plan units by the squares of a coarse grid that their boxes touch.
class UnitGrid {
 public:
  explicit UnitGrid(const twin::BranchState& state) {
    state.for_each_plan_unit([&](FeatureNumber number, const twin::PlanUnit& unit) {
      if (unit.boundary.outer.empty() || twin::phase_of(unit.life_cycle.str()) == twin::PlanPhase::kEnded) return;
      twin::Box box;
      for (const auto& p : unit.boundary.outer) box.add(twin::WorkingPosition{p.east, p.north, 0});
      if (box.high.east - box.low.east > kLargest_m || box.high.north - box.low.north > kLargest_m) {
        large_.emplace_back(number, &unit);
        return;
      }
      for (auto x = cell(box.low.east); x <= cell(box.high.east); ++x) {
        for (auto y = cell(box.low.north); y <= cell(box.high.north); ++y) cells_[{x, y}].emplace_back(number, &unit);
      }
    });
  }

  std::optional<FeatureNumber> find(const PlanPosition& point) const {
    const auto found = cells_.find({cell(point.east), cell(point.north)});
    const auto near = found == cells_.end() ? std::nullopt : first_around(found->second, point);
    const auto far = first_around(large_, point);
    return near && far ? std::min(*near, *far) : near ? near : far;
  }

 private:
  using Units = std::vector<std::pair<FeatureNumber, const twin::PlanUnit*>>;

  static std::optional<FeatureNumber> first_around(const Units& units, const PlanPosition& point) {
    for (const auto& [number, unit] : units) {
      if (geo::is_inside(unit->boundary, point)) return number;
    }
    return std::nullopt;
  }

  static constexpr double kCell_m = 250;
  static constexpr double kLargest_m = 25'000;  ///< larger units are kept apart, not cut into a million squares
  static std::int64_t cell(double metres) { return static_cast<std::int64_t>(std::floor(metres / kCell_m)); }
  std::map<std::pair<std::int64_t, std::int64_t>, Units> cells_;
  Units large_;
};

void fill_floor_area_used(const twin::BranchState& state, const ReachableArea& reachable, std::vector<float>& values) {
  const auto units = unit_of_buildings(state);
  std::unordered_map<FeatureNumber, double> used;
  state.for_each_building([&](FeatureNumber number, const Building& building) {
    if (units[number] && building.card.floor_area_m2) used[*units[number]] += *building.card.floor_area_m2;
  });
  std::unordered_map<FeatureNumber, float> percent;
  for (const auto& [unit, area] : used) {
    const auto limit = reachable(*state.feature(unit));
    if (limit && *limit > 0) percent[unit] = static_cast<float>(100 * area / *limit);
  }
  for (std::size_t number = 0; number < values.size(); ++number) {
    if (!units[number]) continue;
    if (const auto found = percent.find(*units[number]); found != percent.end()) values[number] = found->second;
  }
}

}  // namespace

std::span<const std::string_view> value_variables() { return kVariables; }

bool is_value_variable(std::string_view name) {
  return std::find(kVariables.begin(), kVariables.end(), name) != kVariables.end();
}

std::vector<std::optional<FeatureNumber>> unit_of_buildings(const twin::BranchState& state) {
  std::vector<std::optional<FeatureNumber>> out(state.feature_limit());
  const UnitGrid grid(state);
  state.for_each_building([&](FeatureNumber number, const Building& building) {
    if (const auto point = centroid(building)) out[number] = grid.find(*point);
  });
  return out;
}

twin::Result<ValueColumn> value_column(const twin::BranchState& state, std::string_view variable,
                                       const ReachableArea& reachable) {
  if (!is_value_variable(variable)) {
    return twin::Problem{"variable-unknown", "There is no variable of this name.", "variable", std::string(variable.substr(0, 80)),
                         "Ask for year, storeys, use, height or floor_area_used."};
  }
  ValueColumn out{std::string(variable), unit_of(variable), std::vector<float>(state.feature_limit(), kNoData), 0, 0, 0};
  if (variable == "floor_area_used") {
    fill_floor_area_used(state, reachable, out.values);
  } else {
    state.for_each_building([&](FeatureNumber number, const Building& building) {
      if (const auto value = own_value(building, variable)) out.values[number] = static_cast<float>(*value);
    });
  }
  for (const float value : out.values) {
    if (std::isnan(value)) continue;
    out.min = out.with_data == 0 ? value : std::min(out.min, static_cast<double>(value));
    out.max = out.with_data == 0 ? value : std::max(out.max, static_cast<double>(value));
    ++out.with_data;
  }
  return out;
}

}  // namespace server

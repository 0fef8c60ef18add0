// Which buildings may lie in which plan unit: squares of 200 m, so that a city of any size is passed once.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "sim/compare/scenario.hpp"

namespace sim {
namespace {

constexpr double kSquare = 200;
constexpr double kMostSquares = 1e4;  ///< a unit over more of them is asked about everywhere

struct Extent {
  double west = 1e300, south = 1e300, east = -1e300, north = -1e300;

  static Extent of(const twin::PlanRing& ring) {
    Extent out;
    for (const auto& p : ring) {
      out.west = std::min(out.west, p.east), out.east = std::max(out.east, p.east);
      out.south = std::min(out.south, p.north), out.north = std::max(out.north, p.north);
    }
    return out;
  }
  bool meets(const Extent& other) const { return west <= other.east && other.west <= east && south <= other.north && other.south <= north; }
  bool empty() const { return !(west <= east); }
  double squares() const { return ((east - west) / kSquare + 1) * ((north - south) / kSquare + 1); }

  template <class Visit>
  void for_each_square(const Visit& visit) const {
    const auto at = [](double metres) { return static_cast<std::int64_t>(std::floor(std::clamp(metres, -1e12, 1e12) / kSquare)); };
    for (auto x = at(west); x <= at(east); ++x) {
      for (auto y = at(south); y <= at(north); ++y) visit(static_cast<std::uint64_t>(x) * 0x9E3779B97F4A7C15U + static_cast<std::uint64_t>(y));
    }
  }
};

class UnitGrid {
 public:
  explicit UnitGrid(const std::vector<ScenarioUnit>& units) {
    for (std::size_t i = 0; i < units.size(); ++i) {
      extents_.push_back(Extent::of(units[i].input.unit.boundary.outer));
      if (extents_.back().empty()) continue;
      if (extents_.back().squares() > kMostSquares) {
        everywhere_.push_back(i);
      } else {
        extents_.back().for_each_square([&](std::uint64_t square) { of_square_[square].push_back(i); });
      }
    }
  }

  /// Units whose extent meets that of a footprint, in order.
  void find(const twin::PlanRing& footprint, std::vector<std::size_t>& into) const {
    into.clear();
    const Extent extent = Extent::of(footprint);
    if (extent.empty()) return;
    into = everywhere_;
    if (extent.squares() > kMostSquares) {
      for (std::size_t i = 0; i < extents_.size(); ++i) into.push_back(i);
    } else {
      extent.for_each_square([&](std::uint64_t square) {
        if (const auto found = of_square_.find(square); found != of_square_.end()) into.insert(into.end(), found->second.begin(), found->second.end());
      });
    }
    std::sort(into.begin(), into.end());
    into.erase(std::unique(into.begin(), into.end()), into.end());
    std::erase_if(into, [&](std::size_t i) { return !extents_[i].meets(extent); });
  }

 private:
  std::vector<Extent> extents_;
  std::vector<std::size_t> everywhere_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> of_square_;
};

}  // namespace

std::vector<std::vector<ScenarioBuilding>> buildings_of_units(const Scenario& scenario) {
  std::vector<std::vector<ScenarioBuilding>> out(scenario.units.size());
  const UnitGrid grid(scenario.units);
  std::vector<std::size_t> near;
  if (scenario.state) {
    scenario.state->for_each_building([&](twin::FeatureNumber number, const twin::Building& building) {
      grid.find(building.footprint.outer, near);
      for (const std::size_t unit : near)
        out[unit].push_back({facts_of(building), scenario.state->feature(number)->value, building.link != twin::LinkReason::kUnlinked});
    });
  }
  for (const auto& building : scenario.sent) {
    grid.find(building.facts.footprint.outer, near);
    for (const std::size_t unit : near) out[unit].push_back(building);
  }
  return out;
}

}  // namespace sim

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "geo/solid/edge_setback.hpp"
#include "geo/solid/overlay.hpp"
#include "geo/solid/section_area.hpp"
#include "sim/check/plan_check.hpp"
#include "sim/zoning/regulation_types.hpp"

namespace sim {
namespace {

/// A footprint may lie beyond a line by so much: the accuracy of surveyed corners, m2 per m of its outline.
constexpr double kSliver = 0.01;

double outline_of(const twin::PlanPolygon& polygon) {
  double length = 0;
  for (std::size_t i = 0; i < polygon.outer.size(); ++i) {
    const auto &a = polygon.outer[i], &b = polygon.outer[(i + 1) % polygon.outer.size()];
    length += std::hypot(b.east - a.east, b.north - a.north);
  }
  return length;
}

double longest_facade(const twin::PlanPolygon& polygon) {
  double longest = 0;
  for (std::size_t i = 0; i < polygon.outer.size(); ++i) {
    const auto &a = polygon.outer[i], &b = polygon.outer[(i + 1) % polygon.outer.size()];
    longest = std::max(longest, std::hypot(b.east - a.east, b.north - a.north));
  }
  return longest;
}

double distance_to(const twin::PlanPosition& p, const twin::PlanPosition& a, const twin::PlanPosition& b) {
  const double east = b.east - a.east, north = b.north - a.north, length = east * east + north * north;
  const double t = length > 0 ? std::clamp(((p.east - a.east) * east + (p.north - a.north) * north) / length, 0.0, 1.0) : 0;
  return std::hypot(p.east - a.east - t * east, p.north - a.north - t * north);
}

/// Between outlines that do not cross.
double distance_between(const twin::PlanRing& a, const twin::PlanRing& b) {
  double least = std::numeric_limits<double>::infinity();
  const auto one_way = [&](const twin::PlanRing& from, const twin::PlanRing& to) {
    for (const auto& p : from) {
      for (std::size_t i = 0; i < to.size(); ++i) least = std::min(least, distance_to(p, to[i], to[(i + 1) % to.size()]));
    }
  };
  one_way(a, b);
  one_way(b, a);
  return least;
}

/// From a point to the nearest line of a polygon.
double distance_to_ring(const twin::PlanPosition& p, const twin::PlanPolygon& polygon) {
  double least = distance_between({p}, polygon.outer);
  for (const auto& hole : polygon.holes) least = std::min(least, distance_between({p}, hole));
  return least;
}

/// To the mm that heights are found to.
double rounded(double height_m) {
  return std::round(height_m * 1000) / 1000;
}

class BuildingChecker {
 public:
  BuildingChecker(const CheckedBuilding& building, const ZoningInput& input, const ZoningCapacity& capacity)
      : facts_(building.facts), input_(input), capacity_(capacity), rules_(capacity.rules) {}

  twin::Result<std::vector<Check>> run(const std::vector<CheckedBuilding>& all) {
    TWIN_CHECK(check_place());
    TWIN_CHECK(check_heights());
    check_counts();
    check_levels();
    for (const auto& bound : each_of(rules_.facade_length_m)) {
      if (known()) out_.push_back(at_most_check(bound.type, longest_facade(facts_.footprint), bound.value, "m"));
    }
    check_roof();
    check_distances(all);
    return std::move(out_);
  }

 private:
  bool known() const { return !facts_.footprint.outer.empty(); }

  /// The part of the footprint outside of an area; slivers are none.
  twin::Result<std::vector<twin::PlanPolygon>> outside(const std::vector<twin::PlanPolygon>& area) const {
    TWIN_TRY(auto left, area.empty() ? twin::Result<std::vector<twin::PlanPolygon>>(std::vector{facts_.footprint})
                                     : geo::difference_of({facts_.footprint}, area));
    if (geo::area_of(left) <= kSliver * outline_of(facts_.footprint)) left.clear();
    return left;
  }

  twin::Status check_inside(const std::string& rule, const std::vector<twin::PlanPolygon>& area, std::optional<double> setback) {
    Check check{rule, CheckStatus::kCannotTell, {}, {}, setback ? "m" : "m2", 0, "", {}, {}, {}};
    if (!known()) {
      check.sentence = "The footprint is not known.";
      out_.push_back(std::move(check));
      return twin::Done{};
    }
    TWIN_TRY(check.where, outside(area));
    check.status = check.where.empty() ? CheckStatus::kFulfilled : CheckStatus::kBreached;
    if (setback) {
      check.limit = setback;
      check.measured = least_distance();
      check.excess = check.where.empty() ? 0 : std::max(0.0, *setback - *check.measured);
    } else {
      check.limit = 0;
      check.measured = check.excess = geo::area_of(check.where);
      check.sentence = "Area of the footprint outside.";
    }
    out_.push_back(std::move(check));
    return twin::Done{};
  }

  /// From the footprint to the unit's boundary; negative where it reaches out of the unit, by how far.
  double least_distance() const {
    const auto& boundary = input_.unit.boundary;
    const auto out = outside({boundary});
    if (out && !out->empty()) {
      double farthest = 0;
      for (const auto& piece : *out) {
        for (const auto& p : piece.outer) farthest = std::max(farthest, distance_to_ring(p, boundary));
      }
      return -farthest;
    }
    double least = distance_between(facts_.footprint.outer, boundary.outer);
    for (const auto& hole : boundary.holes) least = std::min(least, distance_between(facts_.footprint.outer, hole));
    return least;
  }

  twin::Status check_place() {
    for (const auto& setback : each_of(rules_.setback_m)) {
      TWIN_TRY(const auto area, geo::set_back(input_.unit.boundary, setback.value));
      TWIN_CHECK(check_inside(setback.type, area, setback.value));
    }
    if (!rules_.building_areas.empty()) TWIN_CHECK(check_inside("rakennusala", rules_.building_areas, {}));
    for (const auto& tier : rules_.tiers) {
      if (tier.start_height_m > 0) continue;
      TWIN_TRY(auto area, geo::set_back_edges(input_.unit.boundary, tier.setbacks_m));
      TWIN_TRY(area, geo::difference_of(area, tier.left_out));
      TWIN_CHECK(check_inside(tier.type, area, {}));
    }
    return twin::Done{};
  }

  std::optional<double> above_ground(const std::optional<double>& level) const {
    return level ? std::optional(*level - rules_.ground_level_m) : std::nullopt;
  }

  void add_level(const Bound& bound, std::optional<double> level) {
    Check check = at_most_check(bound.type, level, rounded(bound.value + rules_.ground_level_m), "m");
    if (check.status == CheckStatus::kBreached) {
      if (known()) check.where = {facts_.footprint};
      check.from_m = check.limit;
      check.to_m = level;
    }
    out_.push_back(std::move(check));
  }

  /// A limit over part of the footprint: the top, or at the facade the eaves, must stay below it.
  twin::Status check_under(const std::string& rule, const geo::EnvelopeLimits& limits) {
    Check check{rule, CheckStatus::kCannotTell, {}, {}, "m", 0, "", {}, {}, {}};
    const auto top = above_ground(facts_.top_m);
    if (!known() || !top) {
      check.sentence = "Height or footprint is not known.";
      out_.push_back(std::move(check));
      return twin::Done{};
    }
    TWIN_TRY(const auto envelope, geo::legal_envelope(input_.unit.boundary, {input_.unit.boundary}, limits));
    TWIN_TRY(const auto within, geo::intersection_of({facts_.footprint}, {input_.unit.boundary}));
    TWIN_TRY(const auto low, excess_over(envelope, within, facts_.eaves_m ? *above_ground(facts_.eaves_m) : *top));
    check.measured = facts_.eaves_m ? facts_.eaves_m : facts_.top_m;
    if (low.where.empty()) {
      check.status = CheckStatus::kFulfilled;
      if (facts_.eaves_m && *facts_.eaves_m < *facts_.top_m) {
        TWIN_TRY(const auto high, excess_over(envelope, within, *top));
        if (!high.where.empty()) {
          check.status = CheckStatus::kCannotTell;
          check.sentence = "The eaves stay below; whether the roof does depends on its shape.";
        }
      }
    } else if (facts_.eaves_m) {
      check.status = CheckStatus::kBreached;
      check.where = low.where;
      check.limit = rounded(low.least + rules_.ground_level_m);
      check.excess = *check.measured - *check.limit;
      check.from_m = check.limit;
      check.to_m = facts_.top_m;
    } else {
      check.sentence = "The highest point exceeds it somewhere; the height of the eaves is not known.";
      check.where = low.where;
    }
    out_.push_back(std::move(check));
    return twin::Done{};
  }

  struct Excess {
    std::vector<twin::PlanPolygon> where;
    double least = 0;
  };
  twin::Result<Excess> excess_over(const geo::Envelope& envelope, const std::vector<twin::PlanPolygon>& within, double height) const {
    Excess out;
    TWIN_TRY(const auto section, geo::section_of(envelope, height));
    TWIN_TRY(out.where, section.empty() ? twin::Result<std::vector<twin::PlanPolygon>>(within) : geo::difference_of(within, section));
    if (geo::area_of(out.where) <= kSliver * outline_of(facts_.footprint)) out.where.clear();
    if (out.where.empty()) return out;
    TWIN_TRY(const auto least, geo::least_height_over(envelope, within));
    out.least = least.value_or(0);
    return out;
  }

  twin::Status check_heights() {
    for (const auto& bound : each_of(rules_.height_m)) {
      const auto* const type = find_regulation_type(bound.type);
      const bool eaves = type != nullptr && (type->kind == RegulationKind::kEaves || type->kind == RegulationKind::kFacadeHeight);
      // The top tells of the eaves only where it stays below the limit itself.
      const bool top_tells = eaves && !facts_.eaves_m && facts_.top_m && *facts_.top_m <= bound.value + rules_.ground_level_m;
      add_level(bound, eaves && !top_tells ? facts_.eaves_m : facts_.top_m);
    }
    for (const auto& bound : each_of(rules_.eaves_m)) add_level(bound, facts_.eaves_m);
    for (std::size_t i = 0; i < rules_.sky_planes.size(); ++i) {
      const auto& type = rules_.sky_plane_types[i];
      geo::EnvelopeLimits one;
      one.height_m = 5000;  // beside the plane's reach nothing limits
      one.sky_planes = {rules_.sky_planes[i]};
      TWIN_CHECK(check_under(type, one));
    }
    for (const auto& tier : rules_.tiers) {
      if (tier.start_height_m <= 0) continue;
      geo::EnvelopeLimits one;
      one.height_m = 5000;
      TWIN_TRY(auto area, geo::set_back_edges(input_.unit.boundary, tier.setbacks_m));
      TWIN_TRY(area, geo::difference_of(area, tier.left_out));
      one.tiers = {{tier.start_height_m, std::move(area)}};
      TWIN_CHECK(check_under(tier.type, one));
    }
    return twin::Done{};
  }

  static std::optional<double> number(const std::optional<int>& count) {
    return count ? std::optional<double>(*count) : std::nullopt;
  }

  void check_counts() {
    for (const auto& bound : each_of(rules_.storeys)) out_.push_back(at_most_check(bound.type, number(facts_.storeys), bound.value, ""));
    for (const auto& minimum : rules_.minimums) {
      const auto* const type = find_regulation_type(minimum.type);
      if (type != nullptr && (type->kind == RegulationKind::kFloorsMin || type->kind == RegulationKind::kStoreys))
        out_.push_back(at_least_check(minimum.type, number(facts_.storeys), minimum.value, ""));
    }
    for (const auto& bound : each_of(rules_.storeys_below)) out_.push_back(at_most_check(bound.type, number(facts_.storeys_below), bound.value, ""));
    if (capacity_.storeys_below_max && !rules_.storeys_below && rules_.underground_m)
      out_.push_back(at_most_check(rules_.underground_m->type, number(facts_.storeys_below), *capacity_.storeys_below_max, ""));
    const double storey = known() ? geo::area_of(facts_.footprint) : 0;
    if (rules_.cellar_percent && storey > 0)
      out_.push_back(at_most_check(rules_.cellar_percent->type, facts_.cellar_k_m2, rules_.cellar_percent->value / 100 * storey, "k-m2"));
    if (rules_.attic_percent && storey > 0)
      out_.push_back(at_most_check(rules_.attic_percent->type, facts_.attic_k_m2, rules_.attic_percent->value / 100 * storey, "k-m2"));
  }

  void check_roof() {
    const auto degrees = [](double rise_per_run) { return std::round(std::atan(rise_per_run) * 180 / std::numbers::pi * 1e9) / 1e9; };
    if (rules_.roof_slope) out_.push_back(at_most_check(rules_.roof_slope->type, facts_.roof_slope_deg, degrees(rules_.roof_slope->value), "deg"));
    if (rules_.roof_slope_least)
      out_.push_back(at_least_check(rules_.roof_slope_least->type, facts_.roof_slope_deg, degrees(rules_.roof_slope_least->value), "deg"));
  }

  void check_levels() {
    if (rules_.flood_safe_m) out_.push_back(at_least_check(rules_.flood_safe_m->type, facts_.lowest_floor_m, rules_.flood_safe_m->value, "m"));
    if (rules_.underground_m) out_.push_back(at_least_check(rules_.underground_m->type, facts_.lowest_level_m, rules_.underground_m->value, "m"));
  }

  void check_distances(const std::vector<CheckedBuilding>& all) {
    if (!rules_.building_distance_m || !known()) return;
    std::optional<double> least;
    for (const auto& other : all) {
      if (&other.facts == &facts_ || other.facts.footprint.outer.empty()) continue;
      const double distance = distance_between(facts_.footprint.outer, other.facts.footprint.outer);
      if (!least || distance < *least) least = distance;
    }
    if (least) out_.push_back(at_least_check(rules_.building_distance_m->type, *least, rules_.building_distance_m->value, "m"));
  }

  const BuildingFacts& facts_;
  const ZoningInput& input_;
  const ZoningCapacity& capacity_;
  const Rules& rules_;
  std::vector<Check> out_;
};

}  // namespace

Check at_most_check(std::string rule, std::optional<double> measured, double limit, std::string unit) {
  Check out{std::move(rule), CheckStatus::kCannotTell, measured, limit, std::move(unit), 0, "", {}, {}, {}};
  if (!measured) {
    out.sentence = "The building's figure is not known.";
    return out;
  }
  const bool breached = *measured > limit + 1e-6 * std::max(1.0, std::abs(limit));
  out.status = breached ? CheckStatus::kBreached : CheckStatus::kFulfilled;
  if (breached) out.excess = *measured - limit;
  return out;
}

Check at_least_check(std::string rule, std::optional<double> measured, double limit, std::string unit) {
  Check out = at_most_check(std::move(rule), measured ? std::optional(-*measured) : std::nullopt, -limit, std::move(unit));
  out.measured = measured;
  out.limit = limit;
  return out;
}

twin::Result<std::vector<Check>> check_building(const CheckedBuilding& building, const ZoningInput& input,
                                                const ZoningCapacity& capacity,
                                                const std::vector<CheckedBuilding>& all) {
  return BuildingChecker(building, input, capacity).run(all);
}

}  // namespace sim

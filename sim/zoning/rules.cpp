#include "sim/zoning/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/zoning/regulation_types.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Regulation;

/// So many take seconds; a unit with more is a finely drawn curve.
constexpr std::size_t kMostSkyPlanes = 250;

void at_most(std::optional<Bound>& bound, double value, const std::string& type) {
  if (!bound || value < bound->value) bound = Bound{value, type};
}

void at_least(std::optional<Bound>& bound, double value, const std::string& type) {
  if (!bound || value > bound->value) bound = Bound{value, type};
}

/// Reads the regulations of one unit, those about the ground first.
class RuleReader {
 public:
  RuleReader(const twin::PlanUnit& unit, double plot_area_m2) : unit_(unit), plot_area_m2_(plot_area_m2) {}

  twin::Result<Rules> read() {
    rules_.k_m2_per_parking_space = unit_.assumptions.k_m2_per_parking_space;
    std::vector<RegulationKind> kinds;
    for (std::size_t i = 0; i < unit_.regulations.size(); ++i) {
      const auto& regulation = unit_.regulations[i];
      const auto* const type = find_regulation_type(regulation.type);
      if (type == nullptr) {
        rules_.warnings.push_back(
            fmt::format("{} is no regulation type known to zoning-capacity and is not evaluated.",
                        twin::excerpt(regulation.type)));
        kinds.push_back(RegulationKind::kStored);
        continue;
      }
      TWIN_CHECK(check_regulation(regulation, pointer_to("/regulations", i)));
      kinds.push_back(type->kind);
      if (type->kind == RegulationKind::kStored) warn_stored(regulation);
    }
    take_ground(kinds);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      TWIN_CHECK(take(unit_.regulations[i], kinds[i], i));
    }
    return std::move(rules_);
  }

 private:
  void warn_stored(const Regulation& regulation) {
    auto sentence = fmt::format("{} is stored but not evaluated by zoning-capacity.", regulation.type);
    if (std::find(rules_.warnings.begin(), rules_.warnings.end(), sentence) == rules_.warnings.end()) {
      rules_.warnings.push_back(std::move(sentence));
    }
  }

  /// The plan's own ground level counts; of several the highest, which leaves least height.
  void take_ground(const std::vector<RegulationKind>& kinds) {
    rules_.ground_level_m = unit_.ground_level_m;
    std::optional<Bound> ground;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const auto& regulation = unit_.regulations[i];
      if (kinds[i] == RegulationKind::kGroundLevel) at_least(ground, figure_of(regulation), regulation.type);
    }
    if (!ground) return;
    rules_.ground_level_m = ground->value;
    if (unit_.ground_level_m != 0 && unit_.ground_level_m != ground->value) {
      rules_.warnings.push_back(
          fmt::format("Heights count from {} = {} m, not from the ground level of {} m.", ground->type,
                      ground->value, unit_.ground_level_m));
    }
  }

  twin::Status take(const Regulation& regulation, RegulationKind kind, std::size_t index) {
    const double figure = figure_of(regulation);
    switch (kind) {
      case RegulationKind::kFloorArea:
        at_most(rules_.floor_area_k_m2, figure, regulation.type);
        break;
      case RegulationKind::kEfficiency:
        at_most(rules_.floor_area_k_m2, figure * plot_area_m2_, regulation.type);
        break;
      case RegulationKind::kStoreys:
        at_most(rules_.storeys, figure, regulation.type);
        break;
      case RegulationKind::kCoverage:
        at_most(rules_.coverage_percent, figure, regulation.type);
        break;
      case RegulationKind::kOpenness:
        at_most(rules_.coverage_percent, 100 - figure, regulation.type);
        break;
      case RegulationKind::kSetback:
        at_least(rules_.setback_m, figure, regulation.type);
        break;
      case RegulationKind::kHeightAbsolute:
        at_most(rules_.height_m, figure - rules_.ground_level_m, regulation.type);
        break;
      case RegulationKind::kHeightRelative:
        at_most(rules_.height_m, figure, regulation.type);
        break;
      case RegulationKind::kParking:
        take_parking(figure);
        break;
      case RegulationKind::kSkyPlane:
        return take_sky_plane(regulation, index);
      case RegulationKind::kGroundLevel:
      case RegulationKind::kStored:
        break;
    }
    return twin::Done{};
  }

  /// The least floor area per space asks for most spaces.
  void take_parking(double figure) {
    rules_.k_m2_per_parking_space =
        parking_regulated_ ? std::min(rules_.k_m2_per_parking_space, figure) : figure;
    parking_regulated_ = true;
  }

  twin::Status take_sky_plane(const Regulation& regulation, std::size_t index) {
    const auto& ring = unit_.boundary.outer;
    const std::size_t count = ring.size() > 1 && ring.front() == ring.back() ? ring.size() - 1 : ring.size();
    const auto has_length = [&](std::size_t edge) { return !(ring[edge] == ring[(edge + 1) % count]); };
    auto edges = regulation.edges;
    if (edges.empty()) {
      for (std::uint32_t edge = 0; edge < count; ++edge) {
        if (has_length(edge)) edges.push_back(edge);
      }
    }
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (edges[i] >= count || !has_length(edges[i])) {
        return twin::Problem{
            "edge-unknown", "The outer ring has no such edge.",
            pointer_to(pointer_to(pointer_to("/regulations", index), "edges"), i),
            fmt::format("{}", edges[i]),
            fmt::format("Edges are numbered 0 to {}; edge i joins vertices i and i+1.", count - 1)};
      }
      if (rules_.sky_planes.size() == kMostSkyPlanes) {
        return twin::Problem{"value-out-of-range",
                             fmt::format("At most {} sky planes are cut with, one per edge.", kMostSkyPlanes),
                             pointer_to("/regulations", index), fmt::format("{} edges", edges.size()),
                             "Simplify the boundary, or name the edges."};
      }
      rules_.sky_planes.push_back({edges[i], *regulation.angle_deg, *regulation.start_height_m});
      rules_.sky_plane_types.push_back(regulation.type);
    }
    return twin::Done{};
  }

  const twin::PlanUnit& unit_;
  double plot_area_m2_;
  Rules rules_;
  bool parking_regulated_ = false;
};

}  // namespace

twin::Result<Rules> rules_of(const twin::PlanUnit& unit, double plot_area_m2) {
  return RuleReader(unit, plot_area_m2).read();
}

}  // namespace sim

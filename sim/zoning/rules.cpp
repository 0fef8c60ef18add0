#include "sim/zoning/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/zoning/edges.hpp"
#include "sim/zoning/further_rules.hpp"
#include "sim/zoning/regulation_types.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace sim {
namespace {

using twin::Regulation;

/// So many take seconds; a unit with more is a finely drawn curve.
constexpr std::size_t kMostSkyPlanes = 250, kMostTiers = 50;

/// Reads the regulations of one unit, those about the ground first.
class RuleReader {
 public:
  RuleReader(const twin::PlanUnit& unit, double plot_area_m2, std::string_view day, const BuildingUseTable& uses)
      : unit_(unit), plot_area_m2_(plot_area_m2), day_(day), uses_(uses), edges_(edge_classes(unit)) {}

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
      const bool holds = holds_for_the_unit(regulation, type->kind);
      const auto kind = holds ? counted_kind(regulation, type->kind) : RegulationKind::kStored;
      kinds.push_back(kind);
      if (holds && kind == RegulationKind::kStored && !is_use(regulation)) warn_stored(regulation);
      if (holds) shares_.add_share(regulation);
      if (holds && kind == RegulationKind::kRoofSlope) roof_slope_known_ = true;
    }
    take_ground(kinds);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      TWIN_CHECK(take(unit_.regulations[i], kinds[i], i));
    }
    take_floor_area_by_use();
    settle_step_backs();
    TWIN_CHECK(take_vertical_limit());
    find_contradictions(unit_, kinds, rules_);
    return std::move(rules_);
  }

 private:
  /// A use is what tables and shares go by.
  bool is_use(const Regulation& regulation) const {
    const auto names_it = [&](const BuildingUseRow& row) { return std::find(row.uses.begin(), row.uses.end(), regulation.type) != row.uses.end(); };
    if (std::any_of(uses_.rows.begin(), uses_.rows.end(), names_it)) return true;
    UseShares own;
    own.add_share(regulation);
    return !own.shares(1.0).empty();
  }

  bool counts_on_the_day(const Regulation& regulation) {
    const auto& to = regulation.valid.to;
    if (day_.empty() && !to.empty()) warn(fmt::format("{} holds until {} only; send date to count what is in force on a day.", regulation.type, to));
    if (is_in_force(regulation, day_)) return true;
    warn(fmt::format("{} is not in force on {} and not evaluated.", regulation.type, day_));
    return false;
  }

  bool holds_for_the_unit(const Regulation& regulation, RegulationKind kind) {
    if (twin::phase_of(regulation.life_cycle.str()) == twin::PlanPhase::kEnded) {
      warn(fmt::format("{} is repealed or lapsed and not evaluated.", regulation.type));
      return false;
    }
    if (!counts_on_the_day(regulation)) return false;
    if (regulation.place.empty() || counts_at_its_place(kind, regulation.place)) return true;
    if (is_area(regulation.place)) {
      warn(fmt::format("{} holds at a part of the unit and is not evaluated.", regulation.type));
      return false;
    }
    warn(fmt::format("{} holds at a line or point of the unit and is not evaluated.", regulation.type));
    return false;
  }

  /// What has no figure, or asks for edges that nobody knows, is kept and shown.
  RegulationKind counted_kind(const Regulation& regulation, RegulationKind kind) {
    if (lacks_its_figure(regulation, kind)) return RegulationKind::kStored;
    if (!asks_for_unknown_edges(regulation, edges_)) return kind;
    warn(fmt::format("{} holds for edges by orientation or street adjacency, which edge-orientation and edge-adjacency "
                     "do not tell here; it is not evaluated.",
                     regulation.type));
    return RegulationKind::kEdgeOrientation;
  }

  /// Rights for single uses beside one for any use are parts of it.
  void take_floor_area_by_use() {
    const auto sum = shares_.sum_of_rights();
    if (sum && !any_use_right_) at_most(rules_.floor_area_k_m2, *sum, "sallittuKerrosala");
    const auto allowed = rules_.floor_area_k_m2 ? std::optional(rules_.floor_area_k_m2->value) : std::nullopt;
    rules_.shares = shares_.shares(allowed);
    double total = 0;
    for (const auto& share : rules_.shares) total += share.allowed_k_m2;
    if (allowed && total > *allowed * (1 + 1e-9)) {
      std::vector<std::string> types{rules_.floor_area_k_m2->type};
      for (const auto& share : rules_.shares) types.push_back(share.use);
      rules_.contradictions.push_back(
          {std::move(types), fmt::format("The shares by use, {:.0f} k-m2, are more than the floor area allowed, {:.0f} k-m2.", total, *allowed)});
    }
  }

  twin::Status take_vertical_limit() {
    if (!unit_.vertical_high_m) return twin::Done{};
    TWIN_CHECK(expect_in_range(*unit_.vertical_high_m, "/vertical_limit_n2000_m/high", {-500, 2000}));
    at_most(rules_.height_m, *unit_.vertical_high_m - rules_.ground_level_m, "verticalLimit");
    return twin::Done{};
  }

  void warn_stored(const Regulation& regulation) {
    warn(fmt::format("{} is stored but not evaluated by zoning-capacity.", regulation.type));
  }

  void warn(std::string sentence) {
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
    if (ground) {
      rules_.ground_level_m = ground->value;
      if (unit_.ground_level_m != 0 && unit_.ground_level_m != ground->value) {
        rules_.warnings.push_back(
            fmt::format("Heights count from {} = {} m, not from the ground level of {} m.", ground->type,
                        ground->value, unit_.ground_level_m));
      }
    }
    if (!unit_.vertical_low_m || *unit_.vertical_low_m <= rules_.ground_level_m) return;
    rules_.ground_level_m = *unit_.vertical_low_m;
    warn(fmt::format("Heights count from the lower vertical limit, {} m, which lies above the ground.", *unit_.vertical_low_m));
  }

  twin::Status take(const Regulation& regulation, RegulationKind kind, std::size_t index) {
    const double figure = figure_of(regulation);
    switch (kind) {
      case RegulationKind::kFloorArea:
        take_floor_area(regulation, figure);
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
        return take_height(regulation, figure - rules_.ground_level_m, index);
      case RegulationKind::kHeightRelative:
        return take_height(regulation, figure, index);
      case RegulationKind::kEaves:
        at_most(roof_slope_known_ ? rules_.eaves_m : rules_.height_m, figure - rules_.ground_level_m, regulation.type);
        break;
      case RegulationKind::kFacadeHeight:
        at_most(roof_slope_known_ ? rules_.eaves_m : rules_.height_m, figure, regulation.type);
        break;
      case RegulationKind::kParking:
        take_parking(use_meant(regulation), figure);
        break;
      case RegulationKind::kSkyPlane:
        return take_sky_plane(regulation, index);
      case RegulationKind::kTier:
      case RegulationKind::kStepBack:
        return take_tier(regulation, kind, index);
      case RegulationKind::kGroundLevel:
      case RegulationKind::kStored:
        break;
      default:
        TWIN_CHECK(take_further(regulation, kind, index, rules_));
        break;
    }
    take_lower_end(regulation, kind);
    return twin::Done{};
  }

  /// Ranges bind at their upper end; the lower one is a minimum.
  void take_lower_end(const Regulation& regulation, RegulationKind kind) {
    const bool has_minimum = kind == RegulationKind::kFloorArea || kind == RegulationKind::kStoreys ||
                             kind == RegulationKind::kEfficiency || kind == RegulationKind::kFacadeHeight ||
                             kind == RegulationKind::kVolume || kind == RegulationKind::kDwellings;
    if (!has_minimum || !regulation.value || !regulation.value_max || *regulation.value <= 0) return;
    rules_.minimums.push_back({regulation.type, *regulation.value, regulation.unit, {}});
  }

  /// A height over a part of the unit leaves that part out above it.
  twin::Status take_height(const Regulation& regulation, double height, std::size_t index) {
    if (regulation.place.empty()) {
      at_most(rules_.height_m, height, regulation.type);
      return twin::Done{};
    }
    TierRule tier;
    tier.start_height_m = std::max(0.0, height);
    tier.type = regulation.type;
    TWIN_TRY(auto area, area_at(regulation, index));
    tier.left_out.push_back(std::move(area));
    return add_tier(std::move(tier), index);
  }

  twin::Status take_tier(const Regulation& regulation, RegulationKind kind, std::size_t index) {
    TWIN_CHECK(check_edges(regulation, index));
    TierRule tier;
    tier.type = regulation.type;
    tier.start_height_m = regulation.start_height_m.value_or(0);
    if (kind == RegulationKind::kStepBack) {
      const auto* const above = information_of(regulation, "above-storey");
      if (above == nullptr || !above->value || *above->value < 0 || *above->value > 200) {
        return twin::Problem{"input-invalid", "A step-back says above which storey.", pointer_to("/regulations", index), "",
                             "Send \"information\": [{\"type\": \"above-storey\", \"value\": 4}]."};
      }
      step_backs_.push_back({rules_.tiers.size(), *above->value});
    }
    tier.setbacks_m.assign(edges_.size(), 0.0);
    for (const auto edge : edges_meant(unit_, regulation, edges_)) tier.setbacks_m[edge] = figure_of(regulation);
    return add_tier(std::move(tier), index);
  }

  twin::Status add_tier(TierRule tier, std::size_t index) {
    if (rules_.tiers.size() == kMostTiers) {
      return twin::Problem{"value-out-of-range", fmt::format("At most {} tiers are cut with.", kMostTiers),
                           pointer_to("/regulations", index), "", "Join tiers that start at one height."};
    }
    rules_.tiers.push_back(std::move(tier));
    return twin::Done{};
  }

  /// Storey heights are known once all regulations are read.
  void settle_step_backs() {
    const double height = rules_.storey_height_m ? rules_.storey_height_m->value : unit_.assumptions.storey_height_m;
    const double ground = rules_.ground_floor_height_m ? rules_.ground_floor_height_m->value : height;
    for (const auto& [tier, storey] : step_backs_)
      rules_.tiers[tier].start_height_m = storey <= 0 ? 0 : ground + (storey - 1) * height;
  }

  twin::Status check_edges(const Regulation& regulation, std::size_t index) const {
    for (std::size_t i = 0; i < regulation.edges.size(); ++i) {
      if (regulation.edges[i] < edges_.size()) continue;
      return twin::Problem{"edge-unknown", "The outer ring has no such edge.",
                           pointer_to(pointer_to(pointer_to("/regulations", index), "edges"), i),
                           fmt::format("{}", regulation.edges[i]),
                           fmt::format("Edges are numbered 0 to {}; edge i joins vertices i and i+1.", edges_.size() - 1)};
    }
    return twin::Done{};
  }

  void take_floor_area(const Regulation& regulation, double figure) {
    if (const auto use = use_meant(regulation); !use.empty()) {
      shares_.add_right(use, figure);
      return;
    }
    any_use_right_ = true;
    at_most(rules_.floor_area_k_m2, figure, regulation.type);
  }

  /// The least floor area per space asks for most spaces.
  void take_parking(const std::string& use, double figure) {
    take_places(use, figure, "kerrosneliomaaraYhtaAutopaikkaaKohden", rules_.cars);
    if (!use.empty()) {
      const auto [entry, first] = rules_.k_m2_per_parking_space_of.try_emplace(use, figure);
      if (!first) entry->second = std::min(entry->second, figure);
      return;
    }
    rules_.k_m2_per_parking_space =
        parking_regulated_ ? std::min(rules_.k_m2_per_parking_space, figure) : figure;
    parking_regulated_ = true;
  }

  twin::Status take_sky_plane(const Regulation& regulation, std::size_t index) {
    const auto& ring = unit_.boundary.outer;
    const std::size_t count = ring.size() > 1 && ring.front() == ring.back() ? ring.size() - 1 : ring.size();
    const auto has_length = [&](std::size_t edge) { return !(ring[edge] == ring[(edge + 1) % count]); };
    auto edges = regulation.edges;
    const bool by_class = information_of(regulation, "orientation") != nullptr || information_of(regulation, "adjacency") != nullptr;
    if (edges.empty() || by_class) {
      TWIN_CHECK(check_edges(regulation, index));
      edges = edges_meant(unit_, regulation, edges_);
    }
    const auto* const offset = information_of(regulation, "horizontal-offset");
    const double offset_m = offset != nullptr ? offset->value.value_or(0) : 0;
    TWIN_CHECK(expect_in_range(offset_m, pointer_to(pointer_to("/regulations", index), "information"), {0, 1000}));
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
      rules_.sky_planes.push_back({edges[i], *regulation.angle_deg, *regulation.start_height_m, offset_m});
      rules_.sky_plane_types.push_back(regulation.type);
    }
    return twin::Done{};
  }

  const twin::PlanUnit& unit_;
  double plot_area_m2_;
  std::string_view day_;
  const BuildingUseTable& uses_;
  std::vector<EdgeClass> edges_;
  bool roof_slope_known_ = false;
  std::vector<std::pair<std::size_t, double>> step_backs_;  ///< tier, storey that it lies above
  Rules rules_;
  UseShares shares_;
  bool any_use_right_ = false;
  bool parking_regulated_ = false;
};

}  // namespace

bool is_in_force(const twin::Regulation& regulation, std::string_view day) {
  const auto& [from, to] = regulation.valid;
  return day.empty() || ((from.empty() || from <= day) && (to.empty() || day < to));
}

twin::Result<Rules> rules_of(const twin::PlanUnit& unit, double plot_area_m2, std::string_view day, const BuildingUseTable& uses) {
  return RuleReader(unit, plot_area_m2, day, uses).read();
}

}  // namespace sim

#include <fmt/format.h>

#include <algorithm>

#include "sim/zoning/further_rules.hpp"
#include "sim/zoning/use_shares.hpp"

namespace sim {
namespace {

using twin::Regulation;
using enum RegulationKind;

/// Kinds of which a unit may have several that all hold: at other edges, in other places, for other things.
bool may_repeat(RegulationKind kind) {
  return kind == kSkyPlane || kind == kTier || kind == kStepBack || kind == kExtraFloorArea || kind == kNoiseInsulation ||
         kind == kBuildingArea || kind == kStored || kind == kEdgeOrientation || kind == kEdgeAdjacency || kind == kRidgeDirection;
}

std::string figures_of(const Regulation& regulation) {
  const auto unit = regulation.unit.empty() ? std::string() : " " + regulation.unit;
  if (regulation.value && regulation.value_max) return fmt::format("{} to {}{}", *regulation.value, *regulation.value_max, unit);
  return fmt::format("{}{}", figure_of(regulation), unit);
}

bool say_the_same_matter(const Regulation& a, const Regulation& b) {
  return a.type == b.type && a.place == b.place && a.edges == b.edges && use_meant(a) == use_meant(b);
}

class Finder {
 public:
  explicit Finder(Rules& rules) : rules_(rules) {}

  void add(std::vector<std::string> types, std::string sentence) {
    rules_.contradictions.push_back({std::move(types), std::move(sentence)});
  }

  /// `lower` must not lie above `upper`.
  void order(const std::optional<Bound>& lower, const std::optional<Bound>& upper, const char* what) {
    if (!lower || !upper || lower->value <= upper->value) return;
    add({lower->type, upper->type},
        fmt::format("{}: {} asks for {} at least, {} allows {}.", what, lower->type, lower->value, upper->type, upper->value));
  }

 private:
  Rules& rules_;
};

std::optional<Bound> above_ground(const std::optional<Bound>& level, double ground) {
  return level ? std::optional(Bound{level->value - ground, level->type, {}}) : std::nullopt;
}

}  // namespace

void find_contradictions(const twin::PlanUnit& unit, const std::vector<RegulationKind>& kinds, Rules& rules) {
  Finder finder(rules);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (std::size_t j = i + 1; j < kinds.size(); ++j) {
      const auto &a = unit.regulations[i], &b = unit.regulations[j];
      if (may_repeat(kinds[i]) || kinds[i] != kinds[j] || !say_the_same_matter(a, b)) continue;
      if (a.value == b.value && a.value_max == b.value_max) continue;
      finder.add({a.type}, fmt::format("{} says both {} and {}; the stricter one counts.", a.type, figures_of(a), figures_of(b)));
    }
  }
  finder.order(rules.eaves_m, rules.height_m, "The eaves lie above the highest point, m above ground");
  const auto of_kinds = [](const std::optional<Bound>& bound, std::initializer_list<RegulationKind> wanted) {
    std::optional<Bound> out;
    for (auto& one : each_of(bound)) {
      const auto* const type = find_regulation_type(one.type);
      if (type != nullptr && std::find(wanted.begin(), wanted.end(), type->kind) != wanted.end() && !out) out = std::move(one);
    }
    return out;
  };
  finder.order(of_kinds(rules.height_m, {kEaves, kFacadeHeight}), of_kinds(rules.height_m, {kHeightAbsolute, kHeightRelative}),
               "The eaves lie above the highest point, m above ground");
  const auto coverage = of_kinds(rules.coverage_percent, {kCoverage}), open = of_kinds(rules.coverage_percent, {kOpenness});
  if (coverage && open && coverage->value > open->value) {
    finder.add({coverage->type, open->type}, fmt::format("{} lets {} % be built on, {} leaves {} % for it; the stricter one counts.", coverage->type,
                                                         coverage->value, open->type, open->value));
  }
  finder.order(above_ground(rules.flood_safe_m, rules.ground_level_m), rules.height_m, "The lowest floor, m above ground");
  finder.order(above_ground(rules.lowest_structure_m, rules.ground_level_m), rules.height_m, "Structures, m above ground");
  finder.order(rules.cars.least, rules.cars.most, "Parking spaces");
  finder.order(rules.bicycles.least, rules.bicycles.most, "Bicycle places");
  if (rules.underground_m && rules.underground_m->value > rules.ground_level_m) {
    finder.add({rules.underground_m->type}, fmt::format("The lowest level below ground, {} m, lies above the ground level of {} m.",
                                                        rules.underground_m->value, rules.ground_level_m));
  }
  for (const auto& minimum : rules.minimums) {
    const auto* const type = find_regulation_type(minimum.type);
    const auto& limit = type == nullptr ? std::nullopt
                        : type->kind == kStoreys || type->kind == kFloorsMin ? rules.storeys
                        : type->kind == kFloorArea                           ? rules.floor_area_k_m2
                        : type->kind == kDwellings                           ? rules.dwellings
                                                                             : std::nullopt;
    if (type != nullptr && type->kind == kFloorArea && limit && minimum.value > limit->value * (1 + 1e-9) && limit->type != minimum.type)
      finder.order(Bound{minimum.value, minimum.type, {}}, limit, "Floor area, k-m2");
    if (type != nullptr && type->kind != kFloorArea) finder.order(Bound{minimum.value, minimum.type, {}}, limit, "The least number");
  }
}

}  // namespace sim

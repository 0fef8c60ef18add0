#include "sim/zoning/zoning_capacity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/run/input_reading.hpp"
#include "sim/zoning/assumptions.hpp"
#include "sim/zoning/counts.hpp"
#include "sim/zoning/legal_shape.hpp"
#include "sim/zoning/regulation_types.hpp"
#include "sim/zoning/rules.hpp"
#include "sim/zoning/storeys.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace sim {
namespace {

twin::Digest hash_of(const ZoningInput& input) {
  twin::Json inputs = {{"unit", polygon_to_json(input.unit.boundary)},
                             {"crs", input.crs},
                             {"ground_level_n2000_m", input.unit.ground_level_m},
                             {"regulations", regulations_to_json(input.unit.regulations)},
                             {"assumptions", assumptions_to_json(input.unit.assumptions)}};
  if (!input.zone.empty()) inputs["zone"] = input.zone;
  if (!input.day.empty()) inputs["day"] = input.day;
  if (input.tables) {
    for (const auto* edition : input.tables->editions())
      inputs["tables"][edition->table] = {edition->name, edition->valid_from, edition->source};
    inputs["table_rules"] = table_rules_to_json(*input.tables);
  }
  if (input.unit.vertical_low_m) inputs["vertical_low_m"] = *input.unit.vertical_low_m;
  if (input.unit.vertical_high_m) inputs["vertical_high_m"] = *input.unit.vertical_high_m;
  return twin::sha256(inputs.dump(-1, ' ', false, twin::Json::error_handler_t::replace));
}

void warn_of_what_is_missing(const Rules& rules, ZoningCapacity& out) {
  if (!rules.floor_area_k_m2) {
    out.warnings.emplace_back(
        "No regulation sets the floor area (sallittuKerrosala, tehokkuusluku): allowed floor area, loss and "
        "storeys "
        "needed cannot be computed.");
  }
  if (!has_height_limit(rules)) {
    out.warnings.emplace_back("No regulation limits the height: the envelope has no top and is left out.");
  }
  if (!out.floor_area_reachable_k_m2) {
    out.warnings.emplace_back(
        "No regulation bounds floor area, storeys or height (to 10,000 storeys): reachable floor area, "
        "dwellings, residents and parking "
        "cannot be computed.");
  }
  if (out.footprint_max_m2 <= 0) {
    out.warnings.emplace_back("No ground is left to build on: storeys needed cannot be computed.");
  } else if (out.envelope && out.envelope->solids.empty()) {
    out.warnings.emplace_back("The height limits leave nothing above ground: there is no envelope to draw.");
  }
}

/// Heights above the sea over a ground that nobody told: they count from 0 m, which makes the envelope too high by the ground.
void warn_of_unknown_ground(const ZoningInput& input, ZoningCapacity& out) {
  if (input.ground_told || out.ground_level_m != 0) return;
  std::string above_sea = input.unit.vertical_high_m ? "verticalLimit" : "";
  for (const auto& regulation : input.unit.regulations) {
    const auto* const type = find_regulation_type(regulation.type);
    if (type == nullptr || !(regulation.value || regulation.value_max)) continue;
    if (type->kind == RegulationKind::kGroundLevel) return;
    const bool counts = type->kind == RegulationKind::kHeightAbsolute || type->kind == RegulationKind::kEaves;
    if (counts && above_sea.empty()) above_sea = regulation.type;
  }
  if (above_sea.empty()) return;
  out.warnings.push_back(fmt::format("{} is a height above the sea and the ground level is not known: heights count from 0 m. "
                                     "Send ground_level_n2000_m, or import terrain.",
                                     above_sea));
}

/// What a planner must know before using the numbers.
void warn_of_the_plan(const twin::PlanUnit& unit, ZoningCapacity& out) {
  const auto* const state = twin::find_life_cycle(unit.life_cycle.str());
  const auto told = state == nullptr ? std::string() : fmt::format("{} ({})", state->name_en, state->code);
  if (state != nullptr && state->phase == twin::PlanPhase::kEnded) {
    out.warnings.push_back(unit.repealed_by.empty()
                               ? fmt::format("The plan has ended: {}. Its regulations no longer hold.", told)
                               : fmt::format("The unit has ended: {}, by plan {}.", told, unit.repealed_by.str()));
  } else if (state != nullptr && state->phase != twin::PlanPhase::kInForce) {
    out.warnings.push_back(fmt::format("The plan is not in force: {}.", told));
  }
  if (unit.underground == "01") {
    out.warnings.emplace_back("The unit lies below ground: an envelope above ground says nothing of it.");
  }
}

twin::Status measure(const ZoningInput& input, const Rules& rules, ZoningCapacity& out) {
  TWIN_TRY(auto shape, legal_shape(input.unit.boundary, rules));
  out.buildable_area_m2 = shape.buildable_m2;
  out.footprint_max_m2 = out.buildable_area_m2;
  if (rules.coverage_percent) {
    out.footprint_max_m2 =
        std::min(out.footprint_max_m2, rules.coverage_percent->value * out.plot_area_m2 / 100);
  }
  if (shape.envelope) {
    out.envelope = std::move(shape.envelope);
    out.envelope_volume_m3 = out.envelope->volume_m3;
  }
  return twin::Done{};
}

}  // namespace

bool is_too_fine(const twin::PlanPolygon& boundary) {
  std::size_t vertices = boundary.outer.size();
  for (const auto& hole : boundary.holes) vertices += hole.size();
  return vertices > kMostVerticesComputed;
}

twin::Result<ZoningCapacity> zoning_capacity(const ZoningInput& input) {
  const auto& unit = input.unit;
  if (is_too_fine(unit.boundary)) {
    return twin::Problem{
        "value-out-of-range",
        fmt::format("Capacity is computed for boundaries of at most {} vertices.", kMostVerticesComputed), "/unit",
        fmt::format("{}", unit.boundary.outer.size()), "Simplify the boundary, or divide the unit into several."};
  }
  if (auto checked = geo::check_polygon(unit.boundary); !checked) {
    // The geometry speaks of coordinates; the reader of a process input first wants the member.
    twin::Problem problem = checked.problem();
    problem.place = "/unit: " + problem.place;
    return problem;
  }
  TWIN_CHECK(expect_in_range(unit.ground_level_m, "/ground_level_n2000_m", {-500, 2000}));
  TWIN_CHECK(check_assumptions(unit.assumptions, "/assumptions"));

  ZoningCapacity out;
  out.inputs_hash = hash_of(input);
  out.plot_area_m2 = geo::area_of(unit.boundary);
  TWIN_TRY(const Rules rules, rules_of(unit, out.plot_area_m2, input.day, input.tables ? input.tables->building_uses : shipped_zoning_tables().building_uses));
  out.warnings = rules.warnings;
  out.ground_level_m = rules.ground_level_m;
  TWIN_CHECK(measure(input, rules, out));

  const StoreyStack stack = stack_of(unit, rules, out);
  Reach reach = reach_of(stack, rules);
  out.floor_area_reachable_k_m2 = reach.floor_area_k_m2;
  out.binding_rule = std::move(reach.binding_rule);

  if (rules.floor_area_k_m2) {
    const double allowed = rules.floor_area_k_m2->value;
    out.floor_area_allowed_k_m2 = allowed;
    if (reach.floor_area_k_m2) out.loss_k_m2 = std::max(0.0, allowed - *reach.floor_area_k_m2);
    if (out.footprint_max_m2 > 1e-9 * out.plot_area_m2) {
      if (const auto needed = rounded_up(allowed / out.footprint_max_m2))
        out.storeys_needed = static_cast<int>(*needed);
    }
  }
  out.rules = rules;
  tell_storeys(stack, reach, out);
  count_people_and_places(input, out);
  find_unmet_minimums(out);
  warn_of_the_plan(unit, out);
  warn_of_unknown_ground(input, out);
  warn_of_what_is_missing(rules, out);
  return out;
}

}  // namespace sim

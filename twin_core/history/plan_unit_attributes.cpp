#include <string_view>

#include "twin_core/city/plan_document.hpp"
#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

constexpr std::string_view kRegulationPrefix = "regulation.";

template <auto Member>
constexpr Field<PlanUnit> unit_field(const char* name) {
  return member_field<Member, PlanUnit>(name);
}

template <auto Member>
constexpr Field<PlanUnit> assumption_field(const char* name) {
  return {name, [](const PlanUnit& unit) { return shown(unit.assumptions.*Member); },
          [](const PlanUnit& from, PlanUnit& to) { to.assumptions.*Member = from.assumptions.*Member; }};
}

template <auto Member>
constexpr Field<PlanUnit> plan_field(const char* name) {
  return {name, [](const PlanUnit& unit) { return shown(unit.plan.*Member); },
          [](const PlanUnit& from, PlanUnit& to) { to.plan.*Member = from.plan.*Member; }};
}

template <auto Member>
constexpr Field<PlanUnit> valid_field(const char* name) {
  return {name, [](const PlanUnit& unit) { return shown(unit.valid.*Member); },
          [](const PlanUnit& from, PlanUnit& to) { to.valid.*Member = from.valid.*Member; }};
}

constexpr Field<PlanUnit> kUnitFields[] = {
    unit_field<&PlanUnit::name_fi>("name.fi"),
    unit_field<&PlanUnit::name_sv>("name.sv"),
    unit_field<&PlanUnit::name_en>("name.en"),
    unit_field<&PlanUnit::symbol>("symbol"),
    unit_field<&PlanUnit::use_codes>("use_codes"),
    unit_field<&PlanUnit::ground_level_m>("ground_level_m"),
    unit_field<&PlanUnit::source>("source"),
    {kGeometry, [](const PlanUnit& unit) { return polygon_shown(unit.boundary); },
     [](const PlanUnit& from, PlanUnit& to) { to.boundary = from.boundary; }},
    assumption_field<&CapacityAssumptions::storey_height_m>("assumptions.storey_height_m"),
    assumption_field<&CapacityAssumptions::net_ratio>("assumptions.net_ratio"),
    assumption_field<&CapacityAssumptions::m2_per_resident>("assumptions.m2_per_resident"),
    assumption_field<&CapacityAssumptions::k_m2_per_dwelling>("assumptions.k_m2_per_dwelling"),
    assumption_field<&CapacityAssumptions::k_m2_per_parking_space>("assumptions.k_m2_per_parking_space"),
    plan_field<&PlanReference::key>("plan.key"),
    plan_field<&PlanReference::identifier>("plan.identifier"),
    plan_field<&PlanReference::name>("plan.name"),
    plan_field<&PlanReference::kind>("plan.kind"),
    plan_field<&PlanReference::approved>("plan.approved"),
    plan_field<&PlanReference::planner>("plan.planner"),
    unit_field<&PlanUnit::kind>("kind"),
    unit_field<&PlanUnit::life_cycle>("life_cycle"),
    valid_field<&DaySpan::from>("valid.from"),
    valid_field<&DaySpan::to>("valid.to"),
    unit_field<&PlanUnit::underground>("underground"),
    unit_field<&PlanUnit::vertical_low_m>("vertical_limit.low_m"),
    unit_field<&PlanUnit::vertical_high_m>("vertical_limit.high_m"),
    unit_field<&PlanUnit::description>("description"),
    unit_field<&PlanUnit::related>("related"),
    unit_field<&PlanUnit::property_ids>("property_ids"),
    unit_field<&PlanUnit::repealed_by>("repealed_by"),
};

Json regulation_shown(const Regulation& rule) {
  Json out = Json::object();
  const auto put = [&](const char* name, Json value) {
    if (!value.is_null()) out[name] = std::move(value);
  };
  put("value", shown(rule.value));
  put("value_max", shown(rule.value_max));
  put("unit", shown(rule.unit));
  put("text", shown(rule.text));
  put("angle_deg", shown(rule.angle_deg));
  put("start_height_m", shown(rule.start_height_m));
  if (!rule.edges.empty()) out["edges"] = rule.edges;
  put_regulation_members(rule, out);
  return out;
}

}  // namespace

Attributes attributes_of(const PlanUnit& unit) {
  Attributes out = read_fields(kUnitFields, unit);
  Json order = Json::array();
  for (const Regulation& rule : unit.regulations) {
    out[std::string(kRegulationPrefix) + rule.type].push_back(regulation_shown(rule));
    order.push_back(rule.type);
  }
  if (!order.empty()) out[kRegulationOrder] = std::move(order);
  return out;
}

void copy_attribute(const std::string& name, const PlanUnit& from, PlanUnit& to) {
  if (copy_field(kUnitFields, name, from, to) || !name.starts_with(kRegulationPrefix)) return;
  const std::string type = name.substr(kRegulationPrefix.size());
  replace_items(from.regulations, to.regulations, [&](const Regulation& rule) { return rule.type == type; });
}

}  // namespace twin

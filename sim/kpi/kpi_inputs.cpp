#include "sim/kpi/kpi_inputs.hpp"

#include <algorithm>

namespace sim {
namespace {

using enum InputSource;

constexpr KpiInput kInputs[] = {
    {"land_area", "m2", kPlan, "Area of the plan units; units that are part of another one, lie below ground or are plots are not counted"},
    {"floor_area_allowed", "k-m2", kPlan, "Floor area that the plan allows"},
    {"floor_area", "k-m2", kPlan, "Floor area that can be reached within all regulations"},
    {"floor_area_undivided", "k-m2", kPlan, "Of it, what the plan does not divide between several uses"},
    {"footprint_allowed", "m2", kPlan, "Ground that may be built over"},
    {"dwellings", "dwelling", kPlan, "Dwellings in the floor area for housing"},
    {"residents", "person", kPlan, "Residents of the floor area for housing"},
    {"parking_required", "space", kPlan, "Car spaces that the plan asks for, else the assumption"},
    {"bicycles_required", "space", kPlan, "Bicycle places that the plan or the table asks for"},
    {"green_weighted_minimum", "m2", kPlan, "Least green factor times area, of the units that have one"},
    {"green_weighted_target", "m2", kPlan, "Target of the green factor times area, of the same units"},
    {"green_area", "m2", kPlan, "Area of these units"},
    {"contradictions", "1", kPlan, "Regulations that cannot hold at once"},
    {"floor_area_standing", "k-m2", kStanding, "Floor area of the buildings within the plan units, missing ones estimated from footprint and storeys"},
    {"floor_area_new", "k-m2", kStanding, "Floor area that can be reached beyond what stands, unit by unit"},
    {"footprint_standing", "m2", kStanding, "Ground that buildings stand on within the plan units"},
    {"floor_area_demolished", "k-m2", kStanding, "Floor area of buildings that the first scenario has and this one has not"},
    {"buildings", "building", kStanding, "Buildings within the plan units"},
    {"buildings_linked", "building", kStanding, "Of them, linked to a register row"},
    {"buildings_imputed", "building", kStanding, "Of them, with an estimated floor area"},
    {"breaches", "1", kCheck, "Regulations that a building, or a unit's buildings together, break"},
    {"breach_excess_m", "m", kCheck, "Sum of what heights and distances exceed"},
    {"breach_excess_floor_area", "k-m2", kCheck, "Sum of what floor areas exceed"},
    {"checks_unknown", "1", kCheck, "Regulations that cannot be told"},
    {"yard_area", "m2", kSun, "Ground of the plan units that is not built over"},
    {"yard_area_sunny", "m2", kSun, "Of it, with the hours of sun asked for"},
    {"lost_sun", "m2·h", kSun, "Sun that neighbouring facades lose on the day, against the first scenario"},
    {"facade_area", "m2", kSun, "Facades of what stands in the plan units, or would"},
    {"facade_area_sunny", "m2", kSun, "Of it, with the hours of sun asked for"},
    {"facade_area_daylight", "m2", kSun, "Of it, with a vertical sky component of 27 % or more"},
    {"facade_area_dim", "m2", kSun, "Of it, with less than 15 %"},
    {"parking_provided", "space", kGiven, "Car spaces provided"},
    {"bicycles_provided", "space", kGiven, "Bicycle places provided"},
    {"green_weighted_area", "m2", kGiven, "Green elements, each area times its weight"},
    {"canopy_area", "m2", kGiven, "Ground under tree crowns"},
    {"sealed_area", "m2", kGiven, "Ground that takes no water"},
    {"solar_yield", "MWh/a", kSun, "Electricity of roofs and facades in a year, as solar-potential tells it"},
};

}  // namespace

std::span<const KpiInput> kpi_inputs() { return kInputs; }

const KpiInput* find_kpi_input(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kInputs), std::end(kInputs), [&](const KpiInput& input) { return input.name == name; });
  return found == std::end(kInputs) ? nullptr : found;
}

std::string_view name_of(InputSource source) {
  switch (source) {
    case kPlan: return "plan";
    case kStanding: return "standing";
    case kCheck: return "check";
    case kSun: return "sun";
    case kGiven: break;
  }
  return "given";
}

}  // namespace sim

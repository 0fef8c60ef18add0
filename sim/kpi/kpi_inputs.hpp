#pragma once

#include <span>
#include <string_view>

namespace sim {

/// Where an input of key figures comes from.
enum class InputSource : unsigned char {
  kPlan,      ///< what the regulations of the plan units allow
  kStanding,  ///< the buildings that stand within the plan units
  kCheck,     ///< those buildings against the regulations
  kSun,       ///< lines of sight: the engines of sun tell it, and a scenario's `figures` bring it
  kGiven,     ///< nothing in a twin tells it: a scenario's `figures` do
};

/// A quantity that formulas may name. A scenario may give any of them itself, in its `figures`.
struct KpiInput {
  std::string_view name, unit;
  InputSource source;
  std::string_view title;
};

/// All but the floor areas by use, which are named after the use groups of the files: floor_area_housing.
std::span<const KpiInput> kpi_inputs();
const KpiInput* find_kpi_input(std::string_view name);

/// "plan", "standing", "check", "sun", "given".
std::string_view name_of(InputSource source);

}  // namespace sim

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/result.hpp"
#include "twin_core/history/branch_state.hpp"

namespace server {

/// One number per feature of a branch, by feature number; NaN = no data.
struct ValueColumn {
  std::string variable, unit;
  std::vector<float> values;
  double min = 0, max = 0;       ///< over what has data; 0 when nothing has
  std::uint32_t with_data = 0;
};

/// "year", "storeys", "use", "height", "floor_area_used".
std::span<const std::string_view> value_variables();
bool is_value_variable(std::string_view name);

/// Reachable floor area of a plan unit in k-m2, where it can be computed.
using ReachableArea = std::function<std::optional<double>(const twin::BranchState::Feature& unit)>;

/// The column of a variable. Units: year "year", storeys "storeys", use "" (three-digit 1994 class as a
/// number), height "m", floor_area_used "%".
///
/// floor_area_used is one number for all buildings of a plan unit: 100 × (sum of the floor areas that
/// the register knows of the buildings whose footprint centroid lies in the unit) / reachable area.
/// No data: buildings outside all units, units whose reachable area is unknown or 0, units none of
/// whose buildings has a known floor area. A building in two units counts in the one of lower number.
/// Error `variable-unknown`.
twin::Result<ValueColumn> value_column(const twin::BranchState& state, std::string_view variable,
                                       const ReachableArea& reachable);

/// Which plan unit a building stands on, by feature number of the building: the unit's feature number,
/// or nothing. Length = feature limit.
std::vector<std::optional<twin::FeatureNumber>> unit_of_buildings(const twin::BranchState& state);

}  // namespace server

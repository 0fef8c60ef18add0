#pragma once

#include <string_view>
#include <vector>

#include "sim/zoning/zoning_capacity.hpp"

namespace sim {

/// The members that name a unit and its rules: unit or plan_unit, crs, ground level, regulations, assumptions, zones,
/// overlays, parking_zone, tables, date.
const std::vector<std::string_view>& zoning_members();

/// Their JSON schemas, by name.
twin::Json zoning_member_schemas();

/// Reads them; other members are not looked at. Errors: see `zoning_process.cpp`'s inputs, a JSON pointer as place.
twin::Result<ZoningInput> read_zoning_input(const twin::Json& inputs, const RunContext& context);

/// The frame of a twin, "" for a local one or none.
std::string frame_of(const RunContext& context);

}  // namespace sim

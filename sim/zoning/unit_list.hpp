#pragma once

#include <functional>
#include <vector>

#include "sim/zoning/zoning_input.hpp"

namespace sim {

/// The unit that the inputs name, or, where they name none, every unit of the branch whose plan has not ended; `plan` (key or
/// identifier) keeps those of one plan. Errors: as `read_zoning_input`; `input-invalid` for members that belong to one unit;
/// `reference-missing` where the branch has no unit of the plan.
twin::Result<std::vector<ZoningInput>> read_units(const twin::Json& inputs, const RunContext& context);

/// True where the inputs ask for all units of a branch or plan.
bool asks_for_all(const twin::Json& inputs);

/// Runs `one` for each unit: {"units": [{"id", …what it gives}], "failed": [{"id", "code", "message", "place"}]}. A unit that
/// cannot be computed does not hide the others. Error `run-cancelled`.
twin::Result<twin::Json> for_all(const std::vector<ZoningInput>& units, Sink& sink,
                                 const std::function<twin::Result<twin::Json>(const ZoningInput&)>& one);

/// The schema of `for_all`'s two members and of the input `plan`.
void add_for_all_schema(twin::Json& output_properties);
twin::Json plan_member_schema();

}  // namespace sim

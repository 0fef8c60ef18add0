#pragma once

#include <string_view>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// `base` with the figures that the JSON names. Errors: `input-invalid`, `member-unknown`,
/// `value-out-of-range`.
twin::Result<twin::CapacityAssumptions> changed_assumptions(twin::CapacityAssumptions base,
                                                            const twin::Json& json, std::string_view pointer);

/// Error: `value-out-of-range`.
twin::Status check_assumptions(const twin::CapacityAssumptions& assumptions, std::string_view pointer);

}  // namespace sim

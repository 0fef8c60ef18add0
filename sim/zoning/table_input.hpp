#pragma once

#include <memory>

#include "sim/tables/zoning_tables.hpp"
#include "twin_core/base/json.hpp"

namespace sim {

/// The tables that the inputs' members `tables` (TOML texts by name) and `date` ask for; null for those shipped.
/// Errors: `input-invalid`, `time-invalid`, those of `read_zoning_tables`, with a JSON pointer as place.
twin::Result<std::shared_ptr<const ZoningTables>> read_tables(const twin::Json& inputs);

}  // namespace sim

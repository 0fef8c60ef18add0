#pragma once

#include <memory>

#include "sim/tables/zoning_tables.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/history/branch_state.hpp"

namespace sim {

/// The shipped tables with those in their place that the branch has of its own (`twin::RuleTable`), newest editions;
/// null where it has none. Errors: those of `read_zoning_tables`.
twin::Result<std::shared_ptr<const ZoningTables>> tables_of(const twin::BranchState& city);

/// The tables that the inputs' members `tables` (TOML texts by name) and `date` ask for, over those of the branch
/// (null: no twin); null for those shipped.
/// Errors: `input-invalid`, `time-invalid`, those of `read_zoning_tables`, with a JSON pointer as place.
twin::Result<std::shared_ptr<const ZoningTables>> read_tables(const twin::Json& inputs, const twin::BranchState* city);

/// The inputs' member `date`, an ISO day; "" where it is left out. Errors: `input-invalid`, `time-invalid`.
twin::Result<std::string> read_date(const twin::Json& inputs);

}  // namespace sim

#pragma once

#include <string_view>

#include "sim/run/process.hpp"

namespace sim {

/// {"engine", "version", "inputs_hash", "city", "seed"}: where numbers come from. The hash is SHA-256 of the inputs as
/// JSON with members in order of their names; `city` is the commit that was read, null without a twin.
twin::Json lineage_of(const Process& process, const twin::Json& inputs, const RunContext& context);

/// The lineage's place in an output schema.
twin::Json lineage_schema();

}  // namespace sim

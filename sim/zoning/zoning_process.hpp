#pragma once

#include "sim/run/process.hpp"

namespace sim {

/// The process `zoning-capacity`.
const Process& zoning_process();

twin::Json zoning_input_schema();
twin::Json zoning_output_schema();
/// The contract's input.
twin::Json zoning_example();

}  // namespace sim

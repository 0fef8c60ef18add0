#pragma once

#include "sim/run/process.hpp"

namespace sim {

/// The process `scenario-comparison`.
const Process& comparison_process();

twin::Json comparison_input_schema();
twin::Json comparison_output_schema();
twin::Json comparison_example();

}  // namespace sim

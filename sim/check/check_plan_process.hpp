#pragma once

#include "sim/run/process.hpp"

namespace sim {

/// The process `check-plan`.
const Process& check_plan_process();

twin::Json check_plan_input_schema();
twin::Json check_plan_output_schema();
twin::Json check_plan_example();

}  // namespace sim

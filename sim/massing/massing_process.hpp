#pragma once

#include "sim/run/process.hpp"

namespace sim {

/// The process `massing`.
const Process& massing_process();

/// The process `optimise`.
const Process& optimise_process();

}  // namespace sim

#pragma once

#include "sim/run/process.hpp"

namespace sim {

/// The process `massing`.
const Process& massing_process();

}  // namespace sim

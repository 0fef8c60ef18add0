#pragma once

#include "sim/run/process.hpp"

namespace sim {

const Process& lost_sun_process();
const Process& shadow_process();
const Process& sky_view_process();
const Process& solar_potential_process();
const Process& sun_position_process();
const Process& sun_hours_process();

}  // namespace sim

#pragma once

#include "server/cli/arguments.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// Lines of sight a second of processor time, one thread, over a city of prisms (80,000, or `bench_buildings`): sun hours as a whole,
/// Embree's bare packets and CGAL's tree on the very same lines; then one edit, and a year by horizons against a line for every step.
twin::Result<twin::Json> bench_sun(const Arguments& arguments);

}  // namespace server

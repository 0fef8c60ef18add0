#pragma once

#include "server/cli/arguments.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// `bench read`: what reading alone costs, models to geometry and attributes with nothing kept of them.
/// Reads `input` (CityGML or CityJSON) `edits` times.
/// @returns what was in it, seconds and MB/s by the clock and by the processor (median, best, worst of the
///          runs), the peak of memory
twin::Result<twin::Json> bench_read(const Arguments& arguments);

}  // namespace server

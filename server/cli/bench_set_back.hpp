#pragma once

#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// Set-backs of 4 m of 10,000 made-up parcels (70 % quadrilaterals, 30 % irregular with 6 to 24 corners, one seed), in
/// processor time of one thread: {"parcels","parcels_per_second","p50_us","p99_us","area_m2"}.
twin::Result<twin::Json> bench_set_back();

}  // namespace server

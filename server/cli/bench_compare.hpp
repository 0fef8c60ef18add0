#pragma once

#include "server/cli/arguments.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// Comparison of five branches of a twin, main and four with one plan unit edited each, which are made for it and deleted again: the first time,
/// then warm, and warm after one more edit; wall clock, and processor time where the twin is a file of ours.
twin::Result<twin::Json> bench_compare(const Arguments& arguments);

}  // namespace server

#pragma once

#include "server/cli/arguments.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// {"trials":[{"what","rows","linked","right","precision","recall","review","review_right","seconds"}]}: the Kalasatama rows (when
/// the public data are at hand) and synthetic cities of 8,000 and 80,000 buildings, or of `bench_buildings`.
twin::Result<twin::Json> bench_linking(const Arguments& arguments);

/// The same as a table.
void print_linking(const twin::Json& answer);

}  // namespace server

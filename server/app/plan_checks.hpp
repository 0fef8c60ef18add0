#pragma once

#include "geo/io/city_batch.hpp"

namespace server {

/// What zoning-capacity needs of a plan unit, for files that are imported or validated.
geo::PlanChecks plan_checks();

}  // namespace server

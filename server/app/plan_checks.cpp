#include "server/app/plan_checks.hpp"

#include "sim/zoning/assumptions.hpp"
#include "sim/zoning/regulation_types.hpp"

namespace server {

geo::PlanChecks plan_checks() {
  return {sim::check_regulation, sim::check_assumptions};
}

}  // namespace server

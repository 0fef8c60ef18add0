#include "sim/check/check_plan_process.hpp"
#include "sim/compare/comparison_process.hpp"
#include "sim/massing/massing_process.hpp"
#include "sim/run/process.hpp"
#include "sim/sun/sun_processes.hpp"
#include "sim/zoning/zoning_process.hpp"

namespace sim {

const std::vector<const Process*>& processes() {
  static const std::vector<const Process*> all{
      &zoning_process(),
      &lost_sun_process(),
      &shadow_process(),
      &sky_view_process(),
      &solar_potential_process(),
      &sun_hours_process(),
      &sun_position_process(),
      &check_plan_process(),
      &massing_process(),
      &comparison_process(),
      &optimise_process(),
  };
  return all;
}

}  // namespace sim

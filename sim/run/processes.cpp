#include "sim/run/process.hpp"
#include "sim/check/check_plan_process.hpp"
#include "sim/massing/massing_process.hpp"
#include "sim/zoning/zoning_process.hpp"

namespace sim {

const std::vector<const Process*>& processes() {
  static const std::vector<const Process*> all{
      &zoning_process(),
      &check_plan_process(),
      &massing_process(),
  };
  return all;
}

}  // namespace sim

#include "sim/run/process.hpp"
#include "sim/zoning/zoning_process.hpp"

namespace sim {

const std::vector<const Process*>& processes() {
  static const std::vector<const Process*> all{
      &zoning_process(),
  };
  return all;
}

}  // namespace sim

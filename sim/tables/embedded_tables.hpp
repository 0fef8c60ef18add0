#pragma once

#include <vector>

#include "sim/tables/zoning_tables.hpp"

namespace sim {

/// `datasets/zoning`, compiled in, so that the program works from any directory.
const std::vector<TableText>& embedded_zoning_tables();

}  // namespace sim

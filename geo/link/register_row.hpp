#pragma once

#include <string>

#include "twin_core/city/building.hpp"

namespace geo {

/// Register rows not yet attached to a building.
struct RegisterRow {
  twin::RegisterCard card;
  std::string model_id;  ///< gml:id or UUID column, when there is one
  std::string place;     ///< "row 7"
};

}  // namespace geo

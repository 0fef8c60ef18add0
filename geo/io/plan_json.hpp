#pragma once

#include <string>
#include <vector>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace geo {

/// The regulations as the JSON array that our own plan form takes; the same as a text.
twin::Json regulations_json(const std::vector<twin::Regulation>& regulations);
std::string regulations_text(const std::vector<twin::Regulation>& regulations);

}  // namespace geo

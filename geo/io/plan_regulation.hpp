#pragma once

#include <optional>
#include <string>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace geo {

/// A regulation of the national form. What its value and additional information say beyond numbers is
/// kept in `regulation.text`, one item after the other, "; " between.
struct NationalRegulation {
  twin::Regulation regulation;
  std::string key;
  bool main_use = false;           ///< additional information "paakayttotarkoitus"
  std::optional<double> negative;  ///< a value below 0 where the data type or the regulation forbids it
};

/// Never fails: what is not understood is left out.
NationalRegulation read_national_regulation(const twin::Json& json);

}  // namespace geo

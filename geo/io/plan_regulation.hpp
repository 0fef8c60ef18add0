#pragma once

#include <optional>
#include <string>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace geo {

/// A regulation of the national form, without what its group says of it. Kinds of a verbal regulation, themes
/// and identifiers of what it is about stand in `information` under the types "verbalRegulation", "planTheme"
/// and "subjectIdentifier"; a text in a second language under "translation" with the language as its code.
struct NationalRegulation {
  twin::Regulation regulation;
  std::string key;
  bool main_use = false;           ///< additional information "paakayttotarkoitus"
  bool unit_supplied = false;      ///< the type says the unit, the file did not
  std::optional<double> negative;  ///< a value below 0 where the data type or the regulation forbids it
};

/// Never fails: what is not understood is left out.
NationalRegulation read_national_regulation(const twin::Json& json);

}  // namespace geo

#pragma once

#include <string>

#include "twin_core/base/shared_text.hpp"

namespace twin {

/// A table of rules that this city sets itself in place of the shipped one (`datasets/zoning`, `datasets/kpi`): parking
/// places, green factor and the like. A branch may have its own, so a scenario can vary a rule as it varies a plan.
struct RuleTable {
  std::string id;    ///< name of the table: "parking"
  SharedText text;   ///< TOML, as written by a person, comments and sources with it; at most 1 MB
  bool operator==(const RuleTable&) const = default;
};

}  // namespace twin

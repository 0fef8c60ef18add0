#pragma once

#include <string_view>

#include "geo/link/card_merge.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// Reads rules as `datasets/linking/attributes.toml` explains them. Error `rule-invalid` with the line: an unknown key
/// or word, an attribute named twice, or one that no table names.
twin::Result<CardRules> parse_card_rules(std::string_view file, std::string_view text);

/// Those of `datasets/linking/attributes.toml`, compiled in.
const CardRules& card_rules();

}  // namespace geo

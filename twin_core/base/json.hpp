#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "twin_core/base/result.hpp"

namespace twin {

using Json = nlohmann::json;

/// The one JSON reader of the program: RFC 8259 and stricter.
///
/// Errors, each with line and column or JSON pointer as place: `json-malformed` (also text after the
/// end), `json-too-deep` (`max_depth`), `json-duplicate-key`, `number-not-finite` (1e400).
/// A byte-order mark is skipped.
Result<Json> parse_json(std::string_view text, std::size_t max_depth = 32);

}  // namespace twin

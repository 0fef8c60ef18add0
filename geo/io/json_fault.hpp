#pragma once

#include <cstddef>
#include <string_view>

#include "twin_core/base/result.hpp"

namespace geo {

/// Says why a text that the fast parser refused is no JSON for us. Reads it again, slowly, and stops
/// at the first fault: `json-malformed`, `json-too-deep`, `number-not-finite` (1e400),
/// `value-out-of-range` (an integer beyond 64 bits), `encoding-invalid`; the place has the JSON
/// pointer, and line and column.
/// @param first_line  number of the text's first line in its file
twin::Problem json_fault(std::string_view text, std::size_t max_depth, std::size_t first_line);

}  // namespace geo

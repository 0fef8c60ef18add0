#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace twin {

/// What a message may show of a value: at most `limit` characters (a longer one ends in "…"), control
/// and text-direction characters escaped (`\n`, `\u0007`), bytes that are no UTF-8 as `\xNN`.
/// The result is always valid UTF-8 on one line.
std::string excerpt(std::string_view value, std::size_t limit = 80);

/// True for well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text);

/// Place of a byte in a text, both counted from 1, columns in characters: "line 3, column 14".
/// A byte-order mark at the start is not counted.
std::string line_and_column(std::string_view text, std::size_t byte_offset);

}  // namespace twin

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// A register table that is safe to hand to a table reader.
struct RegisterTable {
  char separator = ',';
  std::vector<std::string> columns;        ///< names in the header
  std::vector<std::uint32_t> row_numbers;  ///< of each record after the header; the header is row 1
};

inline constexpr std::size_t kLongestField = 64u * 1024;
inline constexpr std::size_t kLongestRecord = 1024u * 1024;
inline constexpr std::size_t kMostColumns = 512;

/// Checks the raw bytes of a register before any library reads them: UTF-8 throughout, quotes that
/// close, as many fields in every row as the header has, and the limits above. A record in which a
/// quoted field holds line breaks counts as one row; blank lines count as rows and hold nothing.
/// Errors: `encoding-invalid` (row, column, byte in hexadecimal), `quote-unclosed` (the row in which
/// the quote opened), `column-count` (row, expected and found), `field-too-long`, `line-too-long`,
/// `too-many-columns`, `902` (nothing in it).
twin::Result<RegisterTable> check_register_text(std::string_view bytes);

/// A warning `column-repeated` for each name that the header has more than once.
std::vector<twin::Finding> repeated_columns(const RegisterTable& table);

}  // namespace geo

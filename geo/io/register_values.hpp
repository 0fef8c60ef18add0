#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geo {

/// Without blanks at both ends.
std::string_view trimmed(std::string_view text);

/// A finite number with a decimal point or a decimal comma ("12,5"); nothing for anything else.
std::optional<double> parse_amount(std::string_view text);

struct RegisterDate {
  std::string iso;  ///< "2015-06-12", "2015-06" or "2015", as far as known
  int year = 0;
};

/// 2015-06-12 (also with a time behind it), 12.6.2015, 2015-06 or 2015. Nothing for days that the
/// Gregorian calendar does not have, and for years outside 1200 to 2100 (fillers such as 9999).
std::optional<RegisterDate> parse_register_date(std::string_view text);

/// True for text that a spreadsheet would run: it starts with = + - or @ (or a tab before those) and
/// is no plain number.
bool looks_like_formula(std::string_view text);

}  // namespace geo

#pragma once

#include <string>
#include <string_view>

#include "geo/io/report/report_words.hpp"
#include "twin_core/base/json.hpp"

namespace server {

using geo::ReportLanguage;

/// The words for a key of the comparison's table; a key that it does not have is a fault of ours (assertion).
std::string_view compare_words(std::string_view key, ReportLanguage language);
/// `{a}`, `{b}`, `{c}` of the words filled in.
std::string compare_words(std::string_view key, ReportLanguage language, std::string_view a, std::string_view b = {}, std::string_view c = {});
/// The same, or the key itself, for keys made from data.
std::string compare_words_or_key(const std::string& prefix, const std::string& key, ReportLanguage language);

/// 12345.678 with 1 decimal: "12 345,7" (fi, sv; no-break spaces) or "12,345.7" (en). `sign`: with + or −.
std::string number_text(double value, int decimals, ReportLanguage language, bool sign = false);

/// The label of a key figure or an assumption in the language; its id where it has none.
std::string label_of(const twin::Json& thing, ReportLanguage language);

/// A unit as people write it: "k-m²", "m²·h"; "" for plain numbers; counted things (dwelling, person …) in words.
std::string unit_words(const std::string& unit, ReportLanguage language);

}  // namespace server

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace geo {

enum class ReportLanguage : std::uint8_t { kFinnish, kSwedish, kEnglish };

std::optional<ReportLanguage> report_language_named(std::string_view code);  ///< "fi", "sv", "en"
std::string_view code_of(ReportLanguage language);

/// The words for a key of the report's table; a key that it does not have is a fault of ours (assertion).
std::string_view words(std::string_view key, ReportLanguage language);
/// The same, or nothing, for keys made from data.
std::optional<std::string_view> words_if_known(std::string_view key, ReportLanguage language);

/// `{a}` and `{b}` of the words filled in.
std::string words(std::string_view key, ReportLanguage language, std::string_view a, std::string_view b = {});

/// 80000 → "80 000" (fi, sv; no-break space) or "80,000" (en).
std::string amount(std::uint64_t value, ReportLanguage language);
/// One decimal below 10 % and above 99 % where it is not a whole number; never rounded to 0 or 100. "–" of nothing.
std::string percent(std::uint64_t count, std::uint64_t of, ReportLanguage language);
/// "2026-11-22T12:00:00.000000Z" → "22.11.2026 12.00 UTC", "22 November 2026 12:00 UTC" in English.
std::string moment(std::string_view rfc3339, ReportLanguage language);

}  // namespace geo

#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace viewer {

enum class Language { kFinnish = 0, kSwedish = 1, kEnglish = 2 };

/// "fi", "sv", "en"; anything else is no language.
std::optional<Language> language_from(std::string_view code);

/// One text in the three languages.
struct Text3 {
  std::array<std::string, 3> texts;
  const std::string& in(Language language) const { return texts[static_cast<std::size_t>(language)]; }
};

/// Catalogue of `words.json`, compiled in. A key without an entry is answered by the key itself, so
/// that an attribute or rule we have no word for still shows under its own name.
std::string word(std::string_view key, Language language);
bool has_word(std::string_view key);

/// A number as it is written in the language: fi and sv "1 234,5" (with no-break space), en "1,234.5".
std::string number_text(double value, int decimals, Language language);

/// As many decimals as a planner would read: none from 100 on and for whole numbers, one below.
std::string number_text(double value, Language language);

/// The wire's unit in words: "k-m2" → "k-m²", "persons" → "henkilöä", "" → "".
std::string unit_text(std::string_view unit, Language language);

}  // namespace viewer

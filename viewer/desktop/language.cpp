#include "viewer/desktop/language.hpp"

#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "viewer/desktop/embedded.hpp"

namespace viewer {
namespace {

using Catalogue = std::map<std::string, Text3, std::less<>>;

const Catalogue& catalogue() {
  static const Catalogue made = [] {
    Catalogue texts;
    const auto document = nlohmann::json::parse(embedded_words());
    for (const auto& [key, row] : document.items()) texts[key] = {row.get<std::array<std::string, 3>>()};
    return texts;
  }();
  return made;
}

}  // namespace

std::optional<Language> language_from(std::string_view code) {
  if (code == "fi") return Language::kFinnish;
  if (code == "sv") return Language::kSwedish;
  if (code == "en") return Language::kEnglish;
  return std::nullopt;
}

bool has_word(std::string_view key) { return catalogue().contains(key); }

std::string word(std::string_view key, Language language) {
  const auto found = catalogue().find(key);
  return found == catalogue().end() ? std::string(key) : found->second.in(language);
}

std::string number_text(double value, int decimals, Language language) {
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.*f", decimals, std::abs(value));
  std::string text(digits);
  const bool english = language == Language::kEnglish;
  const auto point = text.find('.');
  auto whole = text.substr(0, point);
  for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3) {
    whole.insert(static_cast<std::size_t>(at), english ? "," : "\u00a0");
  }
  if (point != std::string::npos) whole += (english ? "." : ",") + text.substr(point + 1);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return (value < 0 && !zero ? "\u2212" : "") + whole;
}

std::string number_text(double value, Language language) {
  const bool whole = std::abs(value) >= 100 || std::abs(value - std::round(value)) < 0.05;
  return number_text(value, whole ? 0 : 1, language);
}

std::string unit_text(std::string_view unit, Language language) {
  const auto key = "unit " + std::string(unit);
  return has_word(key) ? word(key, language) : std::string(unit);
}

}  // namespace viewer

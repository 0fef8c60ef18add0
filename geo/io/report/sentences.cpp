#include "geo/io/report/sentences.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "geo/io/quality_rules.hpp"
#include "geo/io/report/sentence_table.hpp"

namespace geo {
namespace {

constexpr std::string_view kValue = "{}";
constexpr int kDeepest = 5;  ///< values in values: "0.250 m deep into part b"

/// The values of a text that is of this form; nothing when it is of another. A value is not empty.
std::optional<std::vector<std::string_view>> values_of(std::string_view form, std::string_view text) {
  std::vector<std::string_view> out;
  for (;;) {
    const auto next = form.find(kValue);
    const std::string_view before = form.substr(0, next);
    if (!text.starts_with(before)) return std::nullopt;
    text.remove_prefix(before.size());
    if (next == std::string_view::npos) return text.empty() ? std::optional(std::move(out)) : std::nullopt;
    form.remove_prefix(next + kValue.size());
    if (form.empty()) {
      if (text.empty()) return std::nullopt;
      out.push_back(text);
      return out;
    }
    const auto after = text.find(form.substr(0, form.find(kValue)), 1);
    if (text.empty() || after == std::string_view::npos) return std::nullopt;
    out.push_back(text.substr(0, after));
    text.remove_prefix(after);
  }
}

bool is_decimal(std::string_view text) {
  const auto digits = [](std::string_view some) { return !some.empty() && std::all_of(some.begin(), some.end(), [](char c) { return c >= '0' && c <= '9'; }); };
  const auto point = text.find('.');
  return point != std::string_view::npos && digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

std::optional<std::string> said(std::string_view text, ReportLanguage language, int depth);

std::string value_in(std::string_view value, ReportLanguage language, int depth) {
  if (is_decimal(value)) {
    std::string out(value);
    out[out.find('.')] = ',';
    return out;
  }
  const auto inner = depth < kDeepest ? said(value, language, depth + 1) : std::nullopt;
  return inner ? *inner : std::string(value);
}

std::string filled(std::string_view form, const std::vector<std::string_view>& values, ReportLanguage language, int depth) {
  std::string out;
  for (const auto value : values) {
    const auto at = form.find(kValue);
    out += form.substr(0, at);
    out += value_in(value, language, depth);
    form.remove_prefix(at + kValue.size());
  }
  return out.append(form);
}

/// The form that says most of the text itself: "the row's place is {} m from the footprint" before "{} m from the footprint".
std::optional<std::string> one(std::string_view text, ReportLanguage language, int depth) {
  const Sentence* best = nullptr;
  std::size_t most = 0;
  std::vector<std::string_view> taken;
  for (const auto& table : {geometry_sentences(), register_sentences()}) {
    for (const auto& sentence : table) {
      auto values = values_of(sentence.en, text);
      if (!values) continue;
      const std::size_t own = sentence.en.size() - kValue.size() * values->size();
      if (best != nullptr && own <= most) continue;
      best = &sentence;
      most = own;
      taken = std::move(*values);
    }
  }
  if (best != nullptr) return filled(language == ReportLanguage::kFinnish ? best->fi : best->sv, taken, language, depth);
  // Codes and places in coordinates are the same in every language.
  if (!text.empty() && text.find_first_not_of("()0123456789.- ") == std::string_view::npos) return std::string(text);
  return std::nullopt;
}

/// The first such mark that stands in no brackets.
std::size_t find_outside(std::string_view text, std::string_view mark) {
  int open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (open <= 0 && text.substr(i).starts_with(mark)) return i;
    open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
  }
  return std::string_view::npos;
}

/// Each part by itself; nothing unless all are known.
std::optional<std::string> parts(std::string_view text, std::string_view between, ReportLanguage language, int depth) {
  if (find_outside(text, between) == std::string_view::npos) return std::nullopt;
  std::string out;
  for (;;) {
    const auto end = find_outside(text, between);
    const auto part = said(text.substr(0, end), language, depth + 1);
    if (!part) return std::nullopt;
    out += *part;
    if (end == std::string_view::npos) return out;
    out += between;
    text.remove_prefix(end + between.size());
  }
}

/// "address agrees (register.csv row 2)"
std::optional<std::string> with_brackets(std::string_view text, ReportLanguage language, int depth) {
  const auto open = find_outside(text, "(");
  if (open == std::string_view::npos || open < 2 || !text.ends_with(')') || text[open - 1] != ' ') return std::nullopt;
  const auto before = said(text.substr(0, open - 1), language, depth + 1);
  if (!before) return std::nullopt;
  return *before + " (" + value_in(text.substr(open + 1, text.size() - open - 2), language, depth) + ")";
}

std::optional<std::string> said(std::string_view text, ReportLanguage language, int depth) {
  if (depth > kDeepest) return std::nullopt;
  // What stands between semicolons may itself hold commas; a form with a value would take in all that follows.
  if (auto out = parts(text, "; ", language, depth)) return out;
  if (auto out = parts(text, ", ", language, depth)) return out;
  if (auto out = with_brackets(text, language, depth)) return out;
  return one(text, language, depth);
}

}  // namespace

std::optional<std::string> sentence_in(std::string_view english, ReportLanguage language) {
  if (language == ReportLanguage::kEnglish || english.empty()) return std::string(english);
  if (const auto* const rule = find_quality_rule(english)) {
    return std::string(language == ReportLanguage::kFinnish ? rule->fi : rule->sv);
  }
  return said(english, language, 0);
}

}  // namespace geo

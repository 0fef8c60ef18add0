#include "geo/io/register_values.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <vector>

#include "geo/io/split_text.hpp"

namespace geo {
namespace {

std::optional<int> digits(std::string_view text) {
  int out = 0;
  if (text.empty() || text.size() > 4) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
  return out;
}

std::optional<RegisterDate> date_of(std::optional<int> year, std::optional<int> month,
                                    std::optional<int> day) {
  if (!year || !month || !day || *month < 1 || *day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return RegisterDate{fmt::format("{:04}-{:02}-{:02}", *year, *month, *day), *year};
}

std::optional<RegisterDate> parse_parts(std::string_view text) {
  if (const auto dotted = split(text, '.'); dotted.size() == 3) {
    return date_of(digits(dotted[2]), digits(dotted[1]), digits(dotted[0]));
  }
  const auto dashed = split(text, '-');
  if (dashed[0].size() != 4) return std::nullopt;
  const auto year = digits(dashed[0]);
  if (dashed.size() == 3) return date_of(year, digits(dashed[1]), digits(dashed[2]));
  if (!year) return std::nullopt;
  if (dashed.size() == 1) return RegisterDate{fmt::format("{:04}", *year), *year};
  const auto month = digits(dashed[1]);
  if (dashed.size() != 2 || !month || *month < 1 || *month > 12) return std::nullopt;
  return RegisterDate{fmt::format("{:04}-{:02}", *year, *month), *year};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::optional<double> parse_amount(std::string_view text) {
  std::string plain(trimmed(text));
  if (const auto comma = plain.find(','); comma != std::string::npos) {
    if (plain.find('.') != std::string::npos) return std::nullopt;
    plain[comma] = '.';
  }
  double out = 0;
  const char* const begin = plain.data() + (plain.starts_with('+') ? 1 : 0);
  const char* const end = plain.data() + plain.size();
  const auto [stop, error] = std::from_chars(begin, end, out);
  if (error != std::errc{} || stop != end || !std::isfinite(out)) return std::nullopt;
  return out;
}

std::optional<RegisterDate> parse_register_date(std::string_view text) {
  text = trimmed(text);
  if (const auto time = text.find_first_of("T "); time != std::string_view::npos) text = text.substr(0, time);
  if (text.ends_with('Z')) text.remove_suffix(1);
  auto date = parse_parts(text);
  if (date && (date->year < 1200 || date->year > 2100)) date.reset();
  return date;
}

bool looks_like_formula(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 2) return false;
  if (std::string_view("=+-@").find(text.front()) == std::string_view::npos) return false;
  return !parse_amount(text);
}

}  // namespace geo

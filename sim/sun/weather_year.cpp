#include "sim/sun/weather_year.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "twin_core/base/text.hpp"

namespace sim {
namespace {

constexpr std::size_t kDays = 12 * 31, kHeaderLines = 8;
constexpr double kMissing = 9999;

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> out;
  for (;;) {
    const auto comma = line.find(',');
    out.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return out;
    line.remove_prefix(comma + 1);
  }
}

twin::Problem problem(const char* code, std::string message, std::size_t line, std::string_view value) {
  return {code, std::move(message), fmt::format("/weather line {}", line), twin::excerpt(value), "Send an EnergyPlus weather file (EPW) as it is."};
}

twin::Result<double> number(const std::vector<std::string_view>& fields, std::size_t field, std::size_t line, double least, double most) {
  std::string_view text = fields[field];
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(out)) return problem("value-not-a-number", fmt::format("Field {} is no number.", field + 1), line, text);
  if (out < least || out > most) {
    return problem("value-out-of-range", fmt::format("Field {} lies outside {} to {}.", field + 1, least, most), line, text);
  }
  return out;
}

std::size_t index_of(unsigned month, unsigned day, unsigned hour) { return ((month - 1) * 31 + (day - 1)) * 24 + hour; }

}  // namespace

twin::Result<WeatherYear> WeatherYear::parse(std::string_view text) {
  WeatherYear out;
  out.hours_.resize(kDays * 24);
  std::vector<bool> told(out.hours_.size());
  std::size_t line_number = 0, hours = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    ++line_number;
    const auto fields = fields_of(line);
    if (line_number == 1) {
      if (fields[0] != "LOCATION" || fields.size() < 10) return problem("input-invalid", "A weather file begins with LOCATION and ten fields.", 1, line);
      TWIN_TRY(const double hours_east, number(fields, 8, 1, -12, 14));
      out.offset_ = std::chrono::minutes(std::lround(hours_east * 60));
    }
    if (line_number <= kHeaderLines || line.empty()) continue;
    if (fields.size() < 16) return problem("input-invalid", "A line of a weather file has 35 fields.", line_number, line);
    TWIN_TRY(const double month, number(fields, 1, line_number, 1, 12));
    TWIN_TRY(const double day, number(fields, 2, line_number, 1, 31));
    TWIN_TRY(const double hour, number(fields, 3, line_number, 1, 24));
    Hour values;
    double* const into[] = {&values.global_level, &values.beam_normal, &values.diffuse_level};
    for (std::size_t i = 0; i < 3; ++i) {
      TWIN_TRY(*into[i], number(fields, 13 + i, line_number, 0, kMissing));
      if (*into[i] == kMissing) {
        *into[i] = 0;
        ++out.missing_;
      }
    }
    const auto at = index_of(static_cast<unsigned>(month), static_cast<unsigned>(day), static_cast<unsigned>(hour) - 1);
    if (told[at]) return problem("input-invalid", "A weather file tells each hour once; files of several hours a line or steps within hours are not read.", line_number, line);
    told[at] = true;
    out.hours_[at] = values;
    ++hours;
  }
  if (hours != 8760 && hours != 8784) return problem("input-invalid", "A weather file has the 8,760 or 8,784 hours of a year.", line_number, fmt::format("{} hours", hours));
  if (hours == 8760) {
    for (unsigned hour = 0; hour < 24; ++hour) out.hours_[index_of(2, 29, hour)] = out.hours_[index_of(2, 28, hour)];
  }
  return out;
}

Irradiance WeatherYear::at(twin::Instant instant) const {
  const auto local = instant + offset_;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const auto hour = std::chrono::duration_cast<std::chrono::hours>(local - day).count();
  const Hour& values = hours_[index_of(static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<unsigned>(hour))];
  return {values.beam_normal, values.diffuse_level, values.global_level};
}

}  // namespace sim

#include "sim/sun/offset_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "sim/run/input_reading.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Of a text that is known to be RFC 3339.
minutes offset_of(std::string_view text) {
  if (text.back() == 'Z' || text.back() == 'z') return minutes(0);
  const std::string_view mark = text.substr(text.size() - 6);  // ±hh:mm
  const auto digit = [&](std::size_t at) { return mark[at] - '0'; };
  const minutes size((digit(1) * 10 + digit(2)) * 60 + digit(4) * 10 + digit(5));
  return mark[0] == '-' ? -size : size;
}

}  // namespace

twin::Instant OffsetTime::utc_midnight() const { return std::chrono::floor<days>(instant + offset); }
twin::Instant OffsetTime::local_midnight() const { return utc_midnight() - offset; }

twin::Result<OffsetTime> read_time(const twin::Json& value, std::string_view pointer) {
  TWIN_TRY(const std::string text, read_text(value, pointer));
  const auto instant = twin::parse_rfc3339(text);
  if (!instant) {
    twin::Problem problem = instant.problem();
    problem.place = pointer;
    return problem;
  }
  return OffsetTime{*instant, offset_of(text)};
}

std::string to_text(twin::Instant instant, minutes offset) {
  const auto local = std::chrono::floor<seconds>(instant + offset + std::chrono::milliseconds(500));
  const auto day = std::chrono::floor<days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{local - day};
  const auto size = std::chrono::abs(offset);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), offset < minutes(0) ? '-' : '+', size.count() / 60,
                     size.count() % 60);
}

twin::Result<microseconds> read_duration(const twin::Json& value, std::string_view pointer) {
  TWIN_TRY(const std::string text, read_text(value, pointer));
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number)) {
    return input_invalid(pointer, "A length of time is a number and its unit.", value, "Write for example \"10min\".");
  }
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const double factor = unit == "s" ? 1 : unit == "min" ? 60 : unit == "h" ? 3600 : 0;
  if (factor == 0) {
    return twin::Problem{"unit-unknown", "The unit of a length of time is s, min or h.", std::string(pointer),
                         twin::excerpt(text), "Write for example \"10min\"."};
  }
  TWIN_CHECK(expect_in_range(number * factor, pointer, {1, 86400}));
  return microseconds(std::llround(number * factor * 1e6));
}

}  // namespace sim

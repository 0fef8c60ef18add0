#include "twin_core/base/instant.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "twin_core/base/text.hpp"

namespace twin {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Takes digits and marks from the front of a text; after the first mismatch everything fails.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    if (rest_.size() < count) return fail();
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  void mark(std::string_view allowed) {
    if (!take(allowed)) fail();
  }

  /// The mark, or 0 when the text goes on with something else.
  char take(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) return 0;
    const char found = rest_.front();
    rest_.remove_prefix(1);
    return found;
  }

  bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  bool finished() const { return ok_ && rest_.empty(); }

 private:
  int fail() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

/// Leap seconds have been put before these two midnights only; which ones is not known ahead.
bool may_follow_leap_second(Instant at) {
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date{day};
  const bool half_year = date.month() == std::chrono::January || date.month() == std::chrono::July;
  return day == at && half_year && date.day() == std::chrono::day{1};
}

Problem time_invalid(std::string_view text, std::string message) {
  return {"time-invalid", std::move(message), "", excerpt(text),
          "Write date, time and offset as RFC 3339, for example 2026-11-22T12:00:00Z."};
}

}  // namespace

Clock system_clock() {
  return [] { return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now()); };
}

std::string to_rfc3339(Instant instant) {
  // Four-digit years only: anything beyond is shown as the nearest end of that range.
  constexpr Instant kFirst = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
  constexpr Instant kLast = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} - microseconds{1};
  instant = std::clamp(instant, kFirst, kLast);
  const auto day = std::chrono::floor<days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{instant - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

Result<Instant> parse_rfc3339(std::string_view text) {
  Scanner scan(text);
  const int year = scan.digits(4);
  scan.mark("-");
  const int month = scan.digits(2);
  scan.mark("-");
  const int day = scan.digits(2);
  scan.mark("Tt ");
  const int hour = scan.digits(2);
  scan.mark(":");
  const int minute = scan.digits(2);
  scan.mark(":");
  const int second = scan.digits(2);
  microseconds fraction{0};
  if (scan.take(".")) {
    microseconds step{100'000};
    fraction += scan.digits(1) * step;
    while (scan.at_digit()) {
      step /= 10;  // digits beyond the microsecond are dropped
      fraction += scan.digits(1) * step;
    }
  }
  minutes offset{0};
  const char zone = scan.take("Zz+-");
  if (zone == '+' || zone == '-') {
    const int offset_hour = scan.digits(2);
    scan.mark(":");
    const int offset_minute = scan.digits(2);
    if (offset_hour > 23 || offset_minute > 59) return time_invalid(text, "The offset is no time of day.");
    offset = hours{offset_hour} + minutes{offset_minute};
    if (zone == '-') offset = -offset;
  }
  if (!scan.finished()) return time_invalid(text, "This is not a time as RFC 3339 writes it.");
  if (zone == 0) return time_invalid(text, "The time names no offset, so its place on the time line is unknown.");
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return time_invalid(text, "The calendar has no such day.");
  if (hour > 23 || minute > 59 || second > 60) return time_invalid(text, "The clock has no such time.");
  // Second 60 is the one after second 59: universal time as counted here has no leap seconds.
  const Instant out{std::chrono::sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + fraction - offset};
  if (second == 60 && !may_follow_leap_second(out - fraction)) {
    return time_invalid(text, "There is no such leap second; they end 30 June or 31 December, universal time.");
  }
  return out;
}

}  // namespace twin

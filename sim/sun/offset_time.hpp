#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "twin_core/base/instant.hpp"
#include "twin_core/base/json.hpp"

namespace sim {

/// An instant and the clock that whoever sent it looks at.
struct OffsetTime {
  twin::Instant instant;
  std::chrono::minutes offset{0};  ///< of the local clock, east positive

  twin::Instant local_midnight() const;  ///< at which the local date begins
  twin::Instant utc_midnight() const;    ///< 0 h universal time of the day that has the local date
};

/// A text after RFC 3339; errors `input-invalid` (no text), `time-invalid`, both with the pointer as place.
twin::Result<OffsetTime> read_time(const twin::Json& value, std::string_view pointer);

/// RFC 3339 in that offset, to the nearest second: "2003-10-17T06:12:43-07:00".
std::string to_text(twin::Instant instant, std::chrono::minutes offset);

/// A length of time with its unit: "30s", "10min", "1h". Errors: `input-invalid`, `unit-unknown`, `value-out-of-range`
/// (below 1 s, above 24 h).
twin::Result<std::chrono::microseconds> read_duration(const twin::Json& value, std::string_view pointer);

}  // namespace sim

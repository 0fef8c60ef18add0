#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "twin_core/base/result.hpp"

namespace twin {

/// A point on the UTC time line, microseconds.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Where "now" comes from; tests inject their own.
using Clock = std::function<Instant()>;
Clock system_clock();

std::string to_rfc3339(Instant instant);                   ///< "2026-11-22T12:00:00.000000Z"
Result<Instant> parse_rfc3339(std::string_view text);      ///< error `time-invalid`

}  // namespace twin

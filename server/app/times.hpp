#pragma once

#include <optional>
#include <string>

#include "twin_core/base/instant.hpp"

namespace server {

/// An RFC 3339 instant, or a date that stands for its first moment in UTC; empty: nothing. `place` names
/// the option or parameter. Error `time-invalid`.
twin::Result<std::optional<twin::Instant>> read_time(const std::string& text, const std::string& place);

}  // namespace server

#pragma once

#include <optional>
#include <string>

#include "twin_core/base/instant.hpp"
#include "twin_core/base/json.hpp"

namespace server {

/// An RFC 3339 instant, or a date that stands for its first moment in UTC, as a twin has no time zone; empty: nothing.
/// `place` names the option or parameter. Error `time-invalid`.
twin::Result<std::optional<twin::Instant>> read_time(const std::string& text, const std::string& place);

/// {"from","to"} as instants, null where open: what the dates of an order came to is part of its answer.
twin::Json span_to_json(const std::optional<twin::Instant>& from, const std::optional<twin::Instant>& to);

}  // namespace server

#pragma once

#include <optional>
#include <string>
#include <utility>

#include "twin_core/base/instant.hpp"
#include "twin_core/base/json.hpp"

namespace server {

/// An RFC 3339 instant, or a date that stands for its first moment in UTC, as a twin has no time zone; empty: nothing.
/// `place` names the option or parameter. Error `time-invalid`.
twin::Result<std::optional<twin::Instant>> read_time(const std::string& text, const std::string& place);

/// From when on and up to when: either may be open. Errors: `time-invalid`, and `parameter-invalid` at "valid-to" where the span ends
/// before it begins or as it does.
using TimeSpan = std::pair<std::optional<twin::Instant>, std::optional<twin::Instant>>;
twin::Result<TimeSpan> read_span(const std::string& valid_from, const std::string& valid_to);

/// {"from","to"} as instants, null where open: what the dates of an order came to is part of its answer.
twin::Json span_to_json(const std::optional<twin::Instant>& from, const std::optional<twin::Instant>& to);

}  // namespace server

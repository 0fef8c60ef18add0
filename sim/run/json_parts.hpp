#pragma once

#include <optional>

#include "twin_core/base/json.hpp"

namespace sim {

/// The value as JSON; null where there is none.
template <class T>
twin::Json or_null(const std::optional<T>& value) {
  return value ? twin::Json(*value) : twin::Json();
}

}  // namespace sim

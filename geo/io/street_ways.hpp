#pragma once

#include <string_view>

#include "twin_core/city/street.hpp"

namespace geo {

/// Which way one may go along a street, in the order of its nodes: "both", "forward", "backward" or "none".
inline std::string_view ways_of(const twin::Street& street, twin::TravelMode mode) {
  const bool forward = may_use(street, mode, true), backward = may_use(street, mode, false);
  return forward ? (backward ? "both" : "forward") : (backward ? "backward" : "none");
}

}  // namespace geo

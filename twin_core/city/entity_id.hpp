#pragma once

#include <cstddef>

namespace twin {

/// Bytes that the id of an entity has at most; the store takes no longer one.
inline constexpr std::size_t kLongestEntityId = 1024;

}  // namespace twin

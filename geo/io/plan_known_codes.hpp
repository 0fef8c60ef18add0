#pragma once

#include <span>
#include <string_view>

namespace geo {

/// Regulation types that the engines compute from or keep by name: national codes (kaavamääräyslaji)
/// and the generic types. A test holds them equal to those of `sim/zoning`, which this layer must not know.
std::span<const std::string_view> known_regulation_types();

/// National codes of intended uses of plan areas.
std::span<const std::string_view> known_use_codes();

}  // namespace geo

#pragma once

#include <span>
#include <string>
#include <string_view>

namespace geo {

/// The candidate nearest to `found`, at most a third of its letters wrong; "" where there is none.
std::string_view nearest_of(std::string_view found, std::span<const std::string_view> candidates);

/// "did you mean storeys?" for the candidate nearest to `found` (at most a third of its letters
/// wrong), else "known are a, b, c".
std::string did_you_mean(std::string_view found, std::span<const std::string_view> candidates);

}  // namespace geo

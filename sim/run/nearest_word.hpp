#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sim {

/// The candidate with the fewest letters to change, add or drop (upper and lower case count as equal);
/// nothing where more than a third of the word, at least two letters, would be another.
std::optional<std::string_view> nearest_word(std::string_view word,
                                             std::span<const std::string_view> candidates);

/// "Did you mean storeys?", or the list of candidates where none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace sim

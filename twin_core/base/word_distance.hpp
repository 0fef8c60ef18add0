#pragma once

#include <cstddef>
#include <string_view>

namespace twin {

/// Levenshtein distance: the fewest letters to change, add or drop. Upper and lower case (ASCII) count as equal. Takes
/// the product of both lengths: bound them.
std::size_t word_distance(std::string_view a, std::string_view b);

}  // namespace twin

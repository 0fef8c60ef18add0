#pragma once

#include <optional>
#include <string_view>

namespace twin {

/// The check character that a permanent building id (VTJ-PRT) has: nine digits, the first a 1, modulo 31. Nothing for a
/// text of another form. `id` may come with its check character, right or wrong, or without.
std::optional<char> check_character_of(std::string_view id);

}  // namespace twin

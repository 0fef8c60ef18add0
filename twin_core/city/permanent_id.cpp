#include "twin_core/city/permanent_id.hpp"

#include "twin_core/city/building.hpp"

namespace twin {

std::optional<char> check_character_of(std::string_view id) {
  constexpr std::string_view kCheckCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  constexpr std::size_t kDigits = 9;
  if ((id.size() != kDigits && id.size() != kDigits + 1) || id[0] != '1') return std::nullopt;
  unsigned number = 0;
  for (const char c : id.substr(0, kDigits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return kCheckCharacters[number % kCheckCharacters.size()];
}

bool is_permanent_building_id(std::string_view id) {
  constexpr std::size_t kLength = 10;
  return id.size() == kLength && check_character_of(id) == id.back();
}

}  // namespace twin

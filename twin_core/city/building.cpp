#include "twin_core/city/building.hpp"

#include <string_view>

namespace twin {

std::string_view name_of(LinkReason reason) {
  switch (reason) {
    case LinkReason::kUnlinked: return "unlinked";
    case LinkReason::kById: return "by_id";
    case LinkReason::kByMunicipalNumber: return "by_municipal_number";
    case LinkReason::kByModelId: return "by_model_id";
  }
  return "unlinked";
}

std::optional<LinkReason> link_reason_named(std::string_view name) {
  constexpr std::uint8_t kMost = 64;
  for (std::uint8_t i = 0; i < kMost; ++i) {
    if (name_of(static_cast<LinkReason>(i)) == name) return static_cast<LinkReason>(i);
  }
  return std::nullopt;
}

bool is_permanent_building_id(std::string_view id) {
  constexpr std::string_view kCheckCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  constexpr std::size_t kDigits = 9;
  if (id.size() != kDigits + 1 || id[0] != '1') return false;
  unsigned number = 0;
  for (const char c : id.substr(0, kDigits)) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return id.back() == kCheckCharacters[number % kCheckCharacters.size()];
}

}  // namespace twin

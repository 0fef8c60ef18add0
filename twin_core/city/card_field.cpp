#include "twin_core/city/card_field.hpp"

#include <algorithm>
#include <array>

namespace twin {
namespace {

/// In the order of the enumeration.
constexpr auto kNames = std::to_array<std::string_view>(
    {"permanent_id",   "municipal_number", "property_id",   "use_code",        "use_code_2018",         "use_text",
     "floor_area_m2",  "total_area_m2",    "basement_area_m2", "volume_m3",    "storeys",               "dwellings",
     "completed",      "completion_year",  "material",      "facade_material", "heating_mode",          "heating_source",
     "lift",           "connected_sewer",  "connected_water", "connected_electricity", "connected_gas", "connected_cable",
     "address",        "address_sv",       "status",        "owner_type"});
static_assert(kNames.size() == kCardFieldCount);

}  // namespace

std::string_view name_of(CardField field) {
  return kNames[static_cast<std::size_t>(field)];
}

std::optional<CardField> card_field_named(std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<CardField>(found - kNames.begin());
}

std::string_view unit_of(CardField field) {
  switch (field) {
    case CardField::kFloorArea:
    case CardField::kTotalArea:
    case CardField::kBasementArea: return "m2";
    case CardField::kVolume: return "m3";
    default: return "";
  }
}

}  // namespace twin

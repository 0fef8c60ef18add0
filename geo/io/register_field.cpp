#include "geo/io/register_field.hpp"

#include <algorithm>
#include <array>

namespace geo {
namespace {

using enum RegisterField;

/// In the order of the enumeration.
constexpr auto kNames = std::to_array<std::string_view>(
    {"permanent_id",   "municipal_number", "model_id",       "uuid",        "property_id", "use_code",
     "use_code_2018",  "use_text",         "floor_area",     "total_area",  "basement_area", "volume",
     "storeys",        "dwellings",        "completed",      "material",    "facade_material", "heating_mode",
     "heating_source", "lift",             "sewer",          "water",       "electricity", "gas",
     "cable",          "address",          "address_sv",     "street",      "street_sv",   "house_number",
     "status",         "owner_type",       "easting",        "northing",
     "link_reason",    "link_note",        "register_source", "from_model",  "link_details",   "updated"});
static_assert(kNames.size() == static_cast<std::size_t>(kUpdated) + 1);

}  // namespace

std::string_view name_of(RegisterField field) {
  return kNames[static_cast<std::size_t>(field)];
}

std::optional<RegisterField> register_field_named(std::string_view name) {
  const auto* const entry = std::find(kNames.begin(), kNames.end(), name);
  if (entry == kNames.end()) return std::nullopt;
  return static_cast<RegisterField>(entry - kNames.begin());
}

std::span<const std::string_view> register_field_names() {
  return kNames;
}

std::string_view unit_of(RegisterField field) {
  switch (field) {
    case kFloorArea:
    case kTotalArea:
    case kBasementArea:
      return "m2";
    case kVolume:
      return "m3";
    default:
      return "";
  }
}

bool identifies(RegisterField field) {
  return field == kPermanentId || field == kMunicipalNumber || field == kModelId || field == kUuid;
}

bool describes(RegisterField field) {
  return field == kAddress || field == kStreet || field == kFloorArea || field == kVolume || field == kStoreys;
}

}  // namespace geo

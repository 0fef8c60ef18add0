#include "geo/io/register_field.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

std::span<const twin::CardField> fields_given_by(RegisterField field) {
  using Card = twin::CardField;
  // Of a single attribute each: as the two enumerations call it. Dates give the year too.
  static constexpr auto kDate = std::to_array<Card>({Card::kCompleted, Card::kCompletionYear});
  static constexpr auto kOne = std::to_array<std::pair<RegisterField, Card>>(
      {{RegisterField::kPermanentId, Card::kPermanentId}, {RegisterField::kMunicipalNumber, Card::kMunicipalNumber},
       {RegisterField::kPropertyId, Card::kPropertyId}, {RegisterField::kUseCode, Card::kUseCode},
       {RegisterField::kUseCode2018, Card::kUseCode2018}, {RegisterField::kUseText, Card::kUseText},
       {RegisterField::kFloorArea, Card::kFloorArea}, {RegisterField::kTotalArea, Card::kTotalArea},
       {RegisterField::kBasementArea, Card::kBasementArea}, {RegisterField::kVolume, Card::kVolume},
       {RegisterField::kStoreys, Card::kStoreys}, {RegisterField::kDwellings, Card::kDwellings},
       {RegisterField::kMaterial, Card::kMaterial}, {RegisterField::kFacadeMaterial, Card::kFacadeMaterial},
       {RegisterField::kHeatingMode, Card::kHeatingMode}, {RegisterField::kHeatingSource, Card::kHeatingSource},
       {RegisterField::kLift, Card::kLift}, {RegisterField::kSewer, Card::kSewer}, {RegisterField::kWater, Card::kWater},
       {RegisterField::kElectricity, Card::kElectricity}, {RegisterField::kGas, Card::kGas}, {RegisterField::kCable, Card::kCable},
       {RegisterField::kAddress, Card::kAddress}, {RegisterField::kStreet, Card::kAddress},
       {RegisterField::kAddressSv, Card::kAddressSv}, {RegisterField::kStreetSv, Card::kAddressSv},
       {RegisterField::kStatus, Card::kStatus}, {RegisterField::kOwnerType, Card::kOwnerType}});
  if (field == RegisterField::kCompleted) return kDate;
  const auto* const found = std::find_if(kOne.begin(), kOne.end(), [&](const auto& one) { return one.first == field; });
  return found == kOne.end() ? std::span<const Card>() : std::span(&found->second, 1);
}

bool identifies(RegisterField field) {
  return field == kPermanentId || field == kMunicipalNumber || field == kModelId || field == kUuid;
}

bool describes(RegisterField field) {
  return field == kAddress || field == kStreet || field == kFloorArea || field == kVolume || field == kStoreys;
}

}  // namespace geo

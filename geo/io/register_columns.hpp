#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// What a column of a register, or a generic attribute of a model, can tell.
enum class RegisterField : std::uint8_t {
  kPermanentId,
  kMunicipalNumber,
  kModelId,
  kUuid,
  kPropertyId,
  kUseCode,
  kUseText,
  kFloorArea,
  kTotalArea,
  kVolume,
  kStoreys,
  kCompleted,
  kMaterial,
  kAddress,
  kStatus,
  kOwnerType,
};

/// The field behind a name; nothing for names we do not read. Case, spaces, punctuation and the dots
/// of ä and ö do not matter: "Rakennustunnus_(VTJ-PRT)" and "rakennustunnus vtj prt" are one name.
/// @source the names of the City of Helsinki register and WFS layer, and of its semantic city model
std::optional<RegisterField> register_field(std::string_view name);

/// The spellings that can identify a building, for messages.
std::span<const std::string_view> identifying_columns();

/// Puts one value into a card. Blank, and 0 where 0 means "unknown" (areas, volume, storeys, RATU),
/// leave the card as it is, as does a value when the field is already filled.
/// Returned is a finding when the value is not usable (it is then dropped) or is worth a note:
/// `building-id-format` (error), `date-invalid`, `value-not-a-number`, `value-not-positive`,
/// `value-out-of-range` (warnings), `looks-like-formula` (info; the text is taken as it stands).
/// kModelId and kUuid have no place in a card and are ignored.
std::optional<twin::Finding> put_register_value(twin::RegisterCard& card, RegisterField field,
                                                std::string_view value);

/// The register card a model gives by itself; source "model attributes", or an empty card.
/// Unusable values are left out and told to `findings` with `id`.
twin::RegisterCard card_of_attributes(std::span<const twin::GenericAttribute> attributes, std::string_view id,
                                      std::vector<twin::Finding>& findings);

/// The UUID attribute of a model, or "".
std::string uuid_of_attributes(std::span<const twin::GenericAttribute> attributes);

}  // namespace geo

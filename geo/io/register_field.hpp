#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "twin_core/city/card_field.hpp"

namespace geo {

/// What a column of a register, or a generic attribute of a model, can tell. The names are those of the mapping
/// files: kFloorArea is "floor_area". An owner's name is no field: it has no place in a twin.
enum class RegisterField : std::uint8_t {
  kPermanentId, kMunicipalNumber, kModelId, kUuid, kPropertyId,
  kUseCode, kUseCode2018, kUseText,
  kFloorArea, kTotalArea, kBasementArea, kVolume, kStoreys, kDwellings,
  kCompleted, kMaterial, kFacadeMaterial, kHeatingMode, kHeatingSource,
  kLift, kSewer, kWater, kElectricity, kGas, kCable,
  kAddress, kAddressSv, kStreet, kStreetSv, kHouseNumber,
  kStatus, kOwnerType, kEasting, kNorthing,
  kLinkReason, kLinkNote, kRegisterSource,  ///< of exports of this program
  kFromModel, kLinkDetails,                 ///< likewise
  kUpdated,
};

std::string_view name_of(RegisterField field);
std::optional<RegisterField> register_field_named(std::string_view name);
std::span<const std::string_view> register_field_names();

/// "m2", "m3" or "" for fields without unit.
std::string_view unit_of(RegisterField field);

/// The attributes of a card that a column with this field gives; none for what is about the row itself.
std::span<const twin::CardField> fields_given_by(RegisterField field);

/// True for the fields that can tell which building a row is about.
bool identifies(RegisterField field);

/// True for the fields by which place and plausibility can tell it: address, floor area, volume, storeys.
bool describes(RegisterField field);

}  // namespace geo

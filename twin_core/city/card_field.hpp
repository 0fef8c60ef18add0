#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace twin {

/// The attributes of a register card. The numbers are part of the record format: never change one.
enum class CardField : std::uint8_t {
  kPermanentId = 0, kMunicipalNumber = 1, kPropertyId = 2, kUseCode = 3, kUseCode2018 = 4, kUseText = 5,
  kFloorArea = 6, kTotalArea = 7, kBasementArea = 8, kVolume = 9, kStoreys = 10, kDwellings = 11,
  kCompleted = 12, kCompletionYear = 13, kMaterial = 14, kFacadeMaterial = 15, kHeatingMode = 16,
  kHeatingSource = 17, kLift = 18, kSewer = 19, kWater = 20, kElectricity = 21, kGas = 22, kCable = 23,
  kAddress = 24, kAddressSv = 25, kStatus = 26, kOwnerType = 27,
};
inline constexpr std::uint8_t kCardFieldCount = 28;

/// As exports and OGC properties call it: "floor_area_m2", "connected_sewer".
std::string_view name_of(CardField field);
std::optional<CardField> card_field_named(std::string_view name);
/// "m2", "m3" or "".
std::string_view unit_of(CardField field);

/// A set of card attributes, four bytes.
class CardFields {
 public:
  CardFields() = default;
  explicit CardFields(std::uint32_t bits) : bits_(bits) {}
  void add(CardField field) { bits_ |= 1U << static_cast<unsigned>(field); }
  bool has(CardField field) const { return (bits_ >> static_cast<unsigned>(field) & 1U) != 0; }
  bool empty() const { return bits_ == 0; }
  std::uint32_t bits() const { return bits_; }
  bool operator==(const CardFields&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace twin

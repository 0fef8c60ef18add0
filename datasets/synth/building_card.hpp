#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "datasets/synth/district.hpp"
#include "datasets/synth/synthetic_building.hpp"

namespace datasets {

/// The register's own words of one building where they can differ from the truth.
struct RegisterRow {
  std::string permanent_id, use_code, floor_area, storeys, completed, address;
  Corner place;
};

/// What the model and the register say of one building, gaps included. Nothing names a person.
struct BuildingCard {
  std::string model_id;      ///< "BID_" and a UUID
  std::string permanent_id;  ///< VTJ-PRT of the series 19…, so that nobody takes it for a real one
  std::string municipal_number;
  std::string property_id;
  std::string address, postal_code;
  std::string_view use_text, material, owner_type, status;
  std::string completed;  ///< ISO date, or the year alone for some old houses
  double total_area_m2 = 0, volume_m3 = 0;
  Corner place;      ///< middle of the corners of the ground
  RegisterRow row;   ///< gaps included

  bool model_has_permanent_id = true;  ///< nine of ten
  bool has_row = true;                 ///< 97 of 100 are in the register
  bool row_has_permanent_id = true;
  bool row_has_model_id = false;  ///< instead of the municipal number: half of the rows whose building bears
                                  ///< no permanent id, so that all three ways of linking occur
  bool row_has_completed = true, row_has_storeys = true, row_has_floor_area = true;  ///< gaps in 5 of 100
};

/// The VTJ-PRT of a serial number: 19, seven digits, check character.
std::string permanent_id_of(std::uint64_t serial);

/// `serial` counts buildings from 1 in building order, `nth` those of the block from 0.
BuildingCard card_of(const SyntheticBuilding& building, const Block& block, std::uint64_t serial, int nth,
                     std::uint64_t seed);

}  // namespace datasets

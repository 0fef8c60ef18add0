#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "sim/run/input_reading.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// What a regulation limits, as far as zoning-capacity evaluates it.
enum class RegulationKind : unsigned char {
  kFloorArea,       ///< k-m2
  kEfficiency,      ///< k-m2 per m2 of plot
  kStoreys,         ///< above ground
  kCoverage,        ///< % of the plot that may be built on
  kOpenness,        ///< % of the plot that stays unbuilt
  kSetback,         ///< m from every edge
  kHeightAbsolute,  ///< m above the zero of the height reference
  kHeightRelative,  ///< m above the unit's ground level
  kSkyPlane,        ///< angle and start height over edges
  kGroundLevel,     ///< m above the zero of the height reference
  kParking,         ///< k-m2 per parking space
  kStored,          ///< kept and shown, not evaluated
};

/// One row of the table of regulation types.
struct RegulationType {
  std::string_view code;
  RegulationKind kind = RegulationKind::kStored;
};

/// What a kind takes.
struct RegulationForm {
  std::vector<std::string_view> units;  ///< accepted spellings, the first is ours; "" where none is needed
  NumberRange range;
  bool whole = false;
};

/// Every type that the program knows, with national codes as they are and the generic ones.
/// @source national plan information model, profile "asemakaava", codes 03-08; regulation groups of the Katja
/// guide
std::span<const RegulationType> regulation_types();

/// Null for an unknown code.
const RegulationType* find_regulation_type(std::string_view code);

const RegulationForm& form_of(RegulationKind kind);

/// The number that counts: the upper end where a range is given.
double figure_of(const twin::Regulation& regulation);

/// Whether a regulation has what its type needs. Errors, with JSON pointer under `pointer`: `code-unknown`,
/// `input-invalid` (value or unit missing or wrong, members of another type), `value-out-of-range`.
twin::Status check_regulation(const twin::Regulation& regulation, std::string_view pointer);

}  // namespace sim

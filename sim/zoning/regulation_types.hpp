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
  kVolume,          ///< m3 that may be built
  kStoreysBelow,    ///< below ground
  kCellarShare,     ///< % of the largest storey, in the cellar
  kAtticShare,      ///< % of the largest storey, in the attic
  kBuildingSites,   ///< number of sites
  kExtraFloorArea,  ///< k-m2 on top, for what the text says
  kBuildingArea,    ///< the building lies within it
  kEaves,           ///< m above the zero of the height reference, where facade and roof meet
  kFacadeHeight,    ///< m above the unit's ground level, where facade and roof meet
  kRoofSlope,       ///< rise per run
  kRidgeDirection,  ///< a line along the ridge
  kLowestStructure,  ///< m above the zero of the height reference
  kUnderground,     ///< lowest level below ground, m above the zero of the height reference
  kFloodSafe,       ///< lowest level of what moisture harms, m above the zero of the height reference
  kSewerLevel,      ///< lowest level that drains by gravity, m above the zero of the height reference
  kParkingCount,    ///< spaces; the lower end must be there, more than the upper end must not
  kParkingPerDwelling,
  kBicycles,        ///< k-m2 per bicycle place
  kBicycleCount,
  kBicyclesPerDwelling,
  kDwellings,       ///< number of dwellings
  kDwellingDensity,  ///< dwellings per hectare of plot
  kGreenFactor,     ///< least green factor
  kNoiseInsulation,  ///< least dB that the facade keeps out
  kFloorsMin,       ///< least storeys
  kTier,            ///< m from edges, above a start height
  kStepBack,        ///< m from edges, above a storey
  kEdgeOrientation,  ///< tells what edges are: front, rear, side
  kEdgeAdjacency,   ///< tells what edges are: street, interior
  kLotSizeMin,      ///< m2
  kLotWidthMin,     ///< m
  kStoreyHeight,    ///< m, floor to floor
  kGroundFloorHeight,  ///< m, floor to floor
  kFacadeLength,    ///< longest facade, m
  kTowerSeparation,  ///< least distance between buildings, m
  kInclusionaryShare,  ///< % of the housing
  kOpenSpace,       ///< m2 per dwelling
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
  bool may_be_empty = false;  ///< without a figure (or its unit) it is kept and shown
};

/// Every type that the program knows, with national codes as they are and the generic ones.
/// @source national plan information model, profile "asemakaava", codes 03-08; regulation groups of the Katja
/// guide
std::span<const RegulationType> regulation_types();

/// Null for an unknown code.
const RegulationType* find_regulation_type(std::string_view code);

const RegulationForm& form_of(RegulationKind kind);

/// The generic types beyond the national codes.
std::span<const RegulationType> generic_types();

/// A regulation of a kind that counts where the place is an area of the unit (a closed ring).
bool is_area(const twin::PlanRing& place);

/// Additional information of the generic types: "orientation" (front, rear, side), "adjacency" (street, interior),
/// "horizontal-offset" (m), "above-storey". Null where there is none.
const twin::RegulationInformation* information_of(const twin::Regulation& regulation, std::string_view type);

/// The number that counts: the upper end where a range is given.
double figure_of(const twin::Regulation& regulation);

/// Whether a regulation has what its type needs. Errors, with JSON pointer under `pointer`: `code-unknown`,
/// `input-invalid` (value or unit missing or wrong, members of another type), `value-out-of-range`.
twin::Status check_regulation(const twin::Regulation& regulation, std::string_view pointer);

}  // namespace sim

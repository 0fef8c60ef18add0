#pragma once

#include <array>
#include <string_view>

#include "geo/io/citygml_building.hpp"

/// Names that reading and writing CityJSON have in common.
namespace geo::cityjson {

/// Attributes that CityJSON's building module knows, the member of the core attributes that takes them, and what
/// they are called among a building's attributes.
struct CoreName {
  std::string_view name;
  std::string CoreAttributes::*field;
  std::string_view attribute;
};
inline constexpr std::array kCoreNames{
    CoreName{"creationDate", &CoreAttributes::creation_date, "core:creationDate"},
    CoreName{"class", &CoreAttributes::building_class, "bldg:class"},
    CoreName{"function", &CoreAttributes::function, "bldg:function"},
    CoreName{"usage", &CoreAttributes::usage, "bldg:usage"},
    CoreName{"roofType", &CoreAttributes::roof_type, "bldg:roofType"},
    CoreName{"yearOfConstruction", &CoreAttributes::year_of_construction, "bldg:yearOfConstruction"},
    CoreName{"storeysAboveGround", &CoreAttributes::storeys_above_ground, "bldg:storeysAboveGround"},
    CoreName{"storeysBelowGround", &CoreAttributes::storeys_below_ground, "bldg:storeysBelowGround"},
    CoreName{"measuredHeight", &CoreAttributes::measured_height, "bldg:measuredHeight"},
};

/// What only this program writes stands under names with this in front: "kaksonen:storeys" is the column `storeys` of
/// the export table (`building_columns`).
inline constexpr std::string_view kOwnPrefix = "kaksonen:";
/// Attributes that JSON's own types cannot say, as [name, type, value, unit]. Where a name stands here, this list says
/// all of it, and the plain attribute of that name is for other readers.
inline constexpr std::string_view kExactAttributes = "kaksonen:attributes";

/// Of a city object: what its class, name, parent and source file are where CityJSON says something else of them.
inline constexpr std::string_view kClassAttribute = "kaksonen:class", kNameAttribute = "kaksonen:name", kParentAttribute = "kaksonen:parent",
                                  kSourceAttribute = "kaksonen:source";

/// Classes (`kClassAttribute`) of what an export tells of plans. They are no city objects of the twin: an import passes them over.
inline constexpr std::string_view kPlanUnitClass = "PlanUnit", kEnvelopeClass = "PlanEnvelope", kMassingClass = "PlanMassing";
inline bool is_plan_class(std::string_view name) { return name == kPlanUnitClass || name == kEnvelopeClass || name == kMassingClass; }

/// The address of a building among its attributes, one line of text.
inline constexpr std::string_view kAddressAttribute = "bldg:address";

}  // namespace geo::cityjson

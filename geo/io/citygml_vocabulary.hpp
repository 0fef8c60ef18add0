#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "geo/io/xml_events.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// The elements the reader knows, of CityGML 1.0, 2.0 and 3.0 alike. `kOther` is everything else. Questions below
/// rest on the order.
enum class CityGmlElement : std::uint8_t {
  kOther,
  // core
  kCityModel,
  kMember,
  kCreationDate,
  kExternalReference,
  kInformationSystem,
  kExternalObject,
  kCoreName,
  kUri,
  kAddress,
  kXalAddress,
  // building
  kBuilding,
  kBuildingPart,
  kConsistsOfPart,
  kBoundedBySurface,
  kBoundarySurface,
  kOpening,
  kOpeningObject,
  kOuterInstallation,
  kInstallation,
  kGeometryProperty,
  kImplicitProperty,
  kAddressProperty,
  kClass,
  kFunction,
  kUsage,
  kRoofType,
  kYearOfConstruction,
  kStoreysAbove,
  kStoreysBelow,
  kMeasuredHeight,
  kHeightProperty,  ///< con:height and what is in it
  kHeight,
  kHeightHigh,
  kHeightLow,
  kHeightStatus,
  kHeightValue,
  // any module
  kKeptText,        ///< a text that is kept as an attribute under its own name
  kAppearanceMember,    ///< of the city model
  kAppearanceProperty,  ///< what is in it goes to `CityGmlAppearance`
  kForeignText,     ///< the same, of an application domain extension (ADE)
  kPassedProperty,  ///< what is in it is counted and passed over: inner installations
  kPassed,          ///< itself counted and passed over: LoD4 of buildings
  kLinesProperty,   ///< points and lines: taken for city objects and spaces, of buildings as kPassed
  // other city objects and spaces
  kCityObject,
  kSpaceProperty,    ///< rooms, storeys, units of a building
  kSpace,
  kInteriorSurface,  ///< bounds a space
  kReliefLod,
  // history
  kTerminationDate,
  kValidFrom,
  kValidTo,
  kDynamizerProperty,
  // versioning
  kVersionProperty,
  kVersion,
  kVersionTransition,
  kVersionMember,
  kTransactionProperty,
  kTransaction,
  kOldFeature,
  kNewFeature,
  // implicit geometry
  kImplicitGeometry,
  kTransformationMatrix,
  kReferencePoint,
  kRelativeGeometry,
  kLibraryObject,
  kPoint,
  kPointPosition,
  // generics
  kGenericProperty,
  kGenericAttribute,
  kGenericSet,
  kGenericName,
  kGenericValue,
  // gml
  kGmlName,
  kGmlBoundedBy,
  kEnvelope,
  kSolid,
  kSurfaceCollection,
  kOrientable,
  kPolygon,
  kExterior,
  kInterior,
  kLinearRing,
  kPosList,
  kPos,
  kCoordinates,
  kGeometryMember,
  kLinesMember,     ///< what lies between the property and its lines and points
  kLine,            ///< a line, a segment of one, or a point by itself
  // xAL
  kXalContainer,
  kXalCountry,
  kXalLocality,
  kXalThoroughfare,
  kXalPostCode,
  kXalName,  ///< of xAL 3: what it names says the element around
  kCountryName,
  kLocalityName,
  kThoroughfareName,
  kThoroughfareNumber,
  kPostalCodeNumber,
  kAddressLine,
};

/// True for what is of a geometry and of nothing else: from its property down to its coordinates.
constexpr bool is_geometry(CityGmlElement element) {
  return element == CityGmlElement::kGeometryProperty ||
         (element >= CityGmlElement::kSolid && element <= CityGmlElement::kLine);
}

/// True for what may be of a version, a transaction or a Dynamizer, depending on where it stands.
constexpr bool may_be_of_version(CityGmlElement element) {
  return element == CityGmlElement::kCreationDate ||
         (element >= CityGmlElement::kTerminationDate && element <= CityGmlElement::kNewFeature);
}

/// One name of the vocabulary. What the enumerator leaves open is in the other members.
struct CityGmlName {
  CityGmlElement element = CityGmlElement::kOther;
  twin::SurfaceKind surface = twin::SurfaceKind::kUnspecified;  ///< of a boundary surface or an opening
  std::uint8_t lod = 0;                                         ///< of a geometry property
  const char* generic_type = "";  ///< of a generic attribute or kept text: "string", "int", …
  const char* kept_as = "";       ///< of a kept text: "con:dateOfDemolition"; of an object or space: its class; of a collection: not empty where its solids are no composite
};

/// @param name  "namespace|local" as `XmlStream` gives it
/// @returns  one that stays where it is
const CityGmlName& find_citygml_name(std::string_view name);

/// What the root element says: "CityGML 2.0", "CityGML 1.0", "CityGML 3.0", or empty for anything else.
std::string_view citygml_format_of_root(std::string_view name);

/// gml:id of either GML version; null when absent.
const std::string_view* gml_id(const XmlAttributes& attributes);

/// True for a name of no namespace of OGC, OASIS or W3C: an application domain extension.
bool is_foreign_name(std::string_view name);

/// What the namespace of such a name is called for short: its last word that is no version, "energy" of
/// "http://www.sig3d.org/citygml/2.0/energy/1.0|demand".
std::string foreign_label(std::string_view name);

inline constexpr std::string_view kGmlId = "http://www.opengis.net/gml|id";
inline constexpr std::string_view kGml32Id = "http://www.opengis.net/gml/3.2|id";
inline constexpr std::string_view kXlinkHref = "http://www.w3.org/1999/xlink|href";

}  // namespace geo

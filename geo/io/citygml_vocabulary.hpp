#pragma once

#include <cstdint>
#include <string_view>

#include "twin_core/city/building.hpp"

namespace geo {

/// The elements the reader knows, of CityGML 1.0 and 2.0 alike. `kOther` is everything else.
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
  kAddressProperty,
  kClass,
  kFunction,
  kUsage,
  kRoofType,
  kYearOfConstruction,
  kStoreysAbove,
  kStoreysBelow,
  kMeasuredHeight,
  // generics
  kGenericAttribute,
  kGenericSet,
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
  // xAL
  kXalContainer,
  kCountryName,
  kLocalityName,
  kThoroughfareName,
  kThoroughfareNumber,
  kPostalCodeNumber,
};

/// One name of the vocabulary. What the enumerator leaves open is in the other members.
struct CityGmlName {
  CityGmlElement element = CityGmlElement::kOther;
  twin::SurfaceKind surface = twin::SurfaceKind::kUnspecified;  ///< of a boundary surface
  std::uint8_t lod = 0;                                         ///< of a geometry property
  const char* generic_type = "";  ///< of a generic attribute: "string", "int", …
};

/// @param name  "namespace|local" as `XmlStream` gives it
CityGmlName find_citygml_name(std::string_view name);

/// What the root element says: "CityGML 2.0", "CityGML 1.0", "CityGML 3.0", or empty for anything else.
std::string_view citygml_format_of_root(std::string_view name);

inline constexpr std::string_view kGmlId = "http://www.opengis.net/gml|id";
inline constexpr std::string_view kXlinkHref = "http://www.w3.org/1999/xlink|href";

}  // namespace geo

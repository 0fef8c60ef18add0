#include "geo/io/citygml_vocabulary.hpp"

#include <array>
#include <string>
#include <unordered_map>

namespace geo {
namespace {

using E = CityGmlElement;
using S = twin::SurfaceKind;

constexpr std::string_view kGml = "http://www.opengis.net/gml|";
constexpr std::string_view kXal = "urn:oasis:names:tc:ciq:xsdschema:xAL:2.0|";
constexpr std::array<std::string_view, 2> kVersions{"1.0", "2.0"};

struct Row {
  std::string_view local;
  CityGmlName name;
};

constexpr Row plain(std::string_view local, E element) {
  return {local, {element, S::kUnspecified, 0, ""}};
}
constexpr Row surface(std::string_view local, S kind) {
  return {local, {E::kBoundarySurface, kind, 0, ""}};
}
constexpr Row level(std::string_view local, std::uint8_t lod) {
  return {local, {E::kGeometryProperty, S::kUnspecified, lod, ""}};
}
constexpr Row generic(std::string_view local, const char* type) {
  return {local, {E::kGenericAttribute, S::kUnspecified, 0, type}};
}

constexpr Row kCoreRows[] = {
    plain("CityModel", E::kCityModel),
    plain("cityObjectMember", E::kMember),
    plain("creationDate", E::kCreationDate),
    plain("externalReference", E::kExternalReference),
    plain("informationSystem", E::kInformationSystem),
    plain("externalObject", E::kExternalObject),
    plain("name", E::kCoreName),
    plain("uri", E::kUri),
    plain("Address", E::kAddress),
    plain("xalAddress", E::kXalAddress),
};

constexpr Row kBuildingRows[] = {
    plain("Building", E::kBuilding),
    plain("BuildingPart", E::kBuildingPart),
    plain("consistsOfBuildingPart", E::kConsistsOfPart),
    plain("boundedBy", E::kBoundedBySurface),
    surface("GroundSurface", S::kGround),
    surface("WallSurface", S::kWall),
    surface("RoofSurface", S::kRoof),
    surface("OuterCeilingSurface", S::kOuterCeiling),
    surface("OuterFloorSurface", S::kOuterFloor),
    surface("ClosureSurface", S::kClosure),
    plain("opening", E::kOpening),
    plain("Window", E::kOpeningObject),
    plain("Door", E::kOpeningObject),
    plain("outerBuildingInstallation", E::kOuterInstallation),
    plain("BuildingInstallation", E::kInstallation),
    plain("address", E::kAddressProperty),
    plain("class", E::kClass),
    plain("function", E::kFunction),
    plain("usage", E::kUsage),
    plain("roofType", E::kRoofType),
    plain("yearOfConstruction", E::kYearOfConstruction),
    plain("storeysAboveGround", E::kStoreysAbove),
    plain("storeysBelowGround", E::kStoreysBelow),
    plain("measuredHeight", E::kMeasuredHeight),
    // lod4 is passed over: interiors are not read.
    level("lod0FootPrint", 0),
    level("lod0RoofEdge", 0),
    level("lod1Solid", 1),
    level("lod1MultiSurface", 1),
    level("lod2Solid", 2),
    level("lod2MultiSurface", 2),
    level("lod2Geometry", 2),
    level("lod3Solid", 3),
    level("lod3MultiSurface", 3),
    level("lod3Geometry", 3),
};

constexpr Row kGenericRows[] = {
    generic("stringAttribute", "string"),
    generic("intAttribute", "int"),
    generic("doubleAttribute", "double"),
    generic("dateAttribute", "date"),
    generic("uriAttribute", "uri"),
    generic("measureAttribute", "measure"),
    plain("genericAttributeSet", E::kGenericSet),
    plain("value", E::kGenericValue),
};

constexpr Row kGmlRows[] = {
    plain("name", E::kGmlName),
    plain("boundedBy", E::kGmlBoundedBy),
    plain("Envelope", E::kEnvelope),
    plain("featureMember", E::kMember),
    plain("featureMembers", E::kMember),
    plain("Solid", E::kSolid),
    plain("CompositeSolid", E::kSurfaceCollection),
    plain("MultiSolid", E::kSurfaceCollection),
    plain("MultiSurface", E::kSurfaceCollection),
    plain("CompositeSurface", E::kSurfaceCollection),
    plain("Surface", E::kSurfaceCollection),
    plain("PolyhedralSurface", E::kSurfaceCollection),
    plain("TriangulatedSurface", E::kSurfaceCollection),
    plain("Tin", E::kSurfaceCollection),
    plain("MultiGeometry", E::kSurfaceCollection),
    plain("Shell", E::kSurfaceCollection),
    plain("OrientableSurface", E::kOrientable),
    plain("Polygon", E::kPolygon),
    plain("PolygonPatch", E::kPolygon),
    plain("Triangle", E::kPolygon),
    plain("Rectangle", E::kPolygon),
    plain("exterior", E::kExterior),
    plain("interior", E::kInterior),
    plain("LinearRing", E::kLinearRing),
    plain("posList", E::kPosList),
    plain("pos", E::kPos),
    plain("coordinates", E::kCoordinates),
    plain("surfaceMember", E::kGeometryMember),
    plain("surfaceMembers", E::kGeometryMember),
    plain("solidMember", E::kGeometryMember),
    plain("solidMembers", E::kGeometryMember),
    plain("geometryMember", E::kGeometryMember),
    plain("geometryMembers", E::kGeometryMember),
    plain("baseSurface", E::kGeometryMember),
    plain("patches", E::kGeometryMember),
    plain("polygonPatches", E::kGeometryMember),
    plain("trianglePatches", E::kGeometryMember),
};

constexpr Row kXalRows[] = {
    plain("AddressDetails", E::kXalContainer),
    plain("Country", E::kXalContainer),
    plain("AdministrativeArea", E::kXalContainer),
    plain("SubAdministrativeArea", E::kXalContainer),
    plain("Locality", E::kXalContainer),
    plain("DependentLocality", E::kXalContainer),
    plain("Thoroughfare", E::kXalContainer),
    plain("PostalCode", E::kXalContainer),
    plain("CountryName", E::kCountryName),
    plain("LocalityName", E::kLocalityName),
    plain("ThoroughfareName", E::kThoroughfareName),
    plain("ThoroughfareNumber", E::kThoroughfareNumber),
    plain("PostalCodeNumber", E::kPostalCodeNumber),
};

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Vocabulary = std::unordered_map<std::string, CityGmlName, Hash, std::equal_to<>>;

template <std::size_t N>
void add(Vocabulary& out, const std::string& space, const Row (&rows)[N]) {
  for (const Row& row : rows) out.emplace(space + std::string(row.local), row.name);
}

std::string module(std::string_view name, std::string_view version) {
  std::string out = "http://www.opengis.net/citygml/";
  if (!name.empty()) out.append(name).append("/");
  return out.append(version).append("|");
}

Vocabulary make_vocabulary() {
  Vocabulary out;
  add(out, std::string(kGml), kGmlRows);
  add(out, std::string(kXal), kXalRows);
  for (const auto version : kVersions) {
    add(out, module("", version), kCoreRows);
    add(out, module("building", version), kBuildingRows);
    add(out, module("generics", version), kGenericRows);
  }
  return out;
}

}  // namespace

CityGmlName find_citygml_name(std::string_view name) {
  static const Vocabulary vocabulary = make_vocabulary();
  const auto found = vocabulary.find(name);
  return found == vocabulary.end() ? CityGmlName{} : found->second;
}

std::string_view citygml_format_of_root(std::string_view name) {
  constexpr std::string_view kSpace = "http://www.opengis.net/citygml/", kLocal = "|CityModel";
  if (!name.starts_with(kSpace) || !name.ends_with(kLocal)) return {};
  const auto version = name.substr(kSpace.size(), name.size() - kSpace.size() - kLocal.size());
  if (version == "2.0") return "CityGML 2.0";
  if (version == "1.0") return "CityGML 1.0";
  if (version == "3.0") return "CityGML 3.0";
  return {};
}

}  // namespace geo

#include "geo/io/citygml_vocabulary.hpp"

#include <array>
#include <string>
#include <unordered_map>

#include "geo/io/citygml_rows.hpp"

namespace geo {
namespace {

using namespace citygml_rows;

constexpr std::string_view kGml = "http://www.opengis.net/gml|";
constexpr std::string_view kGml32 = "http://www.opengis.net/gml/3.2|";
constexpr std::array<std::string_view, 2> kXal{"urn:oasis:names:tc:ciq:xsdschema:xAL:1.0|",
                                               "urn:oasis:names:tc:ciq:xsdschema:xAL:2.0|"};
constexpr std::string_view kXal3 = "urn:oasis:names:tc:ciq:xal:3|";
constexpr std::array<std::string_view, 2> kOldVersions{"1.0", "2.0"};
constexpr std::string_view kNewVersion = "3.0";

// Of all versions.
constexpr Row kCoreRows[] = {
    plain("CityModel", E::kCityModel),
    plain("cityObjectMember", E::kMember),
    plain("creationDate", E::kCreationDate),
    kept("terminationDate", "date", "core:terminationDate", E::kTerminationDate),
    kept("relativeToTerrain", "string", "core:relativeToTerrain"),
    kept("relativeToWater", "string", "core:relativeToWater"),
    plain("externalReference", E::kExternalReference),
    plain("informationSystem", E::kInformationSystem),
    plain("Address", E::kAddress),
    plain("xalAddress", E::kXalAddress),
    plain("ImplicitGeometry", E::kImplicitGeometry),
    plain("transformationMatrix", E::kTransformationMatrix),
    plain("referencePoint", E::kReferencePoint),
    plain("libraryObject", E::kLibraryObject),
};

constexpr Row kOldCoreRows[] = {
    plain("externalObject", E::kExternalObject),
    plain("name", E::kCoreName),
    plain("uri", E::kUri),
    plain("relativeGMLGeometry", E::kRelativeGeometry),
};

constexpr Row kNewCoreRows[] = {
    kept("validFrom", "date", "core:validFrom", E::kValidFrom),
    kept("validTo", "date", "core:validTo", E::kValidTo),
    plain("ExternalReference", E::kExternalObject),
    plain("targetResource", E::kUri),
    plain("genericAttribute", E::kGenericProperty),
    plain("boundary", E::kBoundedBySurface),
    surface("ClosureSurface", S::kClosure),
    plain("relativeGeometry", E::kRelativeGeometry),
    plain("dynamizer", E::kDynamizerProperty),
    plain("versionMember", E::kVersionProperty),
    plain("versionTransitionMember", E::kVersionProperty),
    level("lod0MultiSurface", 0),
    level("lod1Solid", 1),
    level("lod1MultiSurface", 1),
    level("lod2Solid", 2),
    level("lod2MultiSurface", 2),
    level("lod3Solid", 3),
    level("lod3MultiSurface", 3),
    implicit("lod1ImplicitRepresentation", 1),
    implicit("lod2ImplicitRepresentation", 2),
    implicit("lod3ImplicitRepresentation", 3),
    lines("lod0Point", 0),
    lines("lod0MultiCurve", 0),
    lines("lod2MultiCurve", 2),
    lines("lod3MultiCurve", 3),
};

constexpr Row kVersioningRows[] = {
    plain("Version", E::kVersion),
    plain("VersionTransition", E::kVersionTransition),
    plain("versionMember", E::kVersionMember),
    plain("transaction", E::kTransactionProperty),
    plain("Transaction", E::kTransaction),
    plain("oldFeature", E::kOldFeature),
    plain("newFeature", E::kNewFeature),
};

// Of the appearance module of 1.0 and 2.0, and of the core of 3.0.
constexpr Row kAppearanceRows[] = {
    plain("appearance", E::kAppearanceProperty),
    plain("appearanceMember", E::kAppearanceMember),
};

constexpr Row kConstructionRows[] = {
    surface("GroundSurface", S::kGround),
    surface("WallSurface", S::kWall),
    surface("RoofSurface", S::kRoof),
    surface("OuterCeilingSurface", S::kOuterCeiling),
    surface("OuterFloorSurface", S::kOuterFloor),
    plain("InteriorWallSurface", E::kInteriorSurface),
    plain("CeilingSurface", E::kInteriorSurface),
    plain("FloorSurface", E::kInteriorSurface),
    plain("fillingSurface", E::kOpening),
    opening("WindowSurface", S::kWindow),
    opening("DoorSurface", S::kDoor),
    kept("conditionOfConstruction", "string", "con:conditionOfConstruction"),
    kept("dateOfConstruction", "date", "con:dateOfConstruction"),
    kept("dateOfDemolition", "date", "con:dateOfDemolition"),
    plain("height", E::kHeightProperty),
    plain("Height", E::kHeight),
    plain("highReference", E::kHeightHigh),
    plain("lowReference", E::kHeightLow),
    plain("status", E::kHeightStatus),
    plain("value", E::kHeightValue),
};

// Of all versions.
constexpr Row kBuildingRows[] = {
    plain("Building", E::kBuilding),
    plain("BuildingPart", E::kBuildingPart),
    plain("BuildingInstallation", E::kInstallation),
    plain("address", E::kAddressProperty),
    plain("class", E::kClass),
    plain("function", E::kFunction),
    plain("usage", E::kUsage),
    plain("roofType", E::kRoofType),
    plain("storeysAboveGround", E::kStoreysAbove),
    plain("storeysBelowGround", E::kStoreysBelow),
    kept("storeyHeightsAboveGround", "string", "bldg:storeyHeightsAboveGround"),
    kept("storeyHeightsBelowGround", "string", "bldg:storeyHeightsBelowGround"),
};

constexpr Row kNewBuildingRows[] = {
    plain("buildingPart", E::kConsistsOfPart),
    plain("buildingInstallation", E::kOuterInstallation),
    plain("buildingRoom", E::kSpaceProperty),
    plain("buildingSubdivision", E::kSpaceProperty),
    plain("buildingConstructiveElement", E::kSpaceProperty),
    plain("buildingFurniture", E::kSpaceProperty),
    plain("buildingUnit", E::kSpaceProperty),
    belongs_to("storey"),
    space("BuildingRoom", "BuildingRoom"),
    space("Storey", "Storey"),
    space("BuildingUnit", "BuildingUnit"),
    space("BuildingConstructiveElement", "BuildingConstructiveElement"),
    space("BuildingFurniture", "BuildingFurniture"),
    kept("sortKey", "double", "bldg:sortKey"),
};

constexpr Row kOldBuildingRows[] = {
    plain("consistsOfBuildingPart", E::kConsistsOfPart),
    plain("boundedBy", E::kBoundedBySurface),
    surface("GroundSurface", S::kGround),
    surface("WallSurface", S::kWall),
    surface("RoofSurface", S::kRoof),
    surface("OuterCeilingSurface", S::kOuterCeiling),
    surface("OuterFloorSurface", S::kOuterFloor),
    surface("ClosureSurface", S::kClosure),
    plain("opening", E::kOpening),
    opening("Window", S::kWindow),
    opening("Door", S::kDoor),
    plain("outerBuildingInstallation", E::kOuterInstallation),
    plain("interiorBuildingInstallation", E::kPassedProperty),
    plain("interiorRoom", E::kSpaceProperty),
    space("Room", "BuildingRoom"),
    plain("interiorFurniture", E::kSpaceProperty),
    space("BuildingFurniture", "BuildingFurniture"),
    plain("roomInstallation", E::kPassedProperty),
    plain("InteriorWallSurface", E::kInteriorSurface),
    plain("CeilingSurface", E::kInteriorSurface),
    plain("FloorSurface", E::kInteriorSurface),
    plain("yearOfConstruction", E::kYearOfConstruction),
    kept("yearOfDemolition", "string", "bldg:yearOfDemolition"),
    plain("measuredHeight", E::kMeasuredHeight),
    level4("lod4Solid"),
    level4("lod4MultiSurface"),
    level4("lod4Geometry"),
    implicit4("lod4ImplicitRepresentation"),
    implicit("lod2ImplicitRepresentation", 2),
    implicit("lod3ImplicitRepresentation", 3),
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

constexpr Row kNewGenericRows[] = {
    generic("StringAttribute", "string"),
    generic("CodeAttribute", "string"),
    generic("IntAttribute", "int"),
    generic("DoubleAttribute", "double"),
    generic("DateAttribute", "date"),
    generic("UriAttribute", "uri"),
    generic("MeasureAttribute", "measure"),
    plain("GenericAttributeSet", E::kGenericSet),
    plain("genericAttribute", E::kGenericProperty),
    plain("name", E::kGenericName),
    plain("value", E::kGenericValue),
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
    kept("description", "string", "gml:description"),
    kept("identifier", "string", "gml:identifier"),
    plain("boundedBy", E::kGmlBoundedBy),
    plain("Envelope", E::kEnvelope),
    plain("featureMember", E::kMember),
    plain("featureMembers", E::kMember),
    plain("Solid", E::kSolid),
    plain("CompositeSolid", E::kSurfaceCollection),
    multiple("MultiSolid"),
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
    plain("Point", E::kPoint),
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
    plain("MultiCurve", E::kLinesMember),
    plain("curveMember", E::kLinesMember),
    plain("curveMembers", E::kLinesMember),
    plain("CompositeCurve", E::kLinesMember),
    plain("GeometricComplex", E::kLinesMember),
    plain("element", E::kLinesMember),
    plain("Curve", E::kLinesMember),
    plain("segments", E::kLinesMember),
    plain("OrientableCurve", E::kLinesMember),
    plain("baseCurve", E::kLinesMember),
    plain("MultiPoint", E::kLinesMember),
    plain("pointMember", E::kLinesMember),
    plain("pointMembers", E::kLinesMember),
    plain("LineString", E::kLine),
    plain("LineStringSegment", E::kLine),
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
    plain("AddressLines", E::kXalContainer),
    plain("AddressLine", E::kAddressLine),
};

constexpr Row kXal3Rows[] = {
    plain("Address", E::kXalContainer),      plain("FreeTextAddress", E::kXalContainer),
    plain("AddressLine", E::kAddressLine),   plain("Country", E::kXalCountry),
    plain("Locality", E::kXalLocality),      plain("Thoroughfare", E::kXalThoroughfare),
    plain("PostCode", E::kXalPostCode),      plain("NameElement", E::kXalName),
    plain("Number", E::kThoroughfareNumber), plain("Identifier", E::kPostalCodeNumber),
};

Vocabulary make_vocabulary() {
  Vocabulary out;
  for (const auto space : {kGml, kGml32}) add(out, std::string(space), kGmlRows);
  for (const auto space : kXal) add(out, std::string(space), kXalRows);
  add(out, std::string(kXal3), kXal3Rows);
  for (const auto version : kOldVersions) {
    add(out, module("", version), kCoreRows);
    add(out, module("", version), kOldCoreRows);
    add(out, module("building", version), kBuildingRows);
    add(out, module("building", version), kOldBuildingRows);
    add(out, module("generics", version), kGenericRows);
    add(out, module("appearance", version), kAppearanceRows);
  }
  add(out, module("", kNewVersion), kCoreRows);
  add(out, module("", kNewVersion), kNewCoreRows);
  add(out, module("", kNewVersion), kAppearanceRows);
  add(out, module("versioning", kNewVersion), kVersioningRows);
  add(out, module("construction", kNewVersion), kConstructionRows);
  add(out, module("building", kNewVersion), kBuildingRows);
  add(out, module("building", kNewVersion), kNewBuildingRows);
  add(out, module("generics", kNewVersion), kNewGenericRows);
  add_module_rows(out);
  return out;
}

}  // namespace

const CityGmlName& find_citygml_name(std::string_view name) {
  static const Vocabulary vocabulary = make_vocabulary();
  static const CityGmlName other;
  const auto found = vocabulary.find(name);
  return found == vocabulary.end() ? other : found->second;
}

const std::string_view* gml_id(const XmlAttributes& attributes) {
  const std::string_view* id = attributes.find(kGmlId);
  return id ? id : attributes.find(kGml32Id);
}

bool is_foreign_name(std::string_view name) {
  for (const std::string_view ours :
       {"http://www.opengis.net/", "https://www.opengis.net/", "urn:oasis:", "http://www.w3.org/"}) {
    if (name.starts_with(ours)) return false;
  }
  return name.find('|') != std::string_view::npos;
}

std::string foreign_label(std::string_view name) {
  std::string_view space = name.substr(0, name.find('|'));
  while (!space.empty()) {
    const auto at = space.find_last_of("/:#");
    const auto segment = at == std::string_view::npos ? space : space.substr(at + 1);
    const auto figures = segment.starts_with('v') ? segment.substr(1) : segment;
    if (figures.find_first_not_of("0123456789.-_") != std::string_view::npos) return std::string(segment);
    if (at == std::string_view::npos) break;
    space = space.substr(0, at);
  }
  return "ade";
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

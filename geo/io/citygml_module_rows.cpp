#include "geo/io/citygml_rows.hpp"

namespace geo::citygml_rows {
namespace {

// Of every module, in the versions that have geometry properties there.
constexpr Row kOldLevelRows[] = {
    level("lod0Geometry", 0), level("lod1Geometry", 1), level("lod2Geometry", 2), level("lod3Geometry", 3),
    level("lod0MultiSurface", 0), level("lod1MultiSurface", 1), level("lod2MultiSurface", 2), level("lod3MultiSurface", 3),
    level("lod1Solid", 1), level("lod2Solid", 2), level("lod3Solid", 3),
    level("lod1MultiSolid", 1), level("lod2MultiSolid", 2), level("lod3MultiSolid", 3),
    level("lod2Surface", 2), level("lod3Surface", 3),
    implicit("lod0ImplicitRepresentation", 0), implicit("lod1ImplicitRepresentation", 1),
    implicit("lod2ImplicitRepresentation", 2), implicit("lod3ImplicitRepresentation", 3),
    level4("lod4Geometry"), level4("lod4MultiSurface"), level4("lod4Solid"), level4("lod4MultiSolid"), level4("lod4Surface"),
    implicit4("lod4ImplicitRepresentation"),
    lines("lod0Network", 0), lines("lod0MultiCurve", 0), lines("lod1MultiCurve", 1), lines("lod2MultiCurve", 2),
    lines("lod3MultiCurve", 3), lines("lod4MultiCurve", 4),
};

constexpr Row kCodeRows[] = {
    plain("class", E::kClass),
    plain("function", E::kFunction),
    plain("usage", E::kUsage),
};

constexpr Row kBridgeRows[] = {
    object("Bridge"),
    plain("BridgePart", E::kBuildingPart),
    plain("consistsOfBridgePart", E::kConsistsOfPart),
    plain("bridgePart", E::kConsistsOfPart),
    plain("outerBridgeInstallation", E::kOuterInstallation),
    plain("bridgeInstallation", E::kOuterInstallation),
    plain("BridgeInstallation", E::kInstallation),
    plain("outerBridgeConstruction", E::kOuterInstallation),
    plain("bridgeConstructiveElement", E::kOuterInstallation),
    plain("BridgeConstructionElement", E::kInstallation),
    plain("BridgeConstructiveElement", E::kInstallation),
    plain("interiorBridgeRoom", E::kSpaceProperty),
    plain("bridgeRoom", E::kSpaceProperty),
    space("BridgeRoom", "BridgeRoom"),
    plain("bridgeFurniture", E::kPassedProperty),
    plain("interiorBridgeInstallation", E::kPassedProperty),
    kept("isMovable", "string", "brid:isMovable"),
};

constexpr Row kTunnelRows[] = {
    object("Tunnel"),
    plain("TunnelPart", E::kBuildingPart),
    plain("consistsOfTunnelPart", E::kConsistsOfPart),
    plain("tunnelPart", E::kConsistsOfPart),
    plain("outerTunnelInstallation", E::kOuterInstallation),
    plain("tunnelInstallation", E::kOuterInstallation),
    plain("TunnelInstallation", E::kInstallation),
    plain("tunnelConstructiveElement", E::kOuterInstallation),
    plain("TunnelConstructiveElement", E::kInstallation),
    plain("interiorHollowSpace", E::kSpaceProperty),
    plain("hollowSpace", E::kSpaceProperty),
    space("HollowSpace", "TunnelHollowSpace"),
    plain("tunnelFurniture", E::kPassedProperty),
    plain("interiorTunnelInstallation", E::kPassedProperty),
};

// Bridges and tunnels of the old versions, which repeat the building's.
constexpr Row kOldShellRows[] = {
    plain("boundedBy", E::kBoundedBySurface),
    surface("GroundSurface", S::kGround),
    surface("WallSurface", S::kWall),
    surface("RoofSurface", S::kRoof),
    surface("OuterCeilingSurface", S::kOuterCeiling),
    surface("OuterFloorSurface", S::kOuterFloor),
    surface("ClosureSurface", S::kClosure),
    plain("InteriorWallSurface", E::kInteriorSurface),
    plain("CeilingSurface", E::kInteriorSurface),
    plain("FloorSurface", E::kInteriorSurface),
    plain("opening", E::kOpening),
    opening("Window", S::kWindow),
    opening("Door", S::kDoor),
};

constexpr Row kTransportationRows[] = {
    object("TransportationComplex"),
    object("Road"),
    object("Railway"),
    object("Square"),
    object("Track"),
    object("Waterway"),
    plain("trafficArea", E::kBoundedBySurface),
    plain("auxiliaryTrafficArea", E::kBoundedBySurface),
    surface("TrafficArea", S::kUnspecified),
    surface("AuxiliaryTrafficArea", S::kUnspecified),
    plain("section", E::kOuterInstallation),
    plain("Section", E::kInstallation),
    plain("intersection", E::kOuterInstallation),
    plain("Intersection", E::kInstallation),
    plain("trafficSpace", E::kOuterInstallation),
    plain("TrafficSpace", E::kInstallation),
    plain("auxiliaryTrafficSpace", E::kOuterInstallation),
    plain("AuxiliaryTrafficSpace", E::kInstallation),
    plain("marking", E::kPassedProperty),
    plain("hole", E::kPassedProperty),
    plain("clearanceSpace", E::kPassedProperty),
};

constexpr Row kVegetationRows[] = {
    object("PlantCover"),
    object("SolitaryVegetationObject"),
    kept("species", "string", "veg:species"),
    kept("height", "measure", "veg:height"),
    kept("averageHeight", "measure", "veg:averageHeight"),
    kept("trunkDiameter", "measure", "veg:trunkDiameter"),
    kept("crownDiameter", "measure", "veg:crownDiameter"),
};

constexpr Row kWaterRows[] = {
    object("WaterBody"),
    plain("boundedBy", E::kBoundedBySurface),
    surface("WaterSurface", S::kUnspecified),
    surface("WaterGroundSurface", S::kGround),
    surface("WaterClosureSurface", S::kClosure),
};

constexpr Row kReliefRows[] = {
    object("ReliefFeature"),
    object("TINRelief"),
    plain("reliefComponent", E::kOuterInstallation),
    plain("lod", E::kReliefLod),
    {"tin", {E::kGeometryProperty, S::kUnspecified, 0, "", "tin"}},
};

constexpr Row kLandUseRows[] = {object("LandUse")};
constexpr Row kFurnitureRows[] = {object("CityFurniture")};
constexpr Row kGenericObjectRows[] = {
    object("GenericCityObject"),
    object("GenericOccupiedSpace"),
    object("GenericUnoccupiedSpace"),
    object("GenericLogicalSpace"),
};
constexpr Row kOtherConstructionRows[] = {object("OtherConstruction")};

template <std::size_t N>
void add_everywhere(Vocabulary& out, std::string_view name, const Row (&rows)[N]) {
  for (const std::string_view version : {"1.0", "2.0", "3.0"}) {
    const auto space = module(name, version);
    add(out, space, rows);
    add(out, space, kCodeRows);
    if (version != "3.0") add(out, space, kOldLevelRows);
  }
}

}  // namespace

void add_module_rows(Vocabulary& out) {
  add_everywhere(out, "bridge", kBridgeRows);
  add_everywhere(out, "tunnel", kTunnelRows);
  add_everywhere(out, "transportation", kTransportationRows);
  add_everywhere(out, "vegetation", kVegetationRows);
  add_everywhere(out, "waterbody", kWaterRows);
  add_everywhere(out, "relief", kReliefRows);
  add_everywhere(out, "landuse", kLandUseRows);
  add_everywhere(out, "cityfurniture", kFurnitureRows);
  add_everywhere(out, "generics", kGenericObjectRows);
  for (const std::string_view shell : {"bridge", "tunnel"}) add(out, module(shell, "2.0"), kOldShellRows);
  add(out, module("construction", "3.0"), kOtherConstructionRows);
  add(out, module("construction", "3.0"), kCodeRows);
}

}  // namespace geo::citygml_rows

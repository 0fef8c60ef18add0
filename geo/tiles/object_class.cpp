#include "geo/tiles/object_class.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geo {
namespace {

using Drawn = std::pair<std::string_view, SurfaceClass>;
constexpr auto kDrawn = std::to_array<Drawn>({
    {"Road", SurfaceClass::kRoad},
    {"Railway", SurfaceClass::kRoad},
    {"Square", SurfaceClass::kRoad},
    {"Track", SurfaceClass::kRoad},
    {"TransportSquare", SurfaceClass::kRoad},
    {"TransportationComplex", SurfaceClass::kRoad},
    {"WaterBody", SurfaceClass::kWater},
    {"Waterway", SurfaceClass::kWater},
    {"PlantCover", SurfaceClass::kGreen},
    {"SolitaryVegetationObject", SurfaceClass::kTree},
    {"LandUse", SurfaceClass::kLand},
    {"ReliefFeature", SurfaceClass::kTerrain},
    {"TINRelief", SurfaceClass::kTerrain},
    {"Bridge", SurfaceClass::kBridge},
    {"BridgePart", SurfaceClass::kBridge},
    {"BridgeInstallation", SurfaceClass::kBridge},
    {"BridgeConstructiveElement", SurfaceClass::kBridge},
    {"BridgeConstructionElement", SurfaceClass::kBridge},
});
constexpr auto kInside = std::to_array<std::string_view>({
    "BuildingRoom", "BuildingStorey", "Storey", "BuildingUnit", "BuildingFurniture", "BuildingConstructiveElement",
    "BridgeRoom", "BridgeFurniture", "TunnelHollowSpace", "TunnelFurniture", "TunnelConstructiveElement",
});

}  // namespace

std::optional<SurfaceClass> drawn_as(std::string_view type) {
  if (std::find(kInside.begin(), kInside.end(), type) != kInside.end()) return std::nullopt;
  const auto* found = std::find_if(kDrawn.begin(), kDrawn.end(), [&](const Drawn& drawn) { return drawn.first == type; });
  return found == kDrawn.end() ? SurfaceClass::kObject : found->second;
}

}  // namespace geo

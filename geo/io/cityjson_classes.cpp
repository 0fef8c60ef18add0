#include "geo/io/cityjson_classes.hpp"

#include <algorithm>
#include <array>

#include "geo/io/cityjson_names.hpp"

namespace geo::cityjson {
namespace {

constexpr auto kWritten = std::to_array<WrittenClass>({
    {"Bridge", "Bridge"},
    {"BridgeConstructionElement", "BridgeConstructiveElement", true},
    {"BridgeConstructiveElement", "BridgeConstructiveElement", true},
    {"BridgeFurniture", "BridgeFurniture", true},
    {"BridgeRoom", "BridgeRoom", true},
    {"Building", "Building"},  // without surfaces
    {"BuildingConstructiveElement", "BuildingConstructiveElement", true},
    {"BuildingFurniture", "BuildingFurniture", true},
    {"BuildingRoom", "BuildingRoom", true},
    {"BuildingStorey", "BuildingStorey", true},
    {"BuildingUnit", "BuildingUnit", true},
    {"CityFurniture", "CityFurniture"},
    {"GenericCityObject", "GenericCityObject"},
    {"LandUse", "LandUse", false, true},
    {"OtherConstruction", "OtherConstruction"},
    {kEnvelopeClass, "GenericCityObject"},
    {kMassingClass, "GenericCityObject"},
    {kPlanUnitClass, "LandUse", false, true},
    {"PlantCover", "PlantCover"},
    {"Railway", "Railway", false, true},
    {"ReliefFeature", "TINRelief", false, true},
    {"Road", "Road", false, true},
    {"SolitaryVegetationObject", "SolitaryVegetationObject"},
    {"Square", "TransportSquare", false, true},
    {"Storey", "BuildingStorey", true},
    {"TINRelief", "TINRelief", false, true},
    {"Track", "Road", false, true},
    {"TransportSquare", "TransportSquare", false, true},
    {"TransportationComplex", "Road", false, true},
    {"Tunnel", "Tunnel"},
    {"TunnelConstructiveElement", "TunnelConstructiveElement", true},
    {"TunnelFurniture", "TunnelFurniture", true},
    {"TunnelHollowSpace", "TunnelHollowSpace", true},
    {"WaterBody", "WaterBody"},
    {"Waterway", "Waterway", false, true},
});
constexpr WrittenClass kGeneric{"", "GenericCityObject"};

std::string text_member(Object object, std::string_view name) {
  const auto value = find(object, name);
  std::string_view text;
  return value && value->get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

}  // namespace

const WrittenClass& written_class(std::string_view name, bool has_parent) {
  const auto* found = std::find_if(kWritten.begin(), kWritten.end(), [&](const WrittenClass& w) { return w.name == name; });
  return found == kWritten.end() || (found->needs_parent && !has_parent) ? kGeneric : *found;
}

ToldObject told_of(const CityObject& object, ParsedValue& parsed) {
  ToldObject out{std::string(object.type), {}};
  const auto says = [&](std::string_view what) { return object.attributes.find(what) != std::string_view::npos; };
  Object members;
  if (!says(kOwnPrefix) && !says("\\")) return out;
  if (parsed.parse_only(object.attributes) || parsed.root().get(members) != simdjson::SUCCESS) return out;
  out.parent = text_member(members, kParentAttribute);
  auto type = text_member(members, kClassAttribute);
  // Any other name is somebody else's attribute.
  const bool is_known = type.starts_with('+') || written_class(type, true).name == type;
  const bool fits = written_class(type, true).type == object.type || object.type == kGeneric.type;
  if (!type.empty() && is_known && fits) out.type = std::move(type);
  return out;
}

}  // namespace geo::cityjson

#include "geo/io/cityjson_vocabulary.hpp"

#include <algorithm>
#include <array>

#include "geo/io/did_you_mean.hpp"

namespace geo {
namespace cityjson {
namespace {

constexpr auto kClasses = std::to_array<std::string_view>({
    "Bridge",
    "BridgeConstructiveElement",
    "BridgeConstructionElement",
    "BridgeFurniture",
    "BridgeInstallation",
    "BridgePart",
    "BridgeRoom",
    "Building",
    "BuildingConstructiveElement",
    "BuildingFurniture",
    "BuildingInstallation",
    "BuildingPart",
    "BuildingRoom",
    "BuildingStorey",
    "BuildingUnit",
    "CityFurniture",
    "CityObjectGroup",
    "GenericCityObject",
    "LandUse",
    "OtherConstruction",
    "PlantCover",
    "Railway",
    "Road",
    "SolitaryVegetationObject",
    "Square",
    "TINRelief",
    "TransportSquare",
    "Tunnel",
    "TunnelConstructiveElement",
    "TunnelFurniture",
    "TunnelHollowSpace",
    "TunnelInstallation",
    "TunnelPart",
    "WaterBody",
    "Waterway",
});

}  // namespace

bool is_class(std::string_view name) {
  return std::find(kClasses.begin(), kClasses.end(), name) != kClasses.end();
}

std::string nearest_class(std::string_view name) {
  return did_you_mean(name.substr(0, 80), kClasses);
}

}  // namespace cityjson

namespace {

constexpr std::string_view kBlank = " \t\r\n";

/// The text between the quotes, `at` behind the closing one; false at the end of the text.
bool take_string(std::string_view text, std::size_t& at, std::string_view& out) {
  const std::size_t from = ++at;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  if (at >= text.size()) return false;
  out = text.substr(from, at - from);
  ++at;
  return true;
}

}  // namespace

CityJsonGuess guess_cityjson(std::string_view text) {
  using enum CityJsonGuess;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t at = text.find_first_not_of(kBlank);
  if (at == std::string_view::npos) return kUndecided;
  if (text[at] != '{') return kNo;
  std::size_t depth = 0;
  std::string_view key, last;
  bool after_colon = false;
  while (at < text.size()) {
    switch (text[at]) {
      case '"':
        if (!take_string(text, at, last)) return kUndecided;
        if (depth == 1 && after_colon && key == "type") {
          return last == "CityJSON" || last == "CityJSONFeature" ? kYes : kNo;
        }
        continue;
      case ':':
        if (depth == 1) {
          key = last;
          after_colon = true;
          if (key == "CityObjects") return kYes;
        }
        break;
      case ',':
        if (depth == 1) after_colon = false;
        break;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (--depth == 0) return kNo;
        break;
      default:
        break;
    }
    ++at;
  }
  return kUndecided;
}

}  // namespace geo

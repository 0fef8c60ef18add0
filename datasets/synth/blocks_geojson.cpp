#include "datasets/synth/blocks_geojson.hpp"

#include <fmt/format.h>

#include <iterator>

#include "datasets/synth/geographic.hpp"

namespace datasets {
namespace {

std::string_view name_of(BlockUse use) {
  switch (use) {
    case BlockUse::kPerimeter:
      return "perimeter block";
    case BlockUse::kOpenPerimeter:
      return "open perimeter block";
    case BlockUse::kSlabs:
      return "slabs";
    case BlockUse::kPointHouses:
      return "point houses";
    case BlockUse::kRowHouses:
      return "row houses";
    case BlockUse::kHouses:
      return "detached houses";
    case BlockUse::kShops:
      return "shops";
    case BlockUse::kOffices:
    case BlockUse::kHeadOffice:
      return "offices";
    case BlockUse::kIndustry:
      return "industry";
    case BlockUse::kSchool:
      return "school";
    case BlockUse::kHealthStation:
      return "health station";
    case BlockUse::kChurchAndLibrary:
      return "church and library";
    case BlockUse::kSquare:
      return "square";
    case BlockUse::kPark:
      return "park";
    case BlockUse::kVacant:
      return "vacant";
  }
  return "";
}

std::string_view name_of(Character character) {
  switch (character) {
    case Character::kTown:
      return "town";
    case Character::kCore:
      return "core";
    case Character::kInner:
      return "inner city";
    case Character::kCentre:
      return "centre";
    case Character::kSlabSuburb:
      return "suburb of slabs";
    case Character::kHouseSuburb:
      return "suburb of houses";
    case Character::kIndustry:
      return "industry";
    case Character::kForest:
      return "forest";
  }
  return "";
}

}  // namespace

void append_blocks_head(std::string& out) {
  out += "{\"type\":\"FeatureCollection\",\"name\":\"blocks\",\"features\":[";
}

void append_blocks(std::string& out, const District& district, const Site& site) {
  for (const Block& block : district.blocks) {
    const bool is_first = district.serial == 0 && block.number == 0;
    fmt::format_to(std::back_inserter(out),
                   "{}\n{{\"type\":\"Feature\",\"id\":\"{}-{}\",\"properties\":{{\"use\":\"{}\",\"district\":{},\"character\":\"{}\","
                   "\"street\":\"{}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[",
                   is_first ? "" : ",", district.serial, block.number, name_of(block.use), district.serial,
                   name_of(district.character), block.streets.front());
    for (std::size_t i = 0; i <= block.plot.size(); ++i) {
      const Geographic at = geographic_of(site.corner(block.plot[i % block.plot.size()]));
      out += i == 0 ? "[" : ",[";
      append_degrees(out, at.longitude);
      out += ',';
      append_degrees(out, at.latitude);
      out += ']';
    }
    out += "]]}}";
  }
}

void append_blocks_tail(std::string& out) {
  out += "\n]}\n";
}

}  // namespace datasets

#include "datasets/synth/plan_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "datasets/synth/site.hpp"

namespace datasets {
namespace {

using Json = nlohmann::ordered_json;

/// One unit; a number of 0 leaves its regulation out. Heights are metres above the unit's ground.
struct Unit {
  std::string_view id, symbol, fi, sv, en;
  std::vector<std::string_view> use_codes;
  BlockUse use;  ///< of the town's block that the unit covers
  std::size_t nth = 0;  ///< of the blocks of that use, from the middle of the town outwards
  double efficiency = 0, floor_area_k_m2 = 0;
  int storeys = 0;
  double coverage_percent = 0, setback_m = 0, ridge_m = 0, sky_start_m = 0;
};

const std::vector<Unit>& units() {
  static const std::vector<Unit> kUnits{
      {.id = "AK-1",
       .symbol = "AK",
       .fi = "Majakkakortteli",
       .sv = "Fyrkvarteret",
       .en = "Lighthouse block",
       .use_codes = {"asuinkerrostaloalue"},
       .use = BlockUse::kVacant,
       .nth = 0,
       .efficiency = 1.8,
       .storeys = 6,
       .coverage_percent = 35,
       .setback_m = 4,
       .ridge_m = 24,
       .sky_start_m = 12},
      {.id = "AK-2",
       .symbol = "AK",
       .fi = "Telakanranta",
       .sv = "Varvsstranden",
       .en = "Shipyard shore",
       .use_codes = {"asuinkerrostaloalue"},
       .use = BlockUse::kVacant,
       .nth = 1,
       .efficiency = 2.2,
       .storeys = 8,
       .coverage_percent = 40,
       .setback_m = 5,
       .ridge_m = 30},
      {.id = "AP-3",
       .symbol = "AP",
       .fi = "Omenatarha",
       .sv = "Äppelgården",
       .en = "Apple garden",
       .use_codes = {"asuinpientaloalue"},
       .use = BlockUse::kVacant,
       .nth = 2,
       .efficiency = 0.5,
       .storeys = 2,
       .coverage_percent = 25,
       .setback_m = 4,
       .ridge_m = 9},
      {.id = "AL-4",
       .symbol = "AL",
       .fi = "Torin laita",
       .sv = "Torgkanten",
       .en = "Square side",
       .use_codes = {"asumisenAlue", "liikerakennustenAlue", "toimistorakennustenAlue"},
       .use = BlockUse::kPerimeter,
       .nth = 0,
       .efficiency = 2.6,
       .storeys = 7,
       .coverage_percent = 60,
       .ridge_m = 27},
      {.id = "AK-5",
       .symbol = "AK",
       .fi = "Vanha kortteli",
       .sv = "Gamla kvarteret",
       .en = "Old block",
       .use_codes = {"asuinkerrostaloalue"},
       .use = BlockUse::kPerimeter,
       .nth = 4,
       .efficiency = 2.0,
       .storeys = 5,
       .coverage_percent = 50,
       .ridge_m = 22,
       .sky_start_m = 14},
      {.id = "Y-6",
       .symbol = "Y",
       .fi = "Koulun tontti",
       .sv = "Skoltomten",
       .en = "School plot",
       .use_codes = {"yleistenRakennustenAlue"},
       .use = BlockUse::kSchool,
       .nth = 0,
       .floor_area_k_m2 = 4200,
       .storeys = 3,
       .setback_m = 6,
       .ridge_m = 16},
      {.id = "K-7",
       .symbol = "K",
       .fi = "Kauppakulma",
       .sv = "Handelshörnet",
       .en = "Market corner",
       .use_codes = {"liikerakennustenAlue", "toimistorakennustenAlue"},
       .use = BlockUse::kShops,
       .nth = 0,
       .efficiency = 1.6,
       .storeys = 9,
       .coverage_percent = 65,
       .setback_m = 2,
       .ridge_m = 36},
      {.id = "VP-8",
       .symbol = "VP",
       .fi = "Lokkipuisto",
       .sv = "Måsparken",
       .en = "Gull park",
       .use_codes = {"puisto"},
       .use = BlockUse::kPark,
       .nth = 0},
  };
  return kUnits;
}

Json boundary_of(const Footprint& footprint) {
  Json ring = Json::array();
  for (std::size_t i = 0; i <= footprint.size(); ++i) {
    const Corner corner = footprint[i % footprint.size()];
    ring.push_back({static_cast<double>(corner.east) / 1000, static_cast<double>(corner.north) / 1000});
  }
  return {{"type", "Polygon"}, {"coordinates", Json::array({std::move(ring)})}};
}

Json regulations_of(const Unit& unit, double ground_m) {
  Json out = Json::array();
  if (unit.efficiency > 0) {
    out.push_back({{"type", "tehokkuusluku"}, {"value", unit.efficiency}});
  }
  if (unit.floor_area_k_m2 > 0) {
    out.push_back({{"type", "sallittuKerrosala"}, {"value", unit.floor_area_k_m2}, {"unit", "k-m2"}});
  }
  if (unit.storeys > 0) {
    out.push_back({{"type", "maanpaallinenKerrosluku"}, {"value", unit.storeys}});
  }
  if (unit.coverage_percent > 0) {
    out.push_back(
        {{"type", "rakentamisenSuhdeAlueenPintaAlaan"}, {"value", unit.coverage_percent}, {"unit", "%"}});
  }
  if (unit.setback_m > 0) {
    out.push_back({{"type", "setback"}, {"value", unit.setback_m}, {"unit", "m"}});
  }
  if (unit.sky_start_m > 0) {
    out.push_back(
        {{"type", "sky-plane"}, {"angle_deg", 45}, {"start_height_m", unit.sky_start_m}, {"edges", {0}}});
  }
  if (unit.ridge_m > 0) {
    out.push_back(
        {{"type", "vesikatonYlimmanKohdanKorkeusasema"}, {"value", unit.ridge_m + ground_m}, {"unit", "m"}});
  }
  return out;
}

/// What a vacant block of a district may become.
Unit usual_unit(const District& district) {
  Unit unit{.id = "", .symbol = "AK", .fi = "", .sv = "", .en = "", .use_codes = {"asuinkerrostaloalue"}, .use = BlockUse::kVacant};
  switch (district.character) {
    case Character::kTown:
    case Character::kCore:
      unit.efficiency = 2.4, unit.storeys = 7, unit.coverage_percent = 55, unit.ridge_m = 26;
      break;
    case Character::kInner:
      unit.efficiency = 1.8, unit.storeys = 6, unit.coverage_percent = 45, unit.setback_m = 3, unit.ridge_m = 23;
      break;
    case Character::kCentre:
      unit.efficiency = 2.0, unit.storeys = 12, unit.coverage_percent = 35, unit.setback_m = 5, unit.ridge_m = 42;
      break;
    case Character::kSlabSuburb:
      unit.efficiency = 0.9, unit.storeys = 5, unit.coverage_percent = 25, unit.setback_m = 6, unit.ridge_m = 19;
      break;
    case Character::kHouseSuburb:
    case Character::kForest:
      unit.symbol = "AP";
      unit.use_codes = {"asuinpientaloalue"};
      unit.efficiency = 0.3, unit.storeys = 2, unit.coverage_percent = 20, unit.setback_m = 4, unit.ridge_m = 9;
      break;
    case Character::kIndustry:
      unit.symbol = "K";
      unit.use_codes = {"toimistorakennustenAlue"};
      unit.efficiency = 0.8, unit.storeys = 4, unit.coverage_percent = 50, unit.setback_m = 5, unit.ridge_m = 18;
      break;
  }
  return unit;
}

Json names_of(const Unit& unit) {
  return {{"fi", unit.fi}, {"sv", unit.sv}, {"en", unit.en}};
}

Json json_of(const Unit& unit, const Block& block, const Site& site, const std::string& id, Json name) {
  const double ground_m = static_cast<double>(site.ground(block.plot)) / 1000;
  return {{"id", id},
          {"name", std::move(name)},
          {"symbol", unit.symbol},
          {"use_codes", unit.use_codes},
          {"boundary", boundary_of(site.footprint(block.plot))},
          {"ground_level_n2000_m", ground_m},
          {"regulations", regulations_of(unit, ground_m)},
          {"assumptions",
           {{"storey_height_m", 3.0},
            {"net_ratio", 0.8},
            {"m2_per_resident", 40.0},
            {"k_m2_per_dwelling", 75.0},
            {"k_m2_per_parking_space", 135.0}}}};
}

const Block* nth_of(const District& town, BlockUse use, std::size_t nth) {
  for (const Block& block : town.blocks) {
    if (block.use == use && nth-- == 0) {
      return &block;
    }
  }
  return nullptr;
}

}  // namespace

void append_plan_head(std::string& out) {
  out += "{\"type\":\"kaksonen-plan\",\"version\":1,\"crs\":\"EPSG:3879\",\"source\":\"synthetic\",\"units\":[";
}

std::uint64_t append_plan_units(std::string& out, const District& district, const Site& site, std::uint64_t written) {
  std::uint64_t count = 0;
  auto append = [&](const Json& unit) {
    out += written + count == 0 ? "\n" : ",\n";
    out += unit.dump();
    ++count;
  };
  if (district.serial == 0) {
    for (const Unit& unit : units()) {
      if (const Block* block = nth_of(district, unit.use, unit.nth)) {
        append(json_of(unit, *block, site, std::string(unit.id), names_of(unit)));
      }
    }
    return count;
  }
  for (const Block& block : district.blocks) {
    if (block.use != BlockUse::kVacant) {
      continue;
    }
    const Unit unit = usual_unit(district);
    const std::string id = fmt::format("{}-{}-{}", unit.symbol, district.serial, block.number);
    const std::string name = fmt::format("{} {}", block.streets.front(), block.number);
    append(json_of(unit, block, site, id, {{"fi", name}, {"sv", name}, {"en", name}}));
  }
  return count;
}

void append_plan_tail(std::string& out) {
  out += "\n]}\n";
}

}  // namespace datasets

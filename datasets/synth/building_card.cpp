#include "datasets/synth/building_card.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "datasets/synth/draw.hpp"

namespace datasets {
namespace {

constexpr std::uint64_t kSeries = 190'000'000;

std::string_view use_text_of(std::string_view code) {
  struct Use {
    std::string_view code, text;
  };
  constexpr std::array<Use, 17> kUses{{{"011", "Yhden asunnon talot"},
                                       {"012", "Kahden asunnon talot"},
                                       {"021", "Rivitalot"},
                                       {"039", "Muut kerrostalot"},
                                       {"112", "Liike- ja tavaratalot, kauppakeskukset"},
                                       {"121", "Hotellit, motellit, matkustajakodit, kylpylähotellit"},
                                       {"151", "Toimistorakennukset"},
                                       {"214", "Terveyskeskukset"},
                                       {"231", "Lasten päiväkodit"},
                                       {"322", "Kirjastot"},
                                       {"341", "Kirkot, kappelit, luostarit, rukoushuoneet"},
                                       {"342", "Seurakuntatalot"},
                                       {"511", "Peruskoulut, lukiot ja muut"},
                                       {"691", "Teollisuushallit"},
                                       {"692", "Teollisuus- ja pienteollisuustalot"},
                                       {"711", "Teollisuusvarastot"},
                                       {"941", "Talousrakennukset"}}};
  for (const Use& use : kUses) {
    if (use.code == code) {
      return use.text;
    }
  }
  return "";
}

std::string_view owner_of(std::string_view use, Draw& draw) {
  if (use == "039" || use == "021") {
    return draw.percent(72)   ? "Asunto-osakeyhtiö"
           : draw.percent(60) ? "Kunnan omistama yhtiö"
                              : "Vakuutusyhtiö";
  }
  if (use == "011" || use == "012" || use == "941") {
    return "Yksityinen henkilö";
  }
  if (use == "231" || use == "214" || use == "511" || use == "322") {
    return "Kunta";
  }
  if (use == "341" || use == "342") {
    return "Seurakunta";
  }
  return draw.percent(80) ? "Yritys" : "Valtio";
}

std::string_view material_of(const SyntheticBuilding& building, int year, Draw& draw) {
  if (building.use_code == "691" || building.use_code == "711") {
    return "Teräs";
  }
  if (building.storeys <= 2 && building.footprint_m2 < 320) {
    return draw.percent(80) ? "Puu" : "Tiili";
  }
  return year < 1952 || draw.percent(12) ? "Tiili" : "Betoni tai kevytbetoni";
}

std::string model_id(Draw& draw) {
  const std::uint64_t a = draw.bits(), b = draw.bits();
  return fmt::format("BID_{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff,
                     b >> 52, b & 0xffff'ffff'ffff);
}

}  // namespace

std::string permanent_id_of(std::uint64_t serial) {
  constexpr std::string_view kCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  const std::uint64_t number = kSeries + serial;
  return fmt::format("{}{}", number, kCheck[number % kCheck.size()]);
}

BuildingCard card_of(const SyntheticBuilding& building, const Block& block, std::uint64_t serial, int nth,
                     std::uint64_t seed) {
  Draw draw(seed, fmt::format("building {}", serial));
  BuildingCard card;
  card.model_id = model_id(draw);
  card.permanent_id = permanent_id_of(serial);
  card.municipal_number = fmt::format("{}", 900'000 + serial);
  // Districts from 901 on; a hundred numbers of blocks for each district that shares one of the 99.
  card.property_id = fmt::format("91-{}-{}-{}", 901 + block.district_serial % 99,
                                 1 + block.district_serial / 99 * 100 + static_cast<std::uint64_t>(block.number), nth + 1);
  card.address = fmt::format("{} {}", building.street, 2 * nth + 1 + 30 * (block.number % 7));
  card.postal_code = "00999";
  card.use_text = use_text_of(building.use_code);
  card.owner_type = owner_of(building.use_code, draw);
  const int year = draw.between(building.first_year, building.last_year);
  card.material = material_of(building, year, draw);
  card.status = draw.percent(98) ? "käytössä" : "tyhjillään";
  const int month = draw.between(1, 12), day = draw.between(1, 28);
  card.completed = year < 1940 && draw.percent(40) ? fmt::format("{}", year)
                                                   : fmt::format("{}-{:02}-{:02}", year, month, day);
  for (const Mass& mass : building.masses) {
    card.volume_m3 += volume_m3(mass);
  }
  card.total_area_m2 = building.floor_area_m2 * (100 + draw.between(6, 16)) / 100;

  card.model_has_permanent_id = draw.percent(90);
  card.has_row = draw.percent(97);
  if (!card.model_has_permanent_id) {
    card.row_has_model_id = draw.percent(50);
    card.row_has_permanent_id = card.row_has_model_id;
  }
  if (draw.percent(5)) {
    card.row_has_completed = draw.percent(40);
    card.row_has_storeys = draw.percent(40);
    card.row_has_floor_area = false;
  }
  const auto& ground = building.masses.front().faces.front().rings.front();
  const Vertex first = ground.front();
  std::int64_t east = 0, north = 0;
  for (const Vertex& v : ground) {
    east += v.east - first.east;
    north += v.north - first.north;
  }
  const auto corners = static_cast<std::int64_t>(ground.size());
  card.place = {first.east + east / corners, first.north + north / corners};
  card.row = {card.permanent_id,
              std::string(building.use_code),
              card.row_has_floor_area ? fmt::format("{}", static_cast<std::int64_t>(building.floor_area_m2 + 0.5)) : "",
              card.row_has_storeys ? fmt::format("{}", building.storeys) : "",
              card.row_has_completed ? card.completed : "",
              card.address,
              card.place};
  return card;
}

}  // namespace datasets

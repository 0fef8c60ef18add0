#include "datasets/synth/house_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "datasets/synth/head_office.hpp"

namespace datasets {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kWorkStations = 1100;
constexpr double kCorridorM = 2.4;

struct Room {
  std::string_view type, fi, sv, en;
  double u, v, along_u, along_v;
  int seats = 0;  ///< of a meeting room
};

struct Kind {
  std::string_view type, fi, sv, en;
  double along_m;
  int seats;
};

/// What follows what along a corridor; the ground floor is for visitors.
constexpr std::array<Kind, 9> kWorkFloor{{{"rec:Office", "Avotoimisto", "Öppet kontor", "Open office", 13.0, 0},
                                          {"rec:ConferenceRoom", "Neuvotteluhuone", "Mötesrum", "Meeting room", 5.2, 10},
                                          {"rec:Office", "Tiimitila", "Teamrum", "Team office", 8.0, 0},
                                          {"rec:CopyingRoom", "Kopiointi", "Kopiering", "Copying", 2.6, 0},
                                          {"rec:Office", "Avotoimisto", "Öppet kontor", "Open office", 13.0, 0},
                                          {"rec:ConferenceRoom", "Pieni neuvotteluhuone", "Litet mötesrum", "Small meeting room", 3.4, 4},
                                          {"rec:Kitchenette", "Taukotila", "Pausrum", "Break room", 6.0, 0},
                                          {"rec:Office", "Hiljainen työtila", "Tyst arbetsrum", "Quiet office", 6.5, 0},
                                          {"rec:Restroom", "WC", "WC", "Toilets", 3.6, 0}}};
constexpr std::array<Kind, 7> kGroundFloor{{{"rec:Reception", "Asiakaspalvelu", "Kundservice", "Customer service", 14.0, 0},
                                            {"rec:ConferenceRoom", "Kokoustila", "Konferensrum", "Conference room", 9.0, 24},
                                            {"rec:CafeteriaRoom", "Ravintola", "Restaurang", "Restaurant", 18.0, 0},
                                            {"rec:Restroom", "WC", "WC", "Toilets", 4.2, 0},
                                            {"rec:ExhibitionRoom", "Näyttely", "Utställning", "Exhibition", 12.0, 0},
                                            {"rec:Office", "Palvelutoimisto", "Servicekontor", "Service office", 11.0, 0},
                                            {"rec:Storage", "Varasto", "Förråd", "Store", 5.0, 0}}};

/// Rooms along one side of a corridor from `from` to `to`; what is left over widens the last one.
template <class Kinds>
void line_up(std::vector<Room>& out, const Kinds& kinds, std::size_t first, bool along_u, double from, double to,
             double side, double deep) {
  std::size_t next = first;
  while (to - from > 2) {
    const Kind& kind = kinds[next++ % kinds.size()];
    const double size = to - from - kind.along_m < 2.6 ? to - from : kind.along_m;
    out.push_back({kind.type, kind.fi, kind.sv, kind.en, along_u ? from : side, along_u ? side : from,
                   along_u ? size : deep, along_u ? deep : size, kind.seats});
    from += size;
  }
}

/// Spine and wings of a storey, each a corridor with rooms on both sides; `back` is how far its walls stand back.
std::vector<Room> rooms_of(const HeadOffice& office, int storey, double back) {
  std::vector<Room> out;
  auto fill = [&](bool along_u, double from, double to, double side, double width, std::size_t first) {
    const double deep = (width - kCorridorM) / 2;
    const auto put = [&](const auto& kinds) {
      line_up(out, kinds, first, along_u, from, to, side, deep);
      line_up(out, kinds, first + 4, along_u, from, to, side + deep + kCorridorM, deep);
    };
    storey == 1 ? put(kGroundFloor) : put(kWorkFloor);
    out.push_back({"rec:Corridor", "Käytävä", "Korridor", "Corridor", along_u ? from : side + deep,
                   along_u ? side + deep : from, along_u ? to - from : kCorridorM, along_u ? kCorridorM : to - from, 0});
  };
  const auto shift = static_cast<std::size_t>(storey);
  const double south = office.depth_m - office.spine_m + back;
  fill(true, back, office.width_m - back, south, office.spine_m - 2 * back, shift);
  for (int wing = 0; wing < 3; ++wing) {
    fill(false, back, south, office.wing_from(wing) + back, office.wing_m - 2 * back, shift + 2 + static_cast<std::size_t>(wing) * 3);
  }
  return out;
}

Json ring_of(const Footprint& footprint) {
  Json ring = Json::array();
  for (std::size_t i = 0; i <= footprint.size(); ++i) {
    const Corner corner = footprint[i % footprint.size()];
    ring.push_back({static_cast<double>(corner.east) / 1000, static_cast<double>(corner.north) / 1000});
  }
  return ring;
}

double rounded(double value) {
  return static_cast<double>(static_cast<std::int64_t>(value * 10 + 0.5)) / 10;
}

Json names(std::string_view fi, std::string_view sv, std::string_view en) {
  return {{"fi", fi}, {"sv", sv}, {"en", en}};
}

}  // namespace

std::string house_json(const District& town, const Site& site, const HouseIdentity& identity) {
  const auto block = std::find_if(town.blocks.begin(), town.blocks.end(),
                                  [](const Block& b) { return b.use == BlockUse::kHeadOffice; });
  if (block == town.blocks.end() || !HeadOffice(block->plot).fits) {
    return {};
  }
  const HeadOffice office(block->plot);
  const double ground_m = static_cast<double>(site.ground(office.outline())) / 1000;
  double office_m2 = 0;  // of all rooms with work stations
  for (int storey = 1; storey <= HeadOffice::kStoreys; ++storey) {
    for (const Room& room : rooms_of(office, storey, storey == HeadOffice::kStoreys ? HeadOffice::kTerraceM : 0)) {
      office_m2 += room.type == "rec:Office" ? room.along_u * room.along_v : 0;
    }
  }
  Json levels = Json::array();
  double so_far = 0, gross_m2 = 0;
  int given = 0;
  for (int storey = 1; storey <= HeadOffice::kStoreys; ++storey) {
    const double back = storey == HeadOffice::kStoreys ? HeadOffice::kTerraceM : 0;
    const Polygon outline = back > 0 ? inset(office.outline(), back) : office.outline();
    gross_m2 += area_m2(outline);
    Json rooms = Json::array();
    int number = 0;
    for (const Room& room : rooms_of(office, storey, back)) {
      const Quad box = office.ground.box(room.u, room.v, room.along_u, room.along_v);
      const double area = room.along_u * room.along_v;
      int stations = 0;
      if (room.type == "rec:Office") {  // shares of the 1,100 that add up to them exactly
        so_far += area;
        const int due = static_cast<int>(kWorkStations * (so_far / office_m2) + 0.001);
        stations = due - given;
        given = due;
      }
      rooms.push_back({{"id", fmt::format("room-{}{:02}", storey, ++number)},
                       {"type", room.type},
                       {"number", fmt::format("{}{:02}", storey, number)},
                       {"name", names(room.fi, room.sv, room.en)},
                       {"area_m2", rounded(area)},
                       {"work_stations", stations},
                       {"seats", room.seats},
                       {"ring", ring_of(site.footprint(box))}});
    }
    const double floor_m = storey == 1 ? 0 : 0.9 + HeadOffice::kStoreyM * (storey - 1);
    levels.push_back({{"id", fmt::format("level-{}", storey)},
                      {"type", "rec:Level"},
                      {"number", storey},
                      {"name", names(fmt::format("{}. kerros", storey), fmt::format("Våning {}", storey), fmt::format("Storey {}", storey))},
                      {"floor_n2000_m", rounded(ground_m + floor_m)},
                      {"height_m", storey == 1 ? HeadOffice::kStoreyM + 0.9 : HeadOffice::kStoreyM},
                      {"gross_area_m2", rounded(area_m2(outline))},
                      {"outline", ring_of(site.footprint(outline))},
                      {"rooms", std::move(rooms)}});
  }
  const Json or_null = nullptr;
  auto text = [&](const std::string& value) { return value.empty() ? or_null : Json(value); };
  const Json document{
      {"type", "kaksonen-house"},
      {"version", 1},
      {"crs", "EPSG:3879"},
      {"vocabulary", {{"rec", "https://w3id.org/rec#"}}},
      {"source", "synthetic"},
      {"site",
       {{"id", "site-1"},
        {"type", "rec:Site"},
        {"name", names("Virastotalon tontti", "Ämbetshusets tomt", "Plot of the head office")},
        {"ring", ring_of(site.footprint(block->plot))},
        {"building",
         {{"id", "building-1"},
          {"type", "rec:Building"},
          {"name", names("Virastotalo", "Ämbetshuset", "Head office")},
          {"VTJ_PRT", text(identity.permanent_id)},
          {"gml_id", text(identity.model_id)},
          {"address", text(identity.address)},
          {"gross_area_m2", rounded(gross_m2)},
          {"work_stations", given},
          {"levels", std::move(levels)}}}}}};
  return document.dump(1) + "\n";
}

}  // namespace datasets

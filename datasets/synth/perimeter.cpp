#include <algorithm>

#include "datasets/synth/builder.hpp"

namespace datasets {
namespace {

using House = BlockBuilder::House;
using Roof = BlockBuilder::Roof;

/// A place along the edge of a block where the row of houses may be cut from the street to the courtyard.
struct Station {
  Spot street, yard;
  bool is_cut;
  std::size_t side;  ///< of the plot, that begins or goes on here
};

/// Cuts across the row, and its corners. Houses at corners are L-shaped; where a street only bends, one house
/// ends and the next begins.
std::vector<Station> stations_of(const Polygon& plot, const Polygon& yard, double depth, Draw& draw) {
  std::vector<Station> out;
  const std::size_t n = plot.size();
  auto reach = [&](std::size_t i) {  // how far a corner's house must go along its streets; 0 at a bend
    const Spot d = unit(plot[i] - plot[(i + n - 1) % n]), e = unit(plot[(i + 1) % n] - plot[i]);
    const double turn = cross(d, e);
    return turn > 0.3 || dot(d, e) < 0 ? depth * turn / (1 + dot(d, e)) + 5 : 0.0;
  };
  for (std::size_t i = 0; i < n; ++i) {
    const Spot a = plot[i], along = plot[(i + 1) % n] - a;
    const double size = length(along), lot = draw.metres(17, 25);
    const double before = reach(i), after = reach((i + 1) % n);
    const Spot in = left_of(along * (1 / size)) * depth;
    out.push_back({a, yard[i], before == 0, i});
    const double run = size - before - after;
    if (run < 0) {
      continue;  // the corners' houses are one
    }
    const int lots = run < 9 ? 0 : std::max(1, static_cast<int>(run / lot + 0.5));
    for (int k = 0; k <= lots; ++k) {
      if ((k == 0 && before == 0) || (k == lots && after == 0)) {
        continue;  // cut at the bend itself
      }
      const double t = lots == 0 ? (before + run / 2) : before + run * k / lots;
      const Spot spot = a + along * (t / size);
      out.push_back({spot, spot + in, true, i});
    }
  }
  return out;
}

/// What was built when: the old town, the years around the war, and our own time.
House house_of(Draw& draw, int era, int usual_storeys) {
  House house;
  house.storeys = usual_storeys + draw.between(-1, 1);
  house.roof_m = draw.metres(2.4, 3.6);
  if (era == 0) {
    house.first_year = 1905, house.last_year = 1938;
    house.storey_m = 3.5;
    const int kind = draw.between(1, 100);
    house.roof = kind <= 60 ? Roof::kGabled : kind <= 90 ? Roof::kMansard : Roof::kFlat;
    house.roof_m = draw.metres(3.6, 5.2);
  } else if (era == 1) {
    house.first_year = 1939, house.last_year = 1972;
    house.roof = draw.percent(45) ? Roof::kGabled : Roof::kFlat;
  } else {
    house.first_year = 1988, house.last_year = 2024;
    house.storey_m = 3.1;
    const int kind = draw.between(1, 100);
    house.roof = kind <= 50 ? Roof::kFlat : kind <= 75 ? Roof::kSetback : Roof::kShed;
  }
  const int use = draw.between(1, 100);
  house.use_code = use <= 82 ? "039" : use <= 90 ? "151" : use <= 97 ? "112" : "121";
  return house;
}

}  // namespace

void build_perimeter(BlockBuilder& builder, bool is_open) {
  Draw& draw = builder.draw;
  const int era = is_open ? draw.between(1, 2) : draw.between(0, 2);
  const int usual_storeys = draw.between(4, 6);
  const double depth = draw.metres(11.8, 13.4);
  const Polygon& plot = builder.block.plot;
  const Polygon yard = inset(plot, depth);
  if (yard.empty() || area_m2(yard) < 250) {
    build_slabs(builder);
    return;
  }
  const std::vector<Station> stations = stations_of(plot, yard, depth, draw);
  const std::size_t count = stations.size();
  std::size_t first = 0;
  while (first < count && !stations[first].is_cut) {
    ++first;
  }
  if (first == count) {
    build_offices(builder);
    return;
  }
  const int gate = draw.between(1, 4);
  int nth = 0;
  for (std::size_t i = first; i < first + count;) {
    Polygon street{stations[i % count].street}, inside{stations[i % count].yard};
    const std::size_t side = stations[i % count].side;
    do {
      ++i;
      street.push_back(stations[i % count].street);
      inside.push_back(stations[i % count].yard);
    } while (!stations[i % count].is_cut);
    House house = house_of(draw, era, usual_storeys);
    house.street_side = side;
    const bool is_straight = street.size() == 2;
    ++nth;
    if ((is_straight && nth == gate) || (is_open && draw.percent(is_straight ? 30 : 12))) {
      continue;  // the way into the courtyard
    }
    if (!is_straight && house.roof == Roof::kShed) {
      house.roof = Roof::kFlat;  // a shed roof round a corner would have a valley
    }
    builder.add_bar(street, inside, house);
  }
  const Ground middle(inset(plot, depth + 7));
  const bool is_day_care = draw.percent(25);
  const double along = is_day_care ? 20 : 11, across = is_day_care ? 11 : 6;
  if (draw.percent(60) && middle.width() > along && middle.depth() > across) {
    House house;
    house.use_code = is_day_care ? "231" : "941";
    house.roof = is_day_care ? Roof::kShed : Roof::kGabled;
    house.roof_m = 1.6;
    house.first_year = 1950;
    builder.add(middle.box((middle.width() - along) * 0.5, (middle.depth() - across) * 0.6, along, across), house);
  }
}

void build_offices(BlockBuilder& builder) {
  const Polygon& plot = builder.block.plot;
  House house;
  house.use_code = "151";
  house.storeys = builder.draw.between(5, 7);
  house.storey_m = 3.7;
  house.first_year = 1985;
  const Polygon yard = inset(plot, builder.draw.metres(14.5, 17));
  SyntheticBuilding& building = builder.add(plot, house);
  if (yard.empty() || area_m2(yard) < 200) {
    return;
  }
  const Footprint outline = builder.site.footprint(plot), courtyard = builder.site.footprint(yard);
  const std::int64_t ground = builder.site.ground(plot);
  building.masses.front() = courtyard_mass(outline, courtyard, ground, ground + height_mm(house));
  building.footprint_m2 = area_m2(outline) - area_m2(courtyard);
  building.floor_area_m2 = building.footprint_m2 * house.storeys;
}

}  // namespace datasets

#include <array>

#include "datasets/synth/builder.hpp"

namespace datasets {
namespace {

using House = BlockBuilder::House;
using Roof = BlockBuilder::Roof;

/// A stretch of the block's edge between the street (side 0) and the courtyard (side 2, parallel).
struct Strip {
  Quad quad;
  int street_side;
};

/// South and north run through to the corners, east and west fit between them: no two overlap.
std::array<Strip, 4> strips_of(const Quad& plot, double depth) {
  std::array<Line, 4> outer, inner;
  for (std::size_t i = 0; i < 4; ++i) {
    outer[i] = side_line(plot, i);
    inner[i] = side_line(plot, i, depth);
  }
  auto meet = [](const Line& a, const Line& b) { return meeting(a, b); };
  return {{{{plot[0], plot[1], meet(inner[0], outer[1]), meet(inner[0], outer[3])}, 0},
           {{meet(inner[0], outer[1]), meet(inner[2], outer[1]), meet(inner[2], inner[1]),
             meet(inner[0], inner[1])},
            1},
           {{plot[2], plot[3], meet(inner[2], outer[3]), meet(inner[2], outer[1])}, 2},
           {{meet(inner[2], outer[3]), meet(inner[0], outer[3]), meet(inner[0], inner[3]),
             meet(inner[2], inner[3])},
            3}}};
}

/// What was built when: the old town, the years around the war, and our own time.
House house_of(Draw& draw, int era, int usual_storeys) {
  House house;
  house.storeys = usual_storeys + draw.between(-1, 1);
  house.roof_m = draw.metres(2.4, 3.6);
  if (era == 0) {
    house.first_year = 1905, house.last_year = 1938;
    house.storey_m = 3.5;
    house.roof = draw.percent(80) ? Roof::kGabled : Roof::kFlat;
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

void build_perimeter(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const int era = draw.between(0, 2);
  const int usual_storeys = draw.between(4, 6);
  const double depth = draw.metres(11.8, 13.4);
  const int gate_side = draw.between(0, 3);
  for (const Strip& strip : strips_of(builder.block.plot, depth)) {
    const Quad& q = strip.quad;
    const int lots = std::max(1, static_cast<int>(length(q[1] - q[0]) / draw.metres(16, 22)));
    const bool has_gate = lots > 2 && strip.street_side == gate_side;
    std::vector<double> cuts{0};
    for (int i = 1; i < lots; ++i) {
      cuts.push_back((i + draw.metres(-0.1, 0.1)) / lots);
    }
    cuts.push_back(1);
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      if (has_gate && i == 1) {
        continue;
      }
      auto street = [&](double t) { return q[0] + (q[1] - q[0]) * t; };
      auto yard = [&](double t) { return q[3] + (q[2] - q[3]) * t; };
      House house = house_of(draw, era, usual_storeys);
      house.street_side = strip.street_side;
      builder.add(Quad{street(cuts[i]), street(cuts[i + 1]), yard(cuts[i + 1]), yard(cuts[i])}, house);
    }
  }
  const Ground yard(inset(builder.block.plot, depth + 7));
  const bool is_day_care = draw.percent(25);
  const double along = is_day_care ? 20 : 11, across = is_day_care ? 11 : 6;
  if (draw.percent(60) && yard.width() > along && yard.depth() > across) {
    House house;
    house.use_code = is_day_care ? "231" : "941";
    house.roof = is_day_care ? Roof::kShed : Roof::kGabled;
    house.roof_m = 1.6;
    house.first_year = 1950;
    builder.add(yard.box((yard.width() - along) * 0.5, (yard.depth() - across) * 0.6, along, across), house);
  }
}

void build_offices(BlockBuilder& builder) {
  const Quad& plot = builder.block.plot;
  House house;
  house.use_code = "151";
  house.storeys = builder.draw.between(5, 7);
  house.storey_m = 3.7;
  house.first_year = 1985;
  const Quad yard = inset(plot, builder.draw.metres(14.5, 17));
  const Footprint outline = builder.site.footprint(plot), courtyard = builder.site.footprint(yard);
  SyntheticBuilding& building = builder.add(plot, house);
  const std::int64_t ground = builder.site.ground(plot);
  building.masses.front() = courtyard_mass(outline, courtyard, ground, ground + height_mm(house));
  building.footprint_m2 = area_m2(outline) - area_m2(courtyard);
  building.floor_area_m2 = building.footprint_m2 * house.storeys;
}

}  // namespace datasets

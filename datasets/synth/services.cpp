#include <algorithm>

#include "datasets/synth/builder.hpp"

namespace datasets {

using House = BlockBuilder::House;
using Roof = BlockBuilder::Roof;

void build_school(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Ground ground(inset(builder.block.plot, 4));
  if (ground.width() < 52 || ground.depth() < 44) {
    build_slabs(builder);  // too narrow for a school
    return;
  }
  const double hall_width = std::clamp(ground.width() - 36, 8.0, 16.0), wing = 12;
  const double east = std::min(ground.width(), hall_width + 48);
  const double depth = std::min(34.0, ground.depth() - 18), south = ground.depth() - depth,
               north = ground.depth();
  House school;
  school.use_code = "511";
  school.storeys = 3;
  school.storey_m = 3.8;
  school.first_year = 1926, school.last_year = 1968;
  // A U open to the south, and a sports hall as a part of it along the west wing.
  builder.add(ground.ring({{hall_width, south},
                           {hall_width + wing, south},
                           {hall_width + wing, north - wing},
                           {east - wing, north - wing},
                           {east - wing, south},
                           {east, south},
                           {east, north},
                           {hall_width, north}}),
              school);
  const Quad hall = ground.turned_box(0, south, hall_width, std::min(28.0, depth));
  const Footprint footprint = builder.site.footprint(hall);
  const std::int64_t level = builder.site.ground(hall);
  builder.add_part(gabled_mass(footprint, level, level + 7'800, level + 9'600), roof_type::kGabled,
                   area_m2(footprint), area_m2(footprint));
  House day_care;
  day_care.use_code = "231";
  day_care.storeys = draw.between(1, 2);
  day_care.storey_m = 3.3;
  day_care.first_year = 1974;
  const double e = ground.width();
  builder.add(ground.ring({{e - 30, 0}, {e, 0}, {e, 12}, {e - 12, 12}, {e - 12, 8}, {e - 30, 8}}), day_care);
}

void build_church_and_library(BlockBuilder& builder) {
  const Ground ground(inset(builder.block.plot, 4));
  if (ground.width() < 60 || ground.depth() < 36) {
    build_slabs(builder);
    return;
  }
  House church;
  church.use_code = "341";
  church.storey_m = 9.5;
  church.roof = Roof::kGabled;
  church.roof_m = 8.4;
  church.first_year = 1908, church.last_year = 1935;
  const double v = ground.depth() - 13;
  builder.add(ground.box(8, v, 30, 13), church);
  const Quad tower = ground.box(0, v + 2.5, 8, 8);
  const Footprint footprint = builder.site.footprint(tower);
  const std::int64_t level = builder.site.ground(tower);
  builder.add_part(pyramid_mass(footprint, level, level + 27'000, level + 41'000), roof_type::kPyramid,
                   area_m2(footprint), area_m2(footprint));
  House library;
  library.use_code = "322";
  library.storeys = 2;
  library.storey_m = 4.2;
  library.first_year = 1972, library.last_year = 2018;
  const double across = std::min(32.0, v - 6), cut = across * 0.3, east = ground.width(),
               west = east - across;
  builder.add(ground.ring({{west + cut, 0},
                           {east - cut, 0},
                           {east, cut},
                           {east, across - cut},
                           {east - cut, across},
                           {west + cut, across},
                           {west, across - cut},
                           {west, cut}}),
              library);
  House parish;
  parish.use_code = "342";
  parish.storeys = 2;
  parish.storey_m = 3.2;
  parish.roof = Roof::kHipped;
  parish.roof_m = 3;
  parish.first_year = 1948, parish.last_year = 1979;
  builder.add(ground.box(0, 0, std::min(24.0, west - 6), 11), parish);
}

void build_health_station(BlockBuilder& builder) {
  const Ground ground(inset(builder.block.plot, 4));
  if (ground.width() < 48 || ground.depth() < 40) {
    build_slabs(builder);
    return;
  }
  House station;
  station.use_code = "214";
  station.storeys = builder.draw.between(2, 4);
  station.storey_m = 3.7;
  station.first_year = 1962;
  const double w = ground.width(), d = std::min(ground.depth(), 46.0);
  builder.add(ground.ring({{0, 0}, {w, 0}, {w, 14}, {16, 14}, {16, d}, {0, d}}), station);
  House day_care;
  day_care.use_code = "231";
  day_care.storey_m = 3.4;
  day_care.roof = Roof::kHipped;
  day_care.roof_m = 2.4;
  day_care.first_year = 1980;
  builder.add(ground.box(w - 24, d - 14, 24, 13), day_care);
}

}  // namespace datasets

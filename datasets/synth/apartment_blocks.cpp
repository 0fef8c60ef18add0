#include <algorithm>

#include "datasets/synth/builder.hpp"

namespace datasets {
namespace {

using House = BlockBuilder::House;
using Roof = BlockBuilder::Roof;

/// A slab whose ends differ by some storeys: one building of two BuildingParts.
void add_stepped_slab(BlockBuilder& builder, const Quad& q, House house) {
  const Spot low_cut = q[0] + (q[1] - q[0]) * 0.55, high_cut = q[3] + (q[2] - q[3]) * 0.55;
  const Quad first{q[0], low_cut, high_cut, q[3]}, second{low_cut, q[1], q[2], high_cut};
  builder.add(first, house);
  House lower = house;
  lower.storeys -= 2;
  const Footprint footprint = builder.site.footprint(second);
  const std::int64_t ground = builder.site.ground(second);
  builder.add_part(flat_mass(footprint, ground, ground + height_mm(lower)), roof_type::kFlat,
                   area_m2(footprint), area_m2(footprint) * lower.storeys);
}

House slab_house(Draw& draw) {
  House house;
  house.storeys = draw.between(4, 7);
  house.roof = draw.percent(25) ? Roof::kSetback : draw.percent(30) ? Roof::kShed : Roof::kFlat;
  house.roof_m = 1.2;
  house.first_year = house.roof == Roof::kSetback ? 2000 : 1955;
  house.last_year = house.roof == Roof::kSetback ? 2024 : 1994;
  return house;
}

}  // namespace

void build_slabs(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Ground ground(inset(builder.block.plot, 5));
  const bool along_u = draw.percent(45);
  const double room = along_u ? ground.depth() : ground.width();
  const double run = along_u ? ground.width() : ground.depth();
  const int count = std::max(1, static_cast<int>((room + 14) / (12.4 + 15)));
  const double step = count > 1 ? (room - 12.4) / (count - 1) : 0;
  for (int i = 0; i < count; ++i) {
    const double along = std::min(run, draw.metres(44, 64)), depth = draw.metres(11.6, 12.4);
    const double slack = run - along;
    const double from = slack * draw.between(0, 10) / 10;
    const Quad quad =
        along_u ? ground.box(from, i * step, along, depth) : ground.turned_box(i * step, from, depth, along);
    House house = slab_house(draw);
    house.street_side = along_u ? (i == 0 ? 0 : 2) : (i == 0 ? 3 : 1);
    if (house.storeys > 4 && house.roof == Roof::kFlat && draw.percent(50)) {
      add_stepped_slab(builder, quad, house);
    } else {
      builder.add(quad, house);
    }
  }
}

void build_point_houses(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Ground ground(inset(builder.block.plot, 6));
  const bool is_new = draw.percent(50);
  const int rows = ground.depth() > 56 ? 2 : 1, columns = ground.width() > 62 ? 2 : 1;
  for (int i = 0; i < columns * rows; ++i) {
    const int row = i / columns, column = i % columns;
    const double along = draw.metres(18, 22), depth = draw.metres(16, 20);
    const double u = ground.width() * (2 * column + 1) / (2 * columns) - along / 2 + draw.metres(-2, 2);
    const double v = ground.depth() * (2 * row + 1) / (2 * rows) - depth / 2;
    House house;
    house.storeys = draw.between(7, is_new ? 14 : 9);
    house.roof = is_new && draw.percent(60) ? Roof::kSetback : Roof::kFlat;
    house.first_year = is_new ? 2004 : 1958;
    house.last_year = is_new ? 2024 : 1984;
    house.street_side = row == 0 ? 0 : 2;
    builder.add(ground.box(u, v, along, depth), house);
  }
}

}  // namespace datasets

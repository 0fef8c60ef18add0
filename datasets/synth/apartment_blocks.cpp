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


/// The side of the plot nearest to a spot: the street that the house belongs to.
std::size_t nearest_side(const Polygon& plot, Spot spot) {
  std::size_t best = 0;
  double nearest = 1e18;
  for (std::size_t i = 0; i < plot.size(); ++i) {
    const Spot middle = (plot[i] + plot[(i + 1) % plot.size()]) * 0.5;
    if (length(spot - middle) < nearest) {
      nearest = length(spot - middle);
      best = i;
    }
  }
  return best;
}

}  // namespace

void build_slabs(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Frame frame(builder.block.plot);
  const bool along_u = draw.percent(60);  // all slabs of a block look the same way
  const double room = along_u ? frame.depth : frame.width, run = along_u ? frame.width : frame.depth;
  double across = draw.metres(5, 12);
  while (across + 12 < room) {
    const double depth = draw.metres(11.6, 12.6);
    double from = draw.metres(4, 26);
    while (from + 26 < run) {
      double along = draw.metres(36, 68);
      bool is_built = false;
      for (int shorter = 0; shorter < 3 && !is_built; ++shorter, along *= 0.78) {
        Quad quad = frame.box(along_u ? from : across, along_u ? across : from, along_u ? along : depth,
                              along_u ? depth : along);
        if (!builder.take(quad, 4, 15)) {
          continue;
        }
        if (!along_u) {
          quad = {quad[1], quad[2], quad[3], quad[0]};
        }
        House house = slab_house(draw);
        house.street_side = nearest_side(builder.block.plot, (quad[0] + quad[2]) * 0.5);
        if (house.storeys > 4 && house.roof == Roof::kFlat && draw.percent(40)) {
          add_stepped_slab(builder, quad, house);
        } else {
          builder.add(quad, house);
        }
        is_built = true;
        from += along + 18;
      }
      from += is_built ? draw.metres(0, 8) : 12;
    }
    across += depth + draw.metres(19, 30);
  }
}

void build_point_houses(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Frame frame(builder.block.plot);
  const bool is_new = draw.percent(50);
  int row = 0;
  for (double v = draw.metres(4, 12); v + 16 < frame.depth; v += 41, ++row) {
    for (double u = draw.metres(4, 12) + (row % 2) * 20; u + 18 < frame.width; u += 42) {
      const double along = draw.metres(18, 22), depth = draw.metres(16, 20);
      const double du = draw.metres(-3, 3), dv = draw.metres(-3, 3);
      const Quad quad = frame.box(u + du, v + dv, along, depth);
      House house;
      house.storeys = draw.between(7, is_new ? 16 : 9);
      house.roof = is_new && draw.percent(60) ? Roof::kSetback : Roof::kFlat;
      house.first_year = is_new ? 2004 : 1958;
      house.last_year = is_new ? 2024 : 1984;
      house.street_side = nearest_side(builder.block.plot, quad[0]);
      if (builder.take(quad, 5, 17)) {
        builder.add(quad, house);
      }
    }
  }
}

}  // namespace datasets

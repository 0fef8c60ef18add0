#include <algorithm>

#include "datasets/synth/builder.hpp"

namespace datasets {
namespace {

using House = BlockBuilder::House;
using Roof = BlockBuilder::Roof;

/// A rectangle beside a side of the plot, `from` along it and `back` behind it; its side 0 towards the street.
Quad beside(const Polygon& plot, std::size_t side, double from, double back, double along, double depth) {
  const Spot a = plot[side], u = unit(plot[(side + 1) % plot.size()] - a), v = left_of(u);
  const Spot corner = a + u * from + v * back;
  return {corner, corner + u * along, corner + u * along + v * depth, corner + v * depth};
}

House villa(Draw& draw) {
  House house;
  const int kind = draw.between(1, 100);
  house.roof = kind <= 50   ? Roof::kGabled
               : kind <= 65 ? Roof::kHipped
               : kind <= 75 ? Roof::kHalfHipped
               : kind <= 80 ? Roof::kMansard
               : kind <= 92 ? Roof::kShed
                            : Roof::kFlat;
  house.use_code = draw.percent(80) ? "011" : "012";
  house.storeys = draw.percent(65) ? 2 : 1;
  house.storey_m = 2.8;
  house.roof_m = house.roof == Roof::kShed ? 1.4 : draw.metres(2.4, 3.8);
  house.first_year = 1921, house.last_year = 2019;
  return house;
}

}  // namespace

void build_row_houses(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Polygon& plot = builder.block.plot;
  const int first_year = draw.between(1968, 1996);
  const Roof roof = draw.percent(70) ? Roof::kGabled : Roof::kShed;
  const double depth = draw.metres(9.2, 10.6), unit_m = draw.metres(6.6, 7.8);
  for (std::size_t side = 0; side < plot.size(); ++side) {
    const double size = length(plot[(side + 1) % plot.size()] - plot[side]);
    double from = 3;
    while (from + 3 * unit_m <= size) {
      const double back = draw.metres(4, 7);
      int units = std::min(draw.between(3, 6), static_cast<int>((size - from) / unit_m));
      while (units >= 3 && !builder.take(beside(plot, side, from, back, units * unit_m, depth), 3.5, 6)) {
        --units;
      }
      if (units < 3) {
        from += 6;
        continue;
      }
      for (int i = 0; i < units; ++i) {
        House house;
        house.use_code = "021";
        house.storeys = 2;
        house.storey_m = 2.9;
        house.roof = roof;
        house.roof_m = roof == Roof::kGabled ? 2.6 : 1.5;
        house.first_year = first_year;
        house.last_year = first_year + 2;
        house.street_side = side;
        builder.add(beside(plot, side, from + i * unit_m, back, unit_m, depth), house);
      }
      from += units * unit_m + draw.metres(6, 10);
    }
  }
}

void build_houses(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Polygon& plot = builder.block.plot;
  double carry = draw.metres(2, 6);  // what is left of the last lot at a bend
  for (std::size_t side = 0; side < plot.size(); ++side) {
    const double size = length(plot[(side + 1) % plot.size()] - plot[side]);
    double from = carry;
    while (from + 10 <= size) {
      House house = villa(draw);
      house.street_side = side;
      const double along = draw.metres(9.5, 12.5), depth = draw.metres(7.8, 9.6), back = draw.metres(5, 9);
      const bool gable_to_street = draw.percent(40);
      Quad quad = beside(plot, side, from, back, gable_to_street ? depth : along, gable_to_street ? along : depth);
      if (!builder.take(quad, 3.5, 6.5)) {
        from += 5;
        continue;
      }
      if (gable_to_street) {
        quad = {quad[1], quad[2], quad[3], quad[0]};
      }
      builder.add(quad, house);
      if (draw.percent(60)) {  // a shed at the back of the garden
        House shed;
        shed.use_code = "941";
        shed.storey_m = 1.7;
        shed.roof = draw.percent(50) ? Roof::kGabled : Roof::kShed;
        shed.roof_m = shed.roof == Roof::kGabled ? 1.4 : 0.8;
        shed.first_year = 1930;
        shed.street_side = side;
        const double shed_along = draw.metres(4.5, 6.5), shed_depth = draw.metres(3.6, 5.2);
        const Quad place = beside(plot, side, from + draw.metres(0, 5), back + along + 5, shed_along, shed_depth);
        if (builder.take(place, 3, 2.5)) {
          builder.add(place, shed);
        }
      }
      from += along + draw.metres(7, 12);
    }
    carry = std::max(1.0, from - size);
  }
}

}  // namespace datasets

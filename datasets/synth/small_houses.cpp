#include <algorithm>

#include "datasets/synth/builder.hpp"

namespace datasets {

using House = BlockBuilder::House;
using Roof = BlockBuilder::Roof;

void build_row_houses(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Ground ground(inset(builder.block.plot, 4));
  const int rows = ground.depth() > 62 ? 3 : 2;
  const int first_year = draw.between(1968, 1996);
  const Roof roof = draw.percent(70) ? Roof::kGabled : Roof::kShed;
  for (int row = 0; row < rows; ++row) {
    const double depth = draw.metres(9.2, 10.6), unit = draw.metres(6.6, 7.8);
    const double v = row * (ground.depth() - 12.5) / (rows - 1);
    double u = 0;
    while (u + 3 * unit <= ground.width()) {
      const int most = std::min(6, static_cast<int>((ground.width() - u) / unit));
      const int units = std::min(most, draw.between(3, 6));
      const double stagger = draw.metres(0, 1.8);
      for (int i = 0; i < units; ++i) {
        House house;
        house.use_code = "021";
        house.storeys = 2;
        house.storey_m = 2.9;
        house.roof = roof;
        house.roof_m = roof == Roof::kGabled ? 2.6 : 1.5;
        house.first_year = first_year;
        house.last_year = first_year + 2;
        house.street_side = row == 0 ? 0 : 2;
        builder.add(ground.box(u + i * unit, v + stagger, unit, depth), house);
      }
      u += units * unit + draw.metres(4.5, 7);
    }
  }
}

void build_houses(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Ground ground(inset(builder.block.plot, 4));
  const bool has_sheds = ground.depth() > 50;  // room for them between two houses
  for (int row = 0; row < 2; ++row) {
    const int lots = std::max(1, static_cast<int>(ground.width() / draw.metres(16.5, 20)));
    const double lot = ground.width() / lots;
    for (int i = 0; i < lots; ++i) {
      House house;
      const int kind = draw.between(1, 100);
      house.roof = kind <= 55   ? Roof::kGabled
                   : kind <= 75 ? Roof::kHipped
                   : kind <= 90 ? Roof::kShed
                                : Roof::kFlat;
      house.use_code = draw.percent(80) ? "011" : "012";
      house.storeys = draw.percent(65) ? 2 : 1;
      house.storey_m = 2.8;
      house.roof_m = house.roof == Roof::kShed ? 1.4 : draw.metres(2.4, 3.8);
      house.first_year = 1921, house.last_year = 2019;
      house.street_side = row == 0 ? 0 : 2;
      const double along = draw.metres(9.5, 12.5), depth = draw.metres(7.8, 9.6);
      const double u = i * lot + (lot - 13) * draw.between(1, 9) / 10;
      const double v = row == 0 ? draw.metres(0, 3) : ground.depth() - 13 - draw.metres(0, 3);
      const bool gable_to_street = draw.percent(40);
      builder.add(gable_to_street ? ground.turned_box(u, v, depth, along) : ground.box(u, v, along, depth),
                  house);
      if (has_sheds && draw.percent(60)) {  // a shed at the back of the garden
        House shed;
        shed.use_code = "941";
        shed.storey_m = 1.7;
        shed.roof = draw.percent(50) ? Roof::kGabled : Roof::kShed;
        shed.roof_m = shed.roof == Roof::kGabled ? 1.4 : 0.8;
        shed.first_year = 1930;
        shed.street_side = house.street_side;
        const double back = row == 0 ? ground.depth() / 2 - 7.5 : ground.depth() / 2 + 1.5;
        const double shed_along = draw.metres(4.5, 6.5), shed_depth = draw.metres(3.6, 5.2);
        builder.add(ground.box(i * lot + 1.5, back, shed_along, shed_depth), shed);
      }
    }
  }
}

}  // namespace datasets

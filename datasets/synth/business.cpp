#include "datasets/synth/builder.hpp"

namespace datasets {

using House = BlockBuilder::House;
using Roof = BlockBuilder::Roof;

void build_shops(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Ground ground(inset(builder.block.plot, 3));
  const double w = ground.width(), d = ground.depth();
  if (w < 40 || d < 36) {
    build_point_houses(builder);
    return;
  }
  House mall;
  mall.use_code = "112";
  mall.storeys = draw.between(2, 3);
  mall.storey_m = 5;
  mall.first_year = 1984;
  builder.add(ground.ring({{0, 0}, {w, 0}, {w, d * 0.45}, {w * 0.6, d * 0.45}, {w * 0.6, d}, {0, d}}), mall);
  House office;
  office.use_code = "151";
  office.storeys = draw.between(6, 9);
  office.storey_m = 3.6;
  office.roof = Roof::kSetback;
  office.first_year = 1990;
  builder.add(ground.box(w * 0.68, d * 0.55, w * 0.32, d * 0.42), office);
}

void build_industry(BlockBuilder& builder) {
  Draw& draw = builder.draw;
  const Ground ground(inset(builder.block.plot, 5));
  const double w = ground.width(), d = ground.depth();
  if (w < 36 || d < 30) {
    return;
  }
  House hall;
  hall.use_code = "691";
  hall.storey_m = draw.metres(7, 10);
  hall.roof = Roof::kGabled;
  hall.roof_m = 2.2;
  hall.first_year = 1952;
  builder.add(ground.turned_box(0, d * 0.05, w * 0.52, d * 0.9), hall);
  House store = hall;
  store.use_code = "711";
  store.storey_m = 5.5;
  store.roof = Roof::kShed;
  store.roof_m = 1.8;
  builder.add(ground.box(w * 0.64, d * 0.6, w * 0.36, d * 0.35), store);
  House workshop = hall;
  workshop.use_code = "692";
  workshop.storeys = 2;
  workshop.storey_m = 4;
  workshop.roof = Roof::kFlat;
  builder.add(ground.box(w * 0.64, d * 0.05, w * 0.36, d * 0.38), workshop);
}

}  // namespace datasets

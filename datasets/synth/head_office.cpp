#include "datasets/synth/head_office.hpp"

#include <algorithm>

#include "datasets/synth/builder.hpp"

namespace datasets {
namespace {

constexpr double kAimM2 = 5200;  // of the footprint: seven storeys of it and a recessed one are 40,000

}  // namespace

HeadOffice::HeadOffice(const Polygon& plot) : ground(inset(plot, 1.5)) {
  width_m = std::min(ground.width(), 104.0);
  depth_m = std::min(ground.depth(), 84.0);
  if (width_m < 66 || depth_m < 44) {
    return;
  }
  fits = true;
  const double widest = (width_m - 2 * 9) / 3;  // courts of 9 m at least
  wing_m = std::clamp((kAimM2 - width_m * spine_m) / (3 * (depth_m - spine_m)), 14.0, widest);
}

double HeadOffice::wing_from(int wing) const {
  return (width_m - wing_m) * wing / 2;
}

Polygon HeadOffice::outline() const {
  const double south = depth_m - spine_m;
  std::vector<Spot> local;
  for (int wing = 0; wing < 3; ++wing) {
    const double a = wing_from(wing), b = a + wing_m;
    if (wing > 0) {
      local.push_back({a, south});
    }
    local.push_back({a, 0});
    local.push_back({b, 0});
    if (wing < 2) {
      local.push_back({b, south});
    }
  }
  local.push_back({width_m, depth_m});
  local.push_back({0, depth_m});
  return ground.ring(local);
}

void build_head_office(BlockBuilder& builder) {
  const HeadOffice office(builder.block.plot);
  if (!office.fits) {
    build_offices(builder);
    return;
  }
  BlockBuilder::House house;
  house.use_code = "151";
  house.storeys = HeadOffice::kStoreys;
  house.storey_m = HeadOffice::kStoreyM;
  house.roof = BlockBuilder::Roof::kSetback;
  house.first_year = 2020, house.last_year = 2020;
  builder.add(office.outline(), house);
}

}  // namespace datasets

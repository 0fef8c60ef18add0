#include "datasets/synth/lie_of_land.hpp"

#include <algorithm>

#include "datasets/synth/noise.hpp"

namespace datasets {

Spot LieOfLand::bent(Spot p) const {
  auto moved = [this](Spot at) {
    const double wide = 1500, fine = 430;
    return Spot{130 * noise(seed_, 1, at.x / wide, at.y / wide) + 17 * noise(seed_, 2, at.x / fine, at.y / fine),
                130 * noise(seed_, 3, at.x / wide, at.y / wide) + 17 * noise(seed_, 4, at.x / fine, at.y / fine)};
  };
  return p + moved(p) - moved({0, 0});  // the middle of the town stays where it is
}

double LieOfLand::from_shore(Spot p) const {
  const double away = length(p);
  // The town's own shore is calm; bays and islands grow with the distance from it.
  const double rough = 2400 * std::clamp((away - 300) / 4000, 0.0, 1.0);
  const double shore = p.y + 285 + 22 * wave(p.x / 610) + 60 * wave(p.x / 1710 + 0.2);
  return shore * std::clamp(away / 4000, 0.35, 1.0) + rough * (noise(seed_, 5, p.x / 2100 + 0.37, p.y / 2100 + 0.61)) +
         rough * 0.35 * noise(seed_, 6, p.x / 640, p.y / 640);
}

}  // namespace datasets

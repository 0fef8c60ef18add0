#include "geo/tiles/scene_box.hpp"

#include <cmath>

namespace geo {

SceneBox SceneBox::around(const twin::Box& box, const SceneFrame& scene) {
  Eigen::AlignedBox3d exact;
  for (int corner = 0; corner < 8; ++corner) {
    const twin::WorkingPosition p{(corner & 1) != 0 ? box.high.east : box.low.east,
                                  (corner & 2) != 0 ? box.high.north : box.low.north,
                                  (corner & 4) != 0 ? box.high.up : box.low.up};
    const Eigen::Vector3d corner_in_scene = scene.to_scene(p).vector();
    if (corner_in_scene.allFinite()) {
      exact.extend(corner_in_scene);
    }
  }
  SceneBox out;
  if (exact.isEmpty()) {
    return out;
  }
  out.box_.extend(Eigen::Vector3d((exact.min() * 100).array().floor() - 1) / 100);
  out.box_.extend(Eigen::Vector3d((exact.max() * 100).array().ceil() + 1) / 100);
  return out;
}

double SceneBox::diagonal_m() const {
  return box_.isEmpty() ? 1.0 : std::ceil(box_.diagonal().norm());
}

std::vector<double> SceneBox::to_json() const {
  if (box_.isEmpty()) {
    return {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
  }
  auto tidy = [](double metres) { return std::round(metres * 1000) / 1000; };  // whole or half centimetres
  const Eigen::Vector3d centre = box_.center(), half = box_.sizes() / 2;
  return {
      tidy(centre.x()), tidy(centre.y()), tidy(centre.z()), tidy(half.x()), 0, 0, 0, tidy(half.y()), 0, 0, 0,
      tidy(half.z())};
}

}  // namespace geo

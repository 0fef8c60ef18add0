#include "viewer/desktop/scenery.hpp"

#include <algorithm>
#include <osg/Depth>

#include "viewer/desktop/drawing.hpp"
#include "viewer/desktop/shaders.hpp"

namespace viewer {
namespace {

constexpr double kFar = 80'000;  ///< metres; beyond every haze

osg::ref_ptr<osg::Geometry> sky(osg::Uniform* horizon) {
  auto quad = triangles({{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}}, {0, 1, 2, 0, 2, 3}, {1, 1, 1, 1});
  auto* state = quad->getOrCreateStateSet();
  state->setAttributeAndModes(sky_program());
  state->setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
  state->setRenderBinDetails(kSky, "RenderBin");
  state->addUniform(horizon);
  quad->setCullingActive(false);
  return quad;
}

}  // namespace

Scenery::Scenery(const Palette& palette)
    : root_(new osg::Group), far_(new osg::Group), near_(new osg::Group),
      horizon_(new osg::Uniform("horizon", 2.0F)), haze_(new osg::Uniform("haze_from", 2000.0F)) {
  root_->addChild(sky(horizon_));
  root_->addChild(far_);
  root_->addChild(near_);
  const auto lighter = [](std::uint8_t part) { return static_cast<std::uint8_t>(part + (255 - part) * 0.38); };
  const Colour ground{lighter(palette.context.red), lighter(palette.context.green), lighter(palette.context.blue)};
  int order = kGround;
  for (auto& part : {far_, near_}) {
    auto* state = part->getOrCreateStateSet();
    state->setAttributeAndModes(ground_program());
    state->setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
    state->setRenderBinDetails(order++, "RenderBin");
    state->addUniform(new osg::Uniform("ground_colour", rgba(ground)));
    state->addUniform(new osg::Uniform("ground_glow", 0.0F));
  }
}

void Scenery::show_ground(const GroundSurface& ground) {
  far_->removeChildren(0, far_->getNumChildren());
  near_->removeChildren(0, near_->getNumChildren());
  const Vector middle = ground.extent.centre();
  const auto corner = [&](double x, double y) { return Vector{middle.x + x * kFar, middle.y + y * kFar, ground.level}; };
  auto wide = triangles({corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)}, {0, 1, 2, 0, 2, 3}, {1, 1, 1, 1});
  wide->setCullingActive(false);
  far_->addChild(wide);

  constexpr int kLine = GroundSurface::kCells + 1;
  std::vector<Vector> points;
  std::vector<std::uint32_t> corners;
  for (int row = 0; row < kLine; ++row) {
    for (int column = 0; column < kLine; ++column) {
      points.push_back(ground.point(column, row));
      if (row == 0 || column == 0) continue;
      const auto at = static_cast<std::uint32_t>(row * kLine + column);
      for (const std::uint32_t index : {at - kLine - 1, at - kLine, at, at - kLine - 1, at, at - 1}) corners.push_back(index);
    }
  }
  near_->addChild(triangles(points, corners, {1, 1, 1, 1}));
}

void Scenery::follow(const OrbitCamera& camera, double city_radius) {
  const double radians = 3.14159265358979323846 / 180;
  horizon_->set(static_cast<float>(std::tan(camera.pitch_deg * radians) /
                                   std::tan(OrbitCamera::kFieldOfView / 2 * radians)));
  haze_->set(static_cast<float>(std::max(city_radius * 2.2, camera.distance * 1.6)));
}

}  // namespace viewer

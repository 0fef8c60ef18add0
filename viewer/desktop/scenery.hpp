#pragma once

#include <osg/Group>
#include <osg/Uniform>

#include "viewer/desktop/colour_scale.hpp"
#include "viewer/desktop/ground_surface.hpp"
#include "viewer/desktop/orbit_camera.hpp"

namespace viewer {

/// Sky and ground, so that the city stands somewhere. Neither writes depth: what lies on the ground
/// is never swallowed by it.
class Scenery {
 public:
  explicit Scenery(const Palette& palette);
  osg::Group* node() { return root_; }
  /// Distance from which things dissolve into the horizon: wanted by all that uses `ground_program`.
  osg::Uniform* haze() { return haze_; }
  void show_ground(const GroundSurface& ground);
  void follow(const OrbitCamera& camera, double city_radius);

 private:
  osg::ref_ptr<osg::Group> root_, far_, near_;
  osg::ref_ptr<osg::Uniform> horizon_, haze_;
};

}  // namespace viewer

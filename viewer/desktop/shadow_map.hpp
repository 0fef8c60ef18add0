#pragma once

#include <osg/Camera>
#include <osg/StateSet>
#include <osg/Texture2D>
#include <osg/Uniform>

#include "viewer/desktop/space.hpp"

namespace viewer {

/// Depth of the city as the light sees it, drawn again only when something moved.
class ShadowMap {
 public:
  /// @param casters    what throws shadows; drawn with an overriding program
  /// @param receivers  state set of everything that receives them
  ShadowMap(osg::Node& casters, osg::StateSet& receivers);

  osg::Camera* camera() { return camera_; }
  /// The part of the city that shadows are wanted in.
  void cover(const Vector& centre, double radius);
  /// The casters changed.
  void touch() { stale_ = true; }
  /// Call once before every frame.
  void before_frame();

 private:
  static constexpr int kSize = 2048;
  osg::ref_ptr<osg::Camera> camera_;
  osg::ref_ptr<osg::Uniform> matrix_;
  Vector centre_;
  double radius_ = 0;
  bool stale_ = true;
};

}  // namespace viewer

#pragma once

#include <osg/Geometry>
#include <osg/Group>
#include <osg/MatrixTransform>
#include <osg/StateSet>
#include <vector>

#include "viewer/desktop/colour_scale.hpp"
#include "viewer/desktop/space.hpp"

namespace viewer {

/// Order of drawing; the sky first, panels last.
enum Order { kSky = -100, kGround = -50, kAround = -47, kAreas = -40, kBuildings = 0, kEdges = 5, kEnvelopes = 10, kSelection = 20,
             kLabels = 30, kPanels = 1000 };

inline osg::Vec3 to_osg(const Vector& v) {
  return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

osg::Vec4 rgba(const Colour& colour, double alpha = 1);
Colour darker(const Colour& colour, double factor);

/// Blending on, depth tested but not written.
void make_translucent(osg::StateSet& state, int order);

/// Coloured lines, pairs of points, drawn `width` pixels wide.
osg::ref_ptr<osg::Geometry> lines(const std::vector<Vector>& points, const osg::Vec4& colour, float width);
/// Coloured triangles.
osg::ref_ptr<osg::Geometry> triangles(const std::vector<Vector>& points, const std::vector<std::uint32_t>& corners,
                                      const osg::Vec4& colour);

}  // namespace viewer

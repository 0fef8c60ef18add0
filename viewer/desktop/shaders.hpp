#pragma once

#include <osg/Program>
#include <osg/ref_ptr>

namespace viewer {

/// Where `value_texture` and the shadow map are bound.
inline constexpr unsigned kClassTextureUnit = 0;
inline constexpr unsigned kShadowTextureUnit = 1;
/// Vertex attribute of buildings: feature number, surface class, metres above the building's base.
inline constexpr unsigned kBuildingAttribute = 6;
/// Direction of the light in the scene frame. It shows shape, it is no sun study.
inline constexpr double kLightAzimuthDegrees = 140, kLightElevationDegrees = 42;

/// GLSL 1.30 in the compatibility profile: runs on Mesa's software renderer as well.
/// Colours are those of the legend wherever a surface is level and lit.
osg::ref_ptr<osg::Program> building_program();
osg::ref_ptr<osg::Program> building_edge_program();
osg::ref_ptr<osg::Program> ground_program();   ///< lit and shadowed, colour by uniform, fades to the horizon
osg::ref_ptr<osg::Program> plain_program();    ///< colour by vertex
osg::ref_ptr<osg::Program> depth_program();    ///< into the shadow map
osg::ref_ptr<osg::Program> sky_program();

}  // namespace viewer

#include "viewer/desktop/drawing.hpp"

#include <osg/BlendFunc>
#include <osg/Depth>
#include <osg/LineWidth>

namespace viewer {

osg::Vec4 rgba(const Colour& colour, double alpha) {
  return {static_cast<float>(colour.red) / 255.0F, static_cast<float>(colour.green) / 255.0F,
          static_cast<float>(colour.blue) / 255.0F, static_cast<float>(alpha)};
}

Colour darker(const Colour& colour, double factor) {
  const auto part = [&](std::uint8_t value) { return static_cast<std::uint8_t>(value * factor); };
  return {part(colour.red), part(colour.green), part(colour.blue)};
}

void make_translucent(osg::StateSet& state, int order) {
  state.setMode(GL_BLEND, osg::StateAttribute::ON);
  state.setAttributeAndModes(new osg::BlendFunc(osg::BlendFunc::SRC_ALPHA, osg::BlendFunc::ONE_MINUS_SRC_ALPHA));
  state.setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0, 1, false));
  state.setRenderBinDetails(order, "RenderBin");
}

namespace {

osg::ref_ptr<osg::Geometry> coloured(const std::vector<Vector>& points, const osg::Vec4& colour) {
  osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
  osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array;
  vertices->reserve(points.size());
  for (const auto& point : points) vertices->push_back(to_osg(point));
  osg::ref_ptr<osg::Vec4Array> colours = new osg::Vec4Array(osg::Array::BIND_OVERALL);
  colours->push_back(colour);
  geometry->setVertexArray(vertices);
  geometry->setColorArray(colours, osg::Array::BIND_OVERALL);
  geometry->setUseVertexBufferObjects(true);
  geometry->setUseDisplayList(false);
  return geometry;
}

}  // namespace

osg::ref_ptr<osg::Geometry> lines(const std::vector<Vector>& points, const osg::Vec4& colour, float width) {
  auto geometry = coloured(points, colour);
  geometry->addPrimitiveSet(new osg::DrawArrays(GL_LINES, 0, static_cast<int>(points.size())));
  geometry->getOrCreateStateSet()->setAttributeAndModes(new osg::LineWidth(width));
  return geometry;
}

osg::ref_ptr<osg::Geometry> triangles(const std::vector<Vector>& points, const std::vector<std::uint32_t>& corners,
                                      const osg::Vec4& colour) {
  auto geometry = coloured(points, colour);
  geometry->addPrimitiveSet(
      new osg::DrawElementsUInt(GL_TRIANGLES, static_cast<unsigned>(corners.size()), corners.data()));
  return geometry;
}

}  // namespace viewer

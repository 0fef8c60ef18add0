#include "viewer/desktop/study_layer.hpp"

#include <cmath>
#include <osg/CullFace>
#include <osg/PolygonOffset>
#include <osgUtil/Tessellator>

#include "viewer/desktop/drawing.hpp"
#include "viewer/desktop/shaders.hpp"

namespace viewer {
namespace {

constexpr double kLift_m = 0.2;   ///< squares stand so far in front of what they colour
constexpr double kStorey_m = 3;
constexpr Colour kWall{243, 236, 224}, kLine{107, 74, 31};
constexpr std::size_t kShades = 8;  ///< of walls, by the way that they face

Vector place(const Transform& to_scene, const Vector& point) { return to_scene.direction(point) + to_scene.translation(); }

/// Triangles of one shade and the lines of all storeys.
class Body {
 public:
  explicit Body(const Transform& to_scene) : to_scene_(to_scene) {}

  void add(const Storey& storey) {
    for (const auto& rings : storey.outline) {
      for (const auto& ring : rings) {
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) add_wall(ring[i], ring[i + 1], storey.low, storey.high);
      }
      if (storey.roofed) add_roof(rings, storey.high);
    }
  }

  osg::ref_ptr<osg::Group> node() const {
    osg::ref_ptr<osg::Group> out = new osg::Group;
    for (std::size_t shade = 0; shade <= kShades; ++shade) {
      if (walls_[shade].empty()) continue;
      std::vector<std::uint32_t> corners(walls_[shade].size());
      for (std::size_t i = 0; i < corners.size(); ++i) corners[i] = static_cast<std::uint32_t>(i);
      out->addChild(triangles(walls_[shade], corners, rgba(darker(kWall, 0.72 + 0.28 * static_cast<double>(shade) / kShades))));
    }
    for (const auto& roof : roofs_) out->addChild(roof);
    if (!lines_.empty()) out->addChild(lines(lines_, rgba(kLine, 0.9), 1.4F));
    return out;
  }

 private:
  void add_wall(const std::array<double, 2>& from, const std::array<double, 2>& to, double low, double high) {
    const Vector a = place(to_scene_, {from[0], from[1], low}), b = place(to_scene_, {to[0], to[1], low}),
                 c = place(to_scene_, {to[0], to[1], high}), d = place(to_scene_, {from[0], from[1], high});
    const Vector n = normalised(cross(b - a, d - a));
    // From the south-east as the light of the city, so that corners read.
    const double light = 0.5 + 0.5 * (n.x * 0.64 - n.y * 0.77);
    auto& wall = walls_[static_cast<std::size_t>(std::lround(light * (kShades - 1)))];
    for (const auto& corner : {a, b, c, a, c, d}) wall.push_back(corner);
    for (const auto& end : {a, b, d, c, a, d}) lines_.push_back(end);
  }

  void add_roof(const PlanRings& rings, double high) {
    osg::ref_ptr<osg::Geometry> roof = new osg::Geometry;
    osg::ref_ptr<osg::Vec3Array> corners = new osg::Vec3Array;
    for (const auto& ring : rings) {
      const auto first = static_cast<int>(corners->size());
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) corners->push_back(to_osg(place(to_scene_, {ring[i][0], ring[i][1], high})));
      roof->addPrimitiveSet(new osg::DrawArrays(GL_POLYGON, first, static_cast<int>(corners->size()) - first));
    }
    roof->setVertexArray(corners);
    osg::ref_ptr<osg::Vec4Array> colour = new osg::Vec4Array(osg::Array::BIND_OVERALL);
    colour->push_back(rgba(kWall));
    roof->setColorArray(colour, osg::Array::BIND_OVERALL);
    osg::ref_ptr<osgUtil::Tessellator> tessellator = new osgUtil::Tessellator;
    tessellator->setTessellationType(osgUtil::Tessellator::TESS_TYPE_GEOMETRY);
    tessellator->setWindingType(osgUtil::Tessellator::TESS_WINDING_ODD);
    tessellator->retessellatePolygons(*roof);
    roof->setUseDisplayList(false);
    roof->setUseVertexBufferObjects(true);
    roofs_.push_back(roof);
  }

  const Transform& to_scene_;
  std::array<std::vector<Vector>, kShades + 1> walls_;
  std::vector<osg::ref_ptr<osg::Geometry>> roofs_;
  std::vector<Vector> lines_;
};

/// Corners of the piece of ground or wall that a point stands for, in order.
std::array<Vector, 4> piece(const SunHours::Point& point, const Transform& to_scene) {
  const bool level = std::abs(point.normal.z) > 0.5;
  // Walls lie across their normal: along the wall, then upwards.
  const Vector right = normalised(to_scene.direction(level ? Vector{1, 0, 0} : Vector{-point.normal.y, point.normal.x, 0}));
  const Vector up = normalised(to_scene.direction(level ? Vector{0, 1, 0} : Vector{0, 0, 1}));
  const Vector middle = place(to_scene, point.at) + normalised(to_scene.direction(point.normal)) * kLift_m;
  const double high = level ? std::sqrt(point.area_m2) : kStorey_m, wide = level ? high : point.area_m2 / kStorey_m;
  const Vector a = right * (wide / 2), b = up * (high / 2);
  return {middle - a - b, middle + a - b, middle + a + b, middle - a + b};
}

}  // namespace

StudyLayer::StudyLayer() : root_(new osg::Group), massing_(new osg::Group), sun_(new osg::Group) {
  for (auto* group : {massing_.get(), sun_.get()}) {
    auto* state = group->getOrCreateStateSet();
    state->setAttributeAndModes(plain_program());
    state->setRenderBinDetails(kBuildings + 1, "RenderBin");
    state->setMode(GL_CULL_FACE, osg::StateAttribute::OFF);
    root_->addChild(group);
  }
  massing_->getOrCreateStateSet()->setAttributeAndModes(new osg::PolygonOffset(1, 1));
}

void StudyLayer::show_massing(const std::optional<Massing>& massing, const Transform& to_scene) {
  massing_->removeChildren(0, massing_->getNumChildren());
  if (!massing) return;
  Body body(to_scene);
  for (const auto& building : massing->buildings) {
    for (const auto& storey : building.storeys) body.add(storey);
  }
  massing_->addChild(body.node());
}

void StudyLayer::show_sun(const std::vector<SunHours>& parts, const ColourScale& scale, const Transform& to_scene) {
  sun_->removeChildren(0, sun_->getNumChildren());
  std::vector<std::vector<Vector>> corners(scale.classes.size());
  for (const auto& part : parts) {
    for (const auto& point : part.points) {
      const auto slot = point.hours ? scale.class_of(*point.hours) : ColourScale::kNoData;
      if (slot >= corners.size()) continue;
      for (const auto& corner : piece(point, to_scene)) corners[slot].push_back(corner);
    }
  }
  for (std::size_t slot = 0; slot < corners.size(); ++slot) {
    if (corners[slot].empty()) continue;
    std::vector<std::uint32_t> indices;
    indices.reserve(corners[slot].size() / 4 * 6);
    for (std::uint32_t first = 0; first < corners[slot].size(); first += 4) {
      for (const std::uint32_t corner : {0U, 1U, 2U, 0U, 2U, 3U}) indices.push_back(first + corner);
    }
    sun_->addChild(triangles(corners[slot], indices, rgba(scale.classes[slot].colour)));
  }
}

}  // namespace viewer

#include "viewer/desktop/shadow_map.hpp"

#include <osg/CullFace>
#include <osg/Matrixd>
#include <osg/PolygonMode>
#include <osg/PolygonOffset>

#include "viewer/desktop/shaders.hpp"

namespace viewer {
namespace {

osg::Vec3d light_direction() {
  const double azimuth = osg::DegreesToRadians(kLightAzimuthDegrees);
  const double elevation = osg::DegreesToRadians(kLightElevationDegrees);
  return {std::sin(azimuth) * std::cos(elevation), std::cos(azimuth) * std::cos(elevation), std::sin(elevation)};
}

}  // namespace

ShadowMap::ShadowMap(osg::Node& casters, osg::StateSet& receivers)
    : camera_(new osg::Camera), matrix_(new osg::Uniform(osg::Uniform::FLOAT_MAT4, "shadow_matrix")) {
  osg::ref_ptr<osg::Texture2D> depth = new osg::Texture2D;
  depth->setTextureSize(kSize, kSize);
  depth->setInternalFormat(GL_DEPTH_COMPONENT24);
  depth->setSourceFormat(GL_DEPTH_COMPONENT);
  depth->setSourceType(GL_FLOAT);
  depth->setShadowComparison(true);
  depth->setShadowCompareFunc(osg::Texture::LEQUAL);
  depth->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR);
  depth->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
  depth->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
  depth->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);

  camera_->setName("shadow");
  camera_->setRenderOrder(osg::Camera::PRE_RENDER);
  camera_->setRenderTargetImplementation(osg::Camera::FRAME_BUFFER_OBJECT);
  camera_->attach(osg::Camera::DEPTH_BUFFER, depth);
  camera_->setDrawBuffer(GL_NONE);
  camera_->setReadBuffer(GL_NONE);
  camera_->setReferenceFrame(osg::Transform::ABSOLUTE_RF);
  camera_->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
  camera_->setViewport(0, 0, kSize, kSize);
  camera_->setClearMask(GL_DEPTH_BUFFER_BIT);
  camera_->addChild(&casters);
  auto* state = camera_->getOrCreateStateSet();
  state->setAttributeAndModes(depth_program(), osg::StateAttribute::ON | osg::StateAttribute::OVERRIDE);
  state->setAttributeAndModes(new osg::PolygonOffset(1.5F, 4.0F), osg::StateAttribute::ON | osg::StateAttribute::OVERRIDE);

  receivers.setTextureAttributeAndModes(kShadowTextureUnit, depth);
  receivers.addUniform(new osg::Uniform("shadow_map", static_cast<int>(kShadowTextureUnit)));
  receivers.addUniform(new osg::Uniform("light", osg::Vec3(light_direction())));
  receivers.addUniform(matrix_);
}

void ShadowMap::cover(const Vector& centre, double radius) {
  // A little slack, so that not every touch of the mouse draws the map again.
  if (radius_ > 0 && length(centre - centre_) < radius_ * 0.08 && std::abs(radius / radius_ - 1) < 0.08) return;
  centre_ = centre;
  radius_ = radius;
  stale_ = true;
}

void ShadowMap::before_frame() {
  camera_->setNodeMask(stale_ && radius_ > 0 ? ~0U : 0U);
  if (!stale_ || radius_ <= 0) return;
  stale_ = false;
  const osg::Vec3d middle(centre_.x, centre_.y, centre_.z);
  const double reach = radius_ + 400;  // high houses beside the picture still shade it
  const auto view = osg::Matrixd::lookAt(middle + light_direction() * reach, middle, osg::Vec3d(0, 0, 1));
  const auto projection = osg::Matrixd::ortho(-radius_, radius_, -radius_, radius_, 0, 2 * reach);
  camera_->setViewMatrix(view);
  camera_->setProjectionMatrix(projection);
  matrix_->set(osg::Matrixf(view * projection * osg::Matrixd::translate(1, 1, 1) * osg::Matrixd::scale(0.5, 0.5, 0.5)));
}

}  // namespace viewer

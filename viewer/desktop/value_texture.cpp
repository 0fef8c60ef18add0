#include "viewer/desktop/value_texture.hpp"

#include <algorithm>

#include "viewer/desktop/drawing.hpp"
#include "viewer/desktop/shaders.hpp"
#include "viewer/desktop/tile_content.hpp"

namespace viewer {
namespace {

constexpr unsigned kNoDataSlot = 16;

}  // namespace

ValueTexture::ValueTexture(osg::StateSet& shared, const Palette& palette)
    : no_data_(palette.no_data),
      image_(new osg::Image),
      texture_(new osg::Texture2D),
      colours_(new osg::Uniform(osg::Uniform::FLOAT_VEC4, "class_colours", 17)),
      glow_strength_(new osg::Uniform("glow", 0.0F)) {
  texture_->setFilter(osg::Texture::MIN_FILTER, osg::Texture::NEAREST);
  texture_->setFilter(osg::Texture::MAG_FILTER, osg::Texture::NEAREST);
  texture_->setInternalFormat(GL_RGBA8);
  texture_->setResizeNonPowerOfTwoHint(false);
  texture_->setDataVariance(osg::Object::DYNAMIC);
  texture_->setImage(image_);
  shared.setTextureAttributeAndModes(kClassTextureUnit, texture_);
  shared.addUniform(new osg::Uniform("classes", static_cast<int>(kClassTextureUnit)));
  shared.addUniform(colours_);
  shared.addUniform(glow_strength_);
  osg::ref_ptr<osg::Uniform> around = new osg::Uniform(osg::Uniform::FLOAT_VEC4, "around_colours", static_cast<int>(kSurroundings));
  for (unsigned i = 0; i < kSurroundings; ++i) {
    const auto found = palette.surroundings.find(std::string(kSurroundingNames[i]));
    around->setElement(i, rgba(found == palette.surroundings.end() ? palette.context : found->second));
  }
  shared.addUniform(around);
  clear();
}

void ValueTexture::show(const std::vector<float>& values, const ColourScale& scale) {
  classes_.resize(values.size());
  std::transform(values.begin(), values.end(), classes_.begin(), [&](float value) { return scale.class_of(value); });
  for (unsigned i = 0; i < scale.classes.size(); ++i) colours_->setElement(i, rgba(scale.classes[i].colour));
  colours_->setElement(kNoDataSlot, rgba(no_data_));
  upload();
}

void ValueTexture::clear() {
  classes_.clear();
  colours_->setElement(kNoDataSlot, rgba(no_data_));
  upload();
}

void ValueTexture::glow(const std::vector<std::uint32_t>& features) {
  glowing_ = features;
  upload();
}

void ValueTexture::take_down(const std::vector<std::uint32_t>& features) {
  taken_down_ = features;
  upload();
}

void ValueTexture::upload() {
  std::uint32_t highest = 0;
  for (const auto* marked : {&glowing_, &taken_down_}) {
    for (const auto feature : *marked) highest = std::max(highest, feature);
  }
  // A feature number beyond every value is no reason to reserve a texture up to it.
  const std::size_t reach = std::max<std::size_t>(classes_.size(), std::min<std::size_t>(highest + 1U, classes_.size() + 65'536));
  const int rows = std::max(1, static_cast<int>((reach + kWidth - 1) / kWidth));
  if (image_->t() != rows) {
    image_->allocateImage(kWidth, rows, 1, GL_RGBA, GL_UNSIGNED_BYTE);
    texture_->dirtyTextureObject();
  }
  unsigned char* texels = image_->data();
  const std::size_t count = std::size_t{kWidth} * static_cast<std::size_t>(rows);
  for (std::size_t i = 0; i < count; ++i) {
    texels[4 * i] = i < classes_.size() ? classes_[i] : ColourScale::kNoData;
    texels[4 * i + 1] = texels[4 * i + 2] = 0;
    texels[4 * i + 3] = 255;
  }
  for (const auto feature : glowing_) {
    if (feature < count) texels[4 * std::size_t{feature} + 1] = 255;
  }
  for (const auto feature : taken_down_) {
    if (feature < count) texels[4 * std::size_t{feature} + 2] = 255;
  }
  image_->dirty();
}

}  // namespace viewer

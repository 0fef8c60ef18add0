#pragma once

#include <osg/Image>
#include <osg/StateSet>
#include <osg/Texture2D>
#include <osg/Uniform>
#include <vector>

#include "viewer/desktop/colour_scale.hpp"

namespace viewer {

/// The class of every feature as a texture of 1024 columns, looked up by feature number on the GPU:
/// a new value frame or another variable recolours the city without touching a tile.
class ValueTexture {
 public:
  ValueTexture(osg::StateSet& shared_by_buildings, const Palette& palette);

  /// Sets values by feature number and the scale that colours them.
  void show(const std::vector<float>& values, const ColourScale& scale);
  /// Shows everything as "no data".
  void clear();

  /// Features that light up, by how much (0 to 1); all others do not.
  void glow(const std::vector<std::uint32_t>& features);
  void set_glow_strength(float strength) { glow_strength_->set(strength); }

  /// Features that stand as outlines alone; all others are whole.
  void take_down(const std::vector<std::uint32_t>& features);

  /// Class per feature, `ColourScale::kNoData` included.
  const std::vector<std::uint8_t>& classes() const { return classes_; }

 private:
  void upload();

  static constexpr int kWidth = 1024;
  Colour no_data_;
  std::vector<std::uint8_t> classes_;
  std::vector<std::uint32_t> glowing_, taken_down_;
  osg::ref_ptr<osg::Image> image_;
  osg::ref_ptr<osg::Texture2D> texture_;
  osg::ref_ptr<osg::Uniform> colours_, glow_strength_;
};

}  // namespace viewer

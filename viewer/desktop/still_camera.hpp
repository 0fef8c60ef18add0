#pragma once

#include <memory>
#include <osg/Image>
#include <string>

#include "viewer/desktop/outcome.hpp"
#include "viewer/desktop/picture.hpp"

namespace viewer {

/// Takes pictures without a window: through EGL without any surface (no X server needed), else through
/// the X display where one is set. Colours are as drawn, four samples per pixel.
class StillCamera {
 public:
  static Outcome<std::unique_ptr<StillCamera>> open(int width, int height);
  ~StillCamera();

  /// Draws the picture now.
  osg::ref_ptr<osg::Image> take(Picture& picture);

 private:
  struct Impl;
  explicit StillCamera(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// As PNG; the sentence says why not.
Outcome<bool> write_png(const osg::Image& image, const std::string& file);

}  // namespace viewer

#pragma once

#include <optional>
#include <osg/Camera>
#include <string>

#include "viewer/desktop/panels.hpp"

namespace viewer {

/// Everything that floats over the city; absent parts are not drawn.
struct HudContent {
  std::string sentence;            ///< top: what is being shown
  std::string progress;            ///< below it: what is still going on, or went wrong
  std::string hint;                ///< bottom right
  std::optional<Legend> legend;    ///< left
  std::optional<Card> card;        ///< right
  std::string overlay_title, overlay;  ///< help, in the middle
  std::string north_letter;
  double heading_deg = 0;          ///< of the view
  double metres_per_pixel = 1;     ///< at the point the camera circles
  bool operator==(const HudContent&) const = default;
};

/// Draws the panels in pixels over the picture. The letters grow with the height of the picture:
/// 14 px at 800, 38 px at 2160.
class Hud {
 public:
  Hud();
  osg::Camera* camera() { return camera_; }
  void show(const HudContent& content, int width, int height);
  /// What the card covers at the right and the legend at the left, before scaling.
  static constexpr double kCardReach = 350, kLegendReach = 180;
  /// Size of everything relative to a picture 800 px high.
  static double scale_for(int height);

 private:
  osg::ref_ptr<osg::Camera> camera_;
  HudContent shown_;
  int width_ = 0, height_ = 0;
};

}  // namespace viewer

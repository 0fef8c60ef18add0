#pragma once

#include <osg/Group>
#include <string>

#include "viewer/desktop/colour_scale.hpp"

namespace viewer {

enum class Align { kLeft, kCentre, kRight };

struct Lettering {
  double size = 14;  ///< pixels before scaling
  bool bold = false;
  Colour colour{33, 31, 28};
  Align align = Align::kLeft;
  double wrap = 0;   ///< width to break lines at, 0 = never
};

/// Puts rectangles, lines and letters into a group. Coordinates are unscaled pixels with the origin at
/// the top left, y down, as a layout reads; `scale` makes real pixels of them.
class HudPainter {
 public:
  HudPainter(osg::Group& into, double scale, double height) : into_(into), scale_(scale), height_(height) {}

  void rectangle(double x, double y, double width, double height, const Colour& colour, double alpha);
  void panel(double x, double y, double width, double height);
  void triangle(const double (&corners)[6], const Colour& colour);
  /// Draws and answers the height that the text takes; (x, y) is its top left, top middle or top right.
  double text(double x, double y, const std::string& words, const Lettering& how);
  /// Width and height that a text would take.
  struct Size { double width, height; };
  Size measure(const std::string& words, const Lettering& how) const;

 private:
  osg::Group& into_;
  double scale_, height_;
};

}  // namespace viewer

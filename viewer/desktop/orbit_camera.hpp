#pragma once

#include <optional>
#include <string>

#include "viewer/desktop/outcome.hpp"
#include "viewer/desktop/space.hpp"

namespace viewer {

struct Ray {
  Vector origin, direction;  ///< direction of length 1
};

/// A camera that circles a point of the city.
struct OrbitCamera {
  static constexpr double kFieldOfView = 32;  ///< vertical, degrees

  Vector target;            ///< scene frame, metres
  double heading_deg = 45;  ///< compass direction of the view, clockwise from north
  double pitch_deg = 35;    ///< how far the view looks down, (0, 90)
  double distance = 500;    ///< metres from eye to target

  Vector forward() const;
  Vector right() const;
  Vector up() const { return cross(right(), forward()); }
  Vector eye() const { return target - forward() * distance; }
  double near_plane() const { return std::fmax(0.5, distance * 0.02); }
  double far_plane() const { return std::fmax(4000.0, distance * 40); }
  /// Metres that one pixel covers at the target.
  double metres_per_pixel(int height_px) const;

  void rotate(double heading_change_deg, double pitch_change_deg);
  /// Moves the target along the ground as if it were dragged by these pixels (right, up).
  void pan(double right_px, double up_px, int height_px);
  /// Factor below 1 comes nearer.
  void zoom(double factor);
  /// From the same side, so near that the whole box is seen.
  void frame(const Extent& extent, double aspect);

  /// Through a point of the screen: x to the right, y up, both from -1 to 1.
  Ray ray_through(double x, double y, double aspect) const;

  /// "east,north,up,heading_deg,pitch_deg,distance", metres from the twin's scene origin.
  static Outcome<OrbitCamera> parse(const std::string& text);
};

}  // namespace viewer

#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <limits>
#include <vector>

namespace twin {

/// Frames, as tags: points of different frames do not mix (`geo/crs` converts).
struct Working;  ///< the twin's metric frame: easting, northing, height in its height reference
struct Scene;    ///< east, north, up about the scene origin, metres; what tiles and streams carry
struct Ecef;     ///< earth-centred, earth-fixed, metres

template <class Frame>
struct Offset {
  double east = 0, north = 0, up = 0;
  Eigen::Vector3d vector() const { return {east, north, up}; }
};

/// A position; metres, doubles. In `Ecef` read the members as x, y, z.
template <class Frame>
struct Position {
  double east = 0, north = 0, up = 0;

  bool operator==(const Position&) const = default;
  Eigen::Vector3d vector() const { return {east, north, up}; }
  static Position from(const Eigen::Vector3d& v) { return {v.x(), v.y(), v.z()}; }
  friend Offset<Frame> operator-(const Position& a, const Position& b) {
    return {a.east - b.east, a.north - b.north, a.up - b.up};
  }
  friend Position operator+(const Position& a, const Offset<Frame>& o) {
    return {a.east + o.east, a.north + o.north, a.up + o.up};
  }
};

using WorkingPosition = Position<Working>;
using ScenePosition = Position<Scene>;
using EcefPosition = Position<Ecef>;

/// A position in plan, working frame, metres.
struct PlanPosition {
  double east = 0, north = 0;
  bool operator==(const PlanPosition&) const = default;
};

/// Degrees; height above the GRS 80 ellipsoid in metres.
struct GeographicPosition {
  double longitude_deg = 0, latitude_deg = 0, ellipsoidal_height_m = 0;
};

/// An axis-parallel box; empty until a point is added.
struct Box {
  WorkingPosition low{kBig, kBig, kBig}, high{-kBig, -kBig, -kBig};

  bool empty() const { return low.east > high.east; }
  void add(const WorkingPosition& p) {
    low = {std::min(low.east, p.east), std::min(low.north, p.north), std::min(low.up, p.up)};
    high = {std::max(high.east, p.east), std::max(high.north, p.north), std::max(high.up, p.up)};
  }
  void add(const Box& other) {
    if (!other.empty()) {
      add(other.low);
      add(other.high);
    }
  }
  bool operator==(const Box&) const = default;

 private:
  static constexpr double kBig = std::numeric_limits<double>::max();
};

/// A simple ring in plan, first vertex not repeated at the end.
using PlanRing = std::vector<PlanPosition>;

/// Outer ring and holes; orientation as the source sent it.
struct PlanPolygon {
  PlanRing outer;
  std::vector<PlanRing> holes;
  bool operator==(const PlanPolygon&) const = default;
};

}  // namespace twin

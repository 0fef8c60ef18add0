#pragma once

#include <Eigen/Geometry>
#include <vector>

#include "geo/crs/crs.hpp"

namespace geo {

/// An axis-parallel box in the scene, rounded outwards to whole centimetres so that float tile
/// vertices and the bend of the map projection stay inside.
class SceneBox {
 public:
  /// Encloses the eight corners of a box of the working frame; corners outside the frame's validity are
  /// left out.
  static SceneBox around(const twin::Box& box, const SceneFrame& scene);

  void add(const SceneBox& other) { box_.extend(other.box_); }
  double diagonal_m() const;            ///< 1 m for an empty box
  std::vector<double> to_json() const;  ///< 3D Tiles `box`: centre and three half axes

 private:
  Eigen::AlignedBox3d box_;
};

}  // namespace geo

#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include "geo/validate/triangle_contact.hpp"

namespace geo {

/// Two faces of one closed shell that pass through each other or lie on each other.
struct FaceCrossing {
  std::size_t first = 0, second = 0;  ///< faces
  Eigen::Vector3d at = Eigen::Vector3d::Zero();
};
enum class CrossingAnswer { kNone, kFound, kTooMany };

/// Looks for a crossing deeper than `tolerance`: an edge of one triangle that pierces another one, both
/// its ends and the triangle's border farther away than that; or two triangles in one plane that share
/// more than a strip of that width. Contact within the tolerance is no crossing.
CrossingAnswer find_crossing(const std::vector<FaceTriangle>& triangles, double tolerance,
                             FaceCrossing& found);

}  // namespace geo

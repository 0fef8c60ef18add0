#pragma once

#include <Eigen/Core>
#include <vector>

#include "geo/validate/triangle_contact.hpp"

namespace geo {

/// A valid solid: the triangles of all its shells, normals out of its material, metres about a local origin.
struct Body {
  std::vector<FaceTriangle> triangles;
  Eigen::Vector3d low = Eigen::Vector3d::Zero(), high = Eigen::Vector3d::Zero();
  double volume_m3 = 0;
};

Body make_body(std::vector<FaceTriangle> triangles);

enum class Meeting {
  kApart,      ///< or they touch in points and lines only
  kShareFace,  ///< they share a part of a face, each on its own side
  kOverlap,    ///< more than the tolerance deep
  kSame,       ///< the same body twice
  kTooMany,    ///< too many triangles lie close together to tell
};

struct BodyMeeting {
  Meeting how = Meeting::kApart;
  double depth_m = 0;  ///< of an overlap: how far one body would have to be moved at most to part them
  Eigen::Vector3d at = Eigen::Vector3d::Zero();
};

/// How two bodies about the same origin lie to each other, in ordinary floating point. Looked for are, in
/// this order: a plane of a face that parts them; an edge of one through a face of the other; faces in one
/// plane with the material on the same side; the middle of all contacts, or a place just behind a face of
/// one, that lies inside the other.
///
/// Agrees with an enumeration of the intersection's corners (tested on convex bodies on a grid). Adjoining
/// prisms, the usual case in a city, take some microseconds.
BodyMeeting meeting_of(const Body& a, const Body& b, double tolerance);

}  // namespace geo

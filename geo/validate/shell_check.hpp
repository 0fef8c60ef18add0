#pragma once

#include <vector>

#include "geo/validate/polygon_check.hpp"

namespace geo {

/// Faces of one shell, each as used: a reversed face has its rings turned already.
struct IndexedShell {
  std::vector<const IndexedFace*> faces;
  std::vector<bool> reversed;
};

/// How the faces fit together, the first that applies: 301 fewer than four faces; 303 more than two faces
/// at an edge, or a closed fan touching another one at a vertex (302 as well, when only sheets touch); 307
/// neighbours turned differently (one fault per wrong face); 305 several components; 302 open edges; 405 the
/// whole shell faces the wrong way (`cavity` shells face inwards). `where` is an edge, a vertex or "face 12".
std::vector<GeometryFault> check_shell(const IndexedShell& shell, bool cavity, const VertexIndex& vertices);

/// Six times the volume enclosed by the faces seen from `origin`; needs planar faces to be exact.
double six_volumes(const IndexedShell& shell, const VertexIndex& vertices,
                   const twin::WorkingPosition& origin);

}  // namespace geo

#pragma once

#include <cstdint>
#include <vector>

#include "proto/stream.pb.h"
#include "viewer/desktop/outcome.hpp"
#include "viewer/desktop/space.hpp"

namespace viewer {

struct ShapeMesh {
  std::vector<Vector> points;            ///< scene frame, metres
  std::vector<std::uint32_t> triangles;  ///< triples of point numbers
  std::vector<std::uint32_t> edges;      ///< pairs of point numbers
};

/// A mesh as the stream sends it; fails when a length or an index is wrong or a coordinate not finite.
Outcome<ShapeMesh> read_mesh(const kaksonen::v1::Mesh& mesh);

}  // namespace viewer

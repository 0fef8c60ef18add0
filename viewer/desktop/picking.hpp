#pragma once

#include <cstdint>
#include <optional>

#include "viewer/desktop/orbit_camera.hpp"
#include "viewer/desktop/stream_state.hpp"
#include "viewer/desktop/tile_content.hpp"

namespace viewer {

struct Hit {
  std::uint32_t feature = 0;
  double distance = 0;  ///< metres from the ray's origin
  Surface surface = Surface::kOther;
};

/// Distance along the ray to the box, absent when missed; 0 from inside.
std::optional<double> distance_to(const Ray& ray, const Extent& extent);

/// True when a hit is nearer, or of ground covers at about one place painted over the other.
bool is_before(const Hit& one, const Hit& other);

/// What of the tile the ray meets first.
std::optional<Hit> pick(const Ray& ray, const TileContent& tile);

/// Distance along the ray to a mesh of the stream, absent when missed or malformed.
std::optional<double> distance_to(const Ray& ray, const wire::Mesh& mesh);

}  // namespace viewer

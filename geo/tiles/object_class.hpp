#pragma once

#include <optional>
#include <string_view>

#include "geo/tiles/tile_mesh.hpp"

namespace geo {

/// What a city object of a class is drawn as; nothing for what is inside a building, bridge or tunnel (storeys,
/// units, rooms, furniture, what they are built of): it would only be seen through the walls. Classes of
/// extensions are drawn as "object".
std::optional<SurfaceClass> drawn_as(std::string_view type);

}  // namespace geo

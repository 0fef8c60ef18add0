#pragma once

#include <optional>
#include <string>

#include "twin_core/base/position.hpp"

namespace twin {

/// How heights of the working frame become ellipsoidal: a constant with its source, never a guess.
struct Geoid {
  double undulation_m = 0;  ///< ellipsoidal height = frame height + undulation
  double error_m = 0;       ///< stated bound over the twin's area
  std::string source;
  bool operator==(const Geoid&) const = default;
};

/// Settings of one twin; entity kind `manifest`, id "twin".
struct Manifest {
  std::string name;               ///< shown in titles, e.g. "Kalasatama"
  std::string crs = "local";      ///< "EPSG:3879", or "local" for a frame not placed on the globe
  std::string height_reference;   ///< "N2000", or empty when unknown
  std::optional<Geoid> geoid;     ///< absent: tiles are not placed on the globe (`geoid-missing`)
  WorkingPosition scene_origin;   ///< fixed at the first import; origin of the Scene frame
  bool operator==(const Manifest&) const = default;
};

}  // namespace twin

#pragma once

#include "twin_core/base/json.hpp"
#include "twin_core/city/feature.hpp"
#include "twin_core/city/population_area.hpp"
#include "twin_core/city/street.hpp"
#include "twin_core/city/terrain.hpp"

namespace server {

/// GeoJSON properties of what lies over a whole city; null = not known.
twin::Json properties_of(twin::FeatureNumber number, const twin::Street& street);
twin::Json properties_of(twin::FeatureNumber number, const twin::PopulationArea& area);
twin::Json properties_of(twin::FeatureNumber number, const twin::Terrain& terrain);

}  // namespace server

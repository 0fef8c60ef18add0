#pragma once

#include <string>

#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// The name of a national geometry's coordinate system; GeoJSON order, longitude first, whatever the
/// authority says. Error `crs-not-accepted`.
twin::Result<std::string> crs_of_national(const twin::Json& geometry, const std::string& pointer);

}  // namespace geo

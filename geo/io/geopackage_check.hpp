#pragma once

#include <string_view>

#include "twin_core/base/result.hpp"

namespace geo {

/// Looks at an uploaded GeoPackage as at any foreign database, before GDAL sees it: opened in memory, read-only, with
/// an untrusted schema, defensive mode, no extensions and lowered limits. Error `geopackage-unsafe` for views, for
/// triggers and tables other than those the standard has (features, attributes, R-tree index), for generated columns
/// and for schemas that cannot be read within a bounded number of steps; `file-unreadable` for no database.
twin::Status check_geopackage(std::string_view bytes);

}  // namespace geo

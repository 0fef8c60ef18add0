#include "geo/io/plan_crs.hpp"

#include <string_view>

#include "geo/io/plan_values.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

/// @source the national plan service's own list of coordinate systems
bool is_accepted_srid(std::string_view srid) {
  if (srid == "3067" || srid == "4326") return true;
  return srid.size() == 4 && srid >= "3873" && srid <= "3885";
}

}  // namespace

twin::Result<std::string> crs_of_national(const twin::Json& geometry, const std::string& pointer) {
  const auto srid = text_at(geometry, "srid");
  if (!is_accepted_srid(srid)) {
    return twin::Problem{"crs-not-accepted", "Plans come in the coordinate systems of the national service.",
                         pointer + "/srid", twin::excerpt(srid), "Accepted are 3067, 3873 to 3885 and 4326."};
  }
  return srid == "4326" ? std::string("OGC:CRS84") : "EPSG:" + srid;
}

}  // namespace geo

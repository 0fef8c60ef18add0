#include "server/compare/map_layer.hpp"

#include <algorithm>
#include <cmath>

#include "geo/crs/crs.hpp"

namespace server {
namespace {

using twin::Json;

/// Twice the area with its sign: above 0 counter-clockwise.
double turn_of(const Json& ring) {
  double out = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i)
    out += ring[i][0].get<double>() * ring[i + 1][1].get<double>() - ring[i + 1][0].get<double>() * ring[i][1].get<double>();
  return out;
}

twin::Result<Json> ring_in_degrees(const Json& ring, bool outer, const geo::Transformer& transformer) {
  Json out = Json::array();
  for (const Json& p : ring) {
    TWIN_TRY(const auto at, transformer.apply(p[0], p[1], 0));
    out.push_back({std::round(at.east * 1e9) / 1e9, std::round(at.north * 1e9) / 1e9});
  }
  if ((turn_of(out) > 0) != outer) std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

twin::Result<Json> map_layer(const Json& map) {
  Json out = map;
  const std::string name = map.value("crs_name", "local");
  if (name == "local") return out;
  TWIN_TRY(const geo::Crs frame, geo::find_crs(name));
  TWIN_TRY(const geo::Crs degrees, geo::find_crs("EPSG:4326"));
  TWIN_TRY(const geo::Transformer transformer, geo::Transformer::make(frame, degrees));
  for (Json& feature : out["features"]) {
    Json& rings = feature["geometry"]["coordinates"];
    for (std::size_t i = 0; i < rings.size(); ++i) {
      TWIN_TRY(rings[i], ring_in_degrees(rings[i], i == 0, transformer));
    }
  }
  out["crs_name"] = "OGC:CRS84";
  return out;
}

}  // namespace server

#include <algorithm>
#include <cmath>
#include <optional>
#include <ostream>

#include "geo/crs/crs.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/export_json.hpp"
#include "geo/io/ring_crossing.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Result;

/// Degrees to nine decimals: a tenth of a millimetre.
double rounded(double degrees) {
  return std::round(degrees * 1e9) / 1e9;
}

/// Closed, and turning as RFC 7946 section 3.1.6 asks: the outer ring counter-clockwise.
Result<Json> ring_of(const SceneFrame& frame, twin::PlanRing ring, double up, bool outer) {
  if ((signed_area(ring) > 0) != outer) std::reverse(ring.begin(), ring.end());
  auto out = Json::array();
  for (const auto& point : ring) {
    TWIN_TRY(const auto position, frame.to_geographic({point.east, point.north, up}));
    out.push_back({rounded(position.longitude_deg), rounded(position.latitude_deg)});
  }
  if (!out.empty()) out.push_back(out.front());
  return out;
}

Result<Json> geometry_of(const SceneFrame& frame, const twin::Building& building) {
  const auto& footprint = building.footprint;
  if (footprint.outer.size() < 3) return Json(nullptr);
  auto rings = Json::array();
  TWIN_TRY(auto outer, ring_of(frame, footprint.outer, building.ground_m, true));
  rings.push_back(std::move(outer));
  for (const auto& hole : footprint.holes) {
    TWIN_TRY(auto ring, ring_of(frame, hole, building.ground_m, false));
    rings.push_back(std::move(ring));
  }
  return Json{{"type", "Polygon"}, {"coordinates", std::move(rings)}};
}

}  // namespace

Json building_properties(twin::FeatureNumber number, const twin::Building& building) {
  auto out = Json::object();
  const auto columns = building_columns();
  const auto values = building_values(number, building);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name(columns[i].name);
    if (const auto* const text = std::get_if<std::string>(&values[i])) out[name] = *text;
    if (const auto* const real = std::get_if<double>(&values[i])) out[name] = *real;
    if (const auto* const integer = std::get_if<std::int64_t>(&values[i])) out[name] = *integer;
  }
  return out;
}

twin::Status export_geojson(const twin::BranchState& state, std::ostream& out) {
  const twin::Manifest empty;
  TWIN_TRY(const SceneFrame frame, SceneFrame::make(state.manifest() != nullptr ? *state.manifest() : empty));
  out << R"({"type":"FeatureCollection","features":[)";
  std::optional<twin::Problem> problem;
  std::string_view separator = "\n";
  state.for_each_building([&](twin::FeatureNumber number, const twin::Building& building) {
    if (problem) return;
    auto geometry = geometry_of(frame, building);
    if (!geometry) {
      problem = geometry.problem();
      return;
    }
    const Json feature{{"type", "Feature"},
                       {"id", building.id},
                       {"geometry", std::move(geometry).value()},
                       {"properties", building_properties(number, building)}};
    out << separator << feature.dump(-1, ' ', false, Json::error_handler_t::replace);
    separator = ",\n";
  });
  if (problem) return *problem;
  out << "\n]}\n";
  return twin::Done{};
}

}  // namespace geo

#include <algorithm>
#include <cmath>
#include <ostream>

#include "geo/crs/crs.hpp"
#include "geo/io/export_columns.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/export_json.hpp"
#include "geo/io/plan_outline.hpp"
#include "geo/io/ring_crossing.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Result;

/// Degrees to nine decimals: a tenth of a millimetre.
double rounded(double degrees) {
  return std::round(degrees * 1e9) / 1e9;
}

/// Shapes of the working frame in degrees (RFC 7946).
class Degrees {
 public:
  Degrees(const SceneFrame& frame, double up) : frame_(frame), up_(up) {}

  Result<Json> position(const twin::PlanPosition& point) const {
    TWIN_TRY(const auto at, frame_.to_geographic({point.east, point.north, up_}));
    return Json{rounded(at.longitude_deg), rounded(at.latitude_deg)};
  }

  Result<Json> line(const twin::PlanRing& points) const {
    auto out = Json::array();
    for (const auto& point : points) {
      TWIN_TRY(out.emplace_back(), position(point));
    }
    return out;
  }

  /// Closed, and turning as section 3.1.6 asks: the outer ring counter-clockwise.
  Result<Json> ring(twin::PlanRing points, bool outer) const {
    if ((signed_area(points) > 0) != outer) std::reverse(points.begin(), points.end());
    TWIN_TRY(auto out, line(points));
    if (!out.empty()) out.push_back(Json(out.front()));
    return out;
  }

  Result<Json> polygon(const twin::PlanPolygon& polygon) const {
    auto rings = Json::array();
    TWIN_TRY(rings.emplace_back(), ring(polygon.outer, true));
    for (const auto& hole : polygon.holes) {
      TWIN_TRY(rings.emplace_back(), ring(hole, false));
    }
    return rings;
  }

 private:
  const SceneFrame& frame_;
  double up_;
};

/// A single part is of the plain type, several of the type with "Multi" in front.
Json of_parts(const char* type, Json parts) {
  if (parts.empty()) return nullptr;
  if (parts.size() == 1) return {{"type", type}, {"coordinates", std::move(parts[0])}};
  return {{"type", std::string("Multi") + type}, {"coordinates", std::move(parts)}};
}

/// Surfaces with heights are told as what they cover: heights of GeoJSON are those above the ellipsoid.
Result<Json> geometry_of(const SceneFrame& frame, const ExportFeature& feature) {
  const Degrees degrees(frame, feature.up_m);
  auto parts = Json::array();
  if (feature.point) {
    TWIN_TRY(parts.emplace_back(), degrees.position(*feature.point));
    return of_parts("Point", std::move(parts));
  }
  for (const auto& line : feature.lines) {
    TWIN_TRY(parts.emplace_back(), degrees.line(line));
  }
  if (!feature.lines.empty()) return of_parts("LineString", std::move(parts));
  for (const auto& polygon : feature.surfaces.empty() ? feature.polygons : plan_outline(feature.surfaces)) {
    if (polygon.outer.size() < 3) continue;
    TWIN_TRY(parts.emplace_back(), degrees.polygon(polygon));
  }
  return of_parts("Polygon", std::move(parts));
}

}  // namespace

Json layer_properties(std::span<const ExportColumn> columns, const std::vector<ExportValue>& values) {
  auto out = Json::object();
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string name(columns[i].name);
    const auto* const text = std::get_if<std::string>(&values[i]);
    if (text != nullptr && columns[i].type == ColumnType::kJson) {
      name.resize(name.size() - std::string_view("_json").size());
      out[name] = Json::parse(*text, nullptr, false);
    } else if (text != nullptr) {
      out[name] = *text;
    }
    if (const auto* const real = std::get_if<double>(&values[i])) out[name] = *real;
    if (const auto* const integer = std::get_if<std::int64_t>(&values[i])) out[name] = *integer;
    if (const auto* const list = std::get_if<std::vector<std::string>>(&values[i])) out[name] = *list;
  }
  return out;
}

Json building_properties(twin::FeatureNumber number, const twin::Building& building) {
  return layer_properties(building_columns(), building_values(number, building));
}

twin::Status export_geojson(const twin::BranchState& state, const ShapeLoader& shapes, const ExportLayer& layer, std::ostream& out) {
  const twin::Manifest none;
  TWIN_TRY(const SceneFrame frame, SceneFrame::make(state.manifest() != nullptr ? *state.manifest() : none));
  out << R"({"type":"FeatureCollection","name":")" << layer.name << R"(","features":[)";
  std::string_view separator = "\n";
  TWIN_CHECK(layer.for_each(state, shapes, [&](const ExportFeature& feature) -> twin::Status {
    TWIN_TRY(auto geometry, geometry_of(frame, feature));
    const Json text{{"type", "Feature"},
                    {"id", feature.id},
                    {"geometry", std::move(geometry)},
                    {"properties", layer_properties(layer.columns, feature.values)}};
    out << separator << text.dump(-1, ' ', false, Json::error_handler_t::replace);
    separator = ",\n";
    return twin::Done{};
  }));
  out << "\n]}\n";
  return twin::Done{};
}

}  // namespace geo

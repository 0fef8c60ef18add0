#include <algorithm>
#include <cmath>
#include <ostream>

#include "geo/crs/crs.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/export_json.hpp"
#include "geo/io/plan_json.hpp"
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

Result<Json> geometry_of(const SceneFrame& frame, const twin::PlanPolygon& polygon, double up) {
  if (polygon.outer.size() < 3) return Json(nullptr);
  auto rings = Json::array();
  TWIN_TRY(auto outer, ring_of(frame, polygon.outer, up, true));
  rings.push_back(std::move(outer));
  for (const auto& hole : polygon.holes) {
    TWIN_TRY(auto ring, ring_of(frame, hole, up, false));
    rings.push_back(std::move(ring));
  }
  return Json{{"type", "Polygon"}, {"coordinates", std::move(rings)}};
}

/// The attributes of the GeoPackage's layer `plan_unit`; the regulations as an array.
Json unit_properties(twin::FeatureNumber number, const twin::PlanUnit& unit) {
  Json out{{"feature_number", number}, {"id", unit.id}, {"ground_level_m", unit.ground_level_m}};
  const auto put = [&](const char* name, const std::string& text) {
    if (!text.empty()) out[name] = text;
  };
  put("name_fi", unit.name_fi);
  put("name_sv", unit.name_sv);
  put("name_en", unit.name_en);
  put("symbol", unit.symbol);
  put("source", unit.source);
  out["use_codes"] = unit.use_codes;
  out["regulations"] = Json::parse(regulations_text(unit.regulations));
  return out;
}

/// A feature collection that is written one feature at a time.
class Collection {
 public:
  Collection(const SceneFrame& frame, std::ostream& out) : frame_(frame), out_(out) {
    out_ << R"({"type":"FeatureCollection","features":[)";
  }

  void add(const std::string& id, const twin::PlanPolygon& polygon, double up, Json properties) {
    if (!done_) return;
    auto geometry = geometry_of(frame_, polygon, up);
    if (!geometry) {
      done_ = geometry.problem();
      return;
    }
    const Json feature{{"type", "Feature"},
                       {"id", id},
                       {"geometry", std::move(geometry).value()},
                       {"properties", std::move(properties)}};
    out_ << separator_ << feature.dump(-1, ' ', false, Json::error_handler_t::replace);
    separator_ = ",\n";
  }

  twin::Status finish() {
    if (done_) out_ << "\n]}\n";
    return done_;
  }

 private:
  const SceneFrame& frame_;
  std::ostream& out_;
  std::string_view separator_ = "\n";
  twin::Status done_ = twin::Done{};
};

Result<SceneFrame> frame_of(const twin::BranchState& state) {
  const twin::Manifest none;
  return SceneFrame::make(state.manifest() != nullptr ? *state.manifest() : none);
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
  TWIN_TRY(const SceneFrame frame, frame_of(state));
  Collection features(frame, out);
  state.for_each_building([&](twin::FeatureNumber number, const twin::Building& building) {
    features.add(building.id, building.footprint, building.ground_m, building_properties(number, building));
  });
  return features.finish();
}

twin::Status export_geojson_plan(const twin::BranchState& state, std::ostream& out) {
  TWIN_TRY(const SceneFrame frame, frame_of(state));
  Collection features(frame, out);
  state.for_each_plan_unit([&](twin::FeatureNumber number, const twin::PlanUnit& unit) {
    features.add(unit.id, unit.boundary, unit.ground_level_m, unit_properties(number, unit));
  });
  return features.finish();
}

}  // namespace geo

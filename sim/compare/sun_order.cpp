#include "sim/compare/sun_order.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/massing/massing.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/offset_time.hpp"
#include "sim/sun/weather_year.hpp"
#include "twin_core/base/digest.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kMostDates = 12;

struct Figure {
  const char* name;
  double SunOrder::*into;
  NumberRange range;
  const char* title;
};
constexpr Figure kFigures[] = {
    {"yard_hours", &SunOrder::yard_h, {0.1, 24}, "Sun that a yard wants on each date, h"},
    {"facade_hours", &SunOrder::facade_h, {0.1, 24}, "Sun that a facade wants on each date, h"},
    {"yard_spacing_m", &SunOrder::yard_spacing_m, {0.5, 100}, "Distance of points in yards, m"},
    {"facade_spacing_m", &SunOrder::facade_spacing_m, {0.5, 100}, "Distance of points along facades and on roofs, at most, m"},
    {"storey_height_m", &SunOrder::storey_height_m, {1, 20}, "Height of a storey; points of facades are in its middle, m"},
    {"neighbours_within_m", &SunOrder::neighbours_m, {0, 1'000}, "Neighbours' facades count up to this far from the plan units, m"},
    {"reach_m", &SunOrder::reach_m, {50, 15'000}, "Obstacles count up to this far, m"},
    {"module_efficiency", &SunOrder::efficiency, {0, 1}, "Efficiency of solar modules"},
    {"performance_ratio", &SunOrder::performance, {0, 1}, "Performance ratio of solar plants"},
    {"solar_least_kwh_m2", &SunOrder::suitable_kwh_m2, {0, 3'000}, "Surfaces with less energy in the year carry no modules, kWh/m2"},
};

twin::Status read_dates(const Json& json, std::vector<std::string>& into) {
  if (!json.is_array() || json.empty() || json.size() > kMostDates) return input_invalid("/sun/dates", "Dates are a list of 1 to 12.", json, "Send [\"2026-03-21\"].");
  into.clear();
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto pointer = pointer_to("/sun/dates", i);
    TWIN_TRY(const auto date, read_text(json[i], pointer));
    if (!read_time(Json(date + "T00:00:00Z"), pointer)) return twin::Problem{"time-invalid", "This is no date.", pointer, twin::excerpt(date), "Send 2026-03-21."};
    if (std::find(into.begin(), into.end(), date) != into.end()) return input_invalid(pointer, "A date counts once.", json[i], "Leave it out.");
    into.push_back(date);
  }
  return twin::Done{};
}

twin::Status read_built(const Json& json, std::string& into) {
  TWIN_TRY(into, read_text(json, "/sun/built"));
  std::vector<std::string_view> known{"envelope", "nothing"};
  for (const auto& kind : massing_kinds()) known.push_back(kind.name);
  if (std::find(known.begin(), known.end(), into) != known.end()) return twin::Done{};
  return twin::Problem{"code-unknown", "There is nothing of this name to build.", "/sun/built", twin::excerpt(into), did_you_mean(into, known)};
}

}  // namespace

twin::Result<SunOrder> SunOrder::read(const Json& json) {
  SunOrder out;
  if (json == true) return out;
  if (!json.is_object()) return input_invalid("/sun", "Whether and how sun is wanted.", json, "Send true, or {\"dates\": [\"2026-03-21\"]}.");
  std::vector<std::string_view> members{"dates", "step", "built", "sky_rays", "lat_deg", "lon_deg", "solar", "weather"};
  for (const auto& figure : kFigures) members.emplace_back(figure.name);
  TWIN_CHECK(expect_members(json, "/sun", members));
  if (json.contains("dates")) TWIN_CHECK(read_dates(json["dates"], out.dates));
  if (json.contains("step")) {
    TWIN_TRY(out.step, read_duration(json["step"], "/sun/step"));
  }
  if (json.contains("built")) TWIN_CHECK(read_built(json["built"], out.built));
  for (const auto& figure : kFigures) {
    if (!json.contains(figure.name)) continue;
    TWIN_TRY(out.*figure.into, read_number(json[figure.name], pointer_to("/sun", figure.name), figure.range));
  }
  if (json.contains("sky_rays")) {
    TWIN_TRY(const double rays, read_number(json["sky_rays"], "/sun/sky_rays", {8, 1e5}));
    out.sky_rays = static_cast<std::size_t>(rays);
  }
  if (json.contains("lat_deg") || json.contains("lon_deg")) {
    TWIN_TRY(out.latitude_deg, read_number(json.value("lat_deg", Json()), "/sun/lat_deg", {-90, 90}));
    TWIN_TRY(out.longitude_deg, read_number(json.value("lon_deg", Json()), "/sun/lon_deg", {-180, 180}));
    out.placed = true;
  }
  if (json.contains("solar")) {
    if (!json["solar"].is_boolean()) return input_invalid("/sun/solar", "Whether the solar yield is wanted.", json["solar"], "Send true or false.");
    out.solar = json["solar"].get<bool>();
  }
  if (!json.contains("weather")) return out;
  if (!json["weather"].is_string()) return input_invalid("/sun/weather", "A weather file is sent as its text.", json["weather"], "Send the content of an EPW file.");
  out.weather = json["weather"].get<std::string>();
  TWIN_CHECK(WeatherYear::parse(out.weather));
  return out;
}

Json SunOrder::to_json() const {
  Json out = {{"dates", dates}, {"step_s", std::chrono::duration<double>(step).count()}, {"built", built}, {"sky_rays", sky_rays}, {"solar", solar}};
  for (const auto& figure : kFigures) out[figure.name] = this->*figure.into;
  if (placed) out["lat_deg"] = latitude_deg, out["lon_deg"] = longitude_deg;
  if (!weather.empty()) out["weather_hash"] = twin::sha256(weather).hex();
  return out;
}

Json sun_order_schema() {
  const SunOrder standard;
  Json kinds = Json::array();
  for (const auto& kind : massing_kinds()) kinds.push_back(kind.name);
  kinds.push_back("envelope");
  kinds.push_back("nothing");
  Json properties;
  properties["dates"] = {{"type", "array"}, {"title", "Reference days"}, {"items", {{"type", "string"}, {"format", "date"}}}, {"minItems", 1}, {"maxItems", kMostDates}, {"default", standard.dates}};
  properties["step"] = text_schema("Length of a step", "A number and s, min or h.");
  properties["step"]["default"] = "10min";
  properties["built"] = {{"type", "string"}, {"title", "What stands on plan units without a building"}, {"enum", std::move(kinds)}, {"default", standard.built}};
  for (const auto& figure : kFigures) properties[figure.name] = number_schema(figure.title, figure.range.least, figure.range.most, standard.*figure.into);
  properties["sky_rays"] = number_schema("Lines of sight to the sky of each receiver, at least", 8, 1e5, standard.sky_rays);
  properties["lat_deg"] = number_schema("Latitude of a local frame", -90, 90);
  properties["lon_deg"] = number_schema("Longitude of a local frame", -180, 180);
  properties["solar"] = {{"type", "boolean"}, {"title", "Whether the solar yield of a year is wanted"}, {"default", true}};
  properties["weather"] = text_schema("Weather file for the solar yield", "The text of an EPW file; none: a clear sky all year.");
  Json object = {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  return {{"title", "Figures of sun and sky"}, {"description", "true, or how. Left out: they are not computed."}, {"oneOf", {{{"type", "boolean"}, {"enum", {true}}}, std::move(object)}}};
}

}  // namespace sim

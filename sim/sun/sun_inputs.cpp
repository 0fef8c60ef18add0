#include "sim/sun/sun_inputs.hpp"

#include <fmt/format.h>

#include "sim/run/input_reading.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/offset_time.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;
using std::chrono::microseconds;

constexpr std::int64_t kMostSteps = 1'000'000;
constexpr std::chrono::hours kLongSpan(24 * 31);

twin::Result<SunPeriod> read_period(const Json& json, std::string_view pointer) {
  for (const char* name : {"from", "to"}) {
    if (!json.contains(name)) {
      return input_invalid(pointer_to(pointer, name), "A period has a beginning and an end.", Json(),
                           "Send from and to as RFC 3339, for example 2026-03-20T00:00:00+02:00.");
    }
  }
  TWIN_TRY(const OffsetTime from, read_time(json["from"], pointer_to(pointer, "from")));
  TWIN_TRY(const OffsetTime to, read_time(json["to"], pointer_to(pointer, "to")));
  if (!(from.instant < to.instant)) {
    return input_invalid(pointer_to(pointer, "to"), "A period ends after it begins.", json["to"], "Send a later end.");
  }
  return SunPeriod{from.instant, to.instant};
}

twin::Status check_steps(const SunInputs& in) {
  std::int64_t count = 0;
  for (const auto& [from, to] : in.periods) count += (to - from + in.step - microseconds(1)) / in.step;
  if (count <= kMostSteps) return twin::Done{};
  return twin::Problem{"value-out-of-range", fmt::format("A run has at most {} steps.", kMostSteps), "/step",
                       fmt::format("{} steps", count), "Send a longer step, or a shorter period."};
}

twin::Status read_periods(const Json& inputs, SunInputs& out) {
  if (!inputs.contains("periods")) {
    TWIN_TRY(const SunPeriod only, read_period(inputs, ""));
    out.periods.push_back(only);
    return twin::Done{};
  }
  if (inputs.contains("from") || inputs.contains("to")) {
    return input_invalid("/periods", "Either from and to, or periods.", inputs["periods"], "Leave one of them out.");
  }
  const Json& periods = inputs["periods"];
  if (!periods.is_array() || periods.empty()) {
    return input_invalid("/periods", "Periods are a list.", periods, "Send [{\"from\": …, \"to\": …}, …].");
  }
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const auto place = pointer_to("/periods", i);
    TWIN_CHECK(expect_members(periods[i], place, {"from", "to"}));
    TWIN_TRY(const SunPeriod period, read_period(periods[i], place));
    out.periods.push_back(period);
  }
  return twin::Done{};
}

}  // namespace

twin::Result<SunInputs> read_sun(const Json& inputs, const std::string& crs) {
  SunInputs out;
  TWIN_CHECK(read_periods(inputs, out));
  out.step = std::chrono::minutes(10);
  if (inputs.contains("step")) {
    TWIN_TRY(out.step, read_duration(inputs["step"], "/step"));
  }
  TWIN_CHECK(check_steps(out));
  microseconds span{0};
  for (const auto& [from, to] : out.periods) span += to - from;
  out.method = span > kLongSpan ? SunMethod::kHorizon : SunMethod::kRays;
  if (inputs.contains("method")) {
    TWIN_TRY(const std::string method, read_text(inputs["method"], "/method"));
    if (method == "rays") {
      out.method = SunMethod::kRays;
    } else if (method == "horizon") {
      out.method = SunMethod::kHorizon;
    } else if (method != "auto") {
      return input_invalid("/method", "There is no method of this name.", inputs["method"], "Send rays, horizon or auto.");
    }
  }
  if (inputs.contains("pressure_hpa")) {
    TWIN_TRY(out.air.pressure_hpa, read_number(inputs["pressure_hpa"], "/pressure_hpa", {0, 1'100}));
  }
  if (inputs.contains("temperature_c")) {
    TWIN_TRY(out.air.temperature_c, read_number(inputs["temperature_c"], "/temperature_c", {-100, 60}));
  }
  for (const char* name : {"lat_deg", "lon_deg"}) {
    const bool sent = inputs.contains(name);
    if (sent && !crs.empty()) {
      return input_invalid(pointer_to("", name), "A frame on the globe tells its place itself.", inputs[name], "Leave it out.");
    }
    if (!sent && crs.empty()) {
      return input_invalid(pointer_to("", name), "A local frame lies nowhere on the globe.", Json(),
                           "Name the frame with crs, or send lat_deg and lon_deg; its north is then true north.");
    }
  }
  if (crs.empty()) {
    TWIN_TRY(out.latitude_deg, read_number(inputs["lat_deg"], "/lat_deg", {-90, 90}));
    TWIN_TRY(out.longitude_deg, read_number(inputs["lon_deg"], "/lon_deg", {-180, 180}));
  }
  return out;
}

twin::Result<SunSky> SunInputs::sky(const std::string& crs) const {
  SunFrame frame = SunFrame::local(latitude_deg.value_or(0), longitude_deg.value_or(0));
  if (!crs.empty()) {
    TWIN_TRY(frame, SunFrame::of_crs(crs));
  }
  return SunSky(std::move(frame), steps_of(periods, step), air);
}

std::vector<std::string_view> sun_members() {
  return {"from", "to", "periods", "step", "method", "pressure_hpa", "temperature_c", "lat_deg", "lon_deg"};
}

void add_sun_schema(Json& properties) {
  const auto time = [](const char* title) {
    Json out = text_schema(title, "RFC 3339");
    out["format"] = "date-time";
    return out;
  };
  properties["from"] = time("Beginning");
  properties["to"] = time("End");
  properties["periods"] = {{"type", "array"},
                           {"title", "Several periods, instead of from and to"},
                           {"items", {{"type", "object"}, {"properties", {{"from", time("Beginning")}, {"to", time("End")}}}}}};
  properties["step"] = text_schema("Length of a step", "A number and s, min or h; the sun stands where it is at the step's middle.");
  properties["step"]["default"] = "10min";
  properties["method"] = {{"type", "string"}, {"title", "Method"}, {"enum", {"auto", "rays", "horizon"}}, {"default", "auto"},
                          {"description", "rays: a line of sight per step; horizon: the horizon of each receiver once, then look-ups; auto: horizon above 31 days."}};
  properties["pressure_hpa"] = number_schema("Air pressure for the refraction, hPa; 0: none", 0, 1'100, 1013.25);
  properties["temperature_c"] = number_schema("Air temperature for the refraction, degrees Celsius", -100, 60, 10);
  properties["lat_deg"] = number_schema("Latitude of a local frame", -90, 90);
  properties["lon_deg"] = number_schema("Longitude of a local frame", -180, 180);
}

}  // namespace sim

#include <cmath>

#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/offset_time.hpp"
#include "sim/sun/solar_position.hpp"
#include "sim/sun/sun_processes.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr double kAlgorithmError_deg = 0.0003;

struct Question {
  OffsetTime time;
  SunObserver observer;
  double delta_t_s = 0;
  std::optional<double> slope_deg;
  double rotation_deg = 0;
};

twin::Result<Question> read_question(const Json& inputs) {
  TWIN_CHECK(expect_members(inputs, "", {"time", "lat_deg", "lon_deg", "elevation_m", "pressure_hpa", "temperature_c",
                                         "delta_t_s", "slope_deg", "azimuth_rotation_deg"}));
  for (const char* name : {"time", "lat_deg", "lon_deg"}) {
    if (!inputs.contains(name)) {
      return input_invalid(pointer_to("", name), "The sun is asked for a time and a place.", Json(),
                           "Send time (RFC 3339), lat_deg and lon_deg.");
    }
  }
  Question out;
  TWIN_TRY(out.time, read_time(inputs["time"], "/time"));
  out.delta_t_s = delta_t_at(out.time.instant);
  double slope_deg = 0;
  struct Field {
    const char* name;
    double* into;
    NumberRange range;
  };
  for (const Field& field : {Field{"lat_deg", &out.observer.latitude_deg, {-90, 90}},
                             Field{"lon_deg", &out.observer.longitude_deg, {-180, 180}},
                             Field{"elevation_m", &out.observer.elevation_m, {-500, 9'000}},
                             Field{"pressure_hpa", &out.observer.pressure_hpa, {0, 1'100}},
                             Field{"temperature_c", &out.observer.temperature_c, {-100, 60}},
                             Field{"delta_t_s", &out.delta_t_s, {-8'000, 8'000}}, Field{"slope_deg", &slope_deg, {0, 180}},
                             Field{"azimuth_rotation_deg", &out.rotation_deg, {-360, 360}}}) {
    if (!inputs.contains(field.name)) continue;
    TWIN_TRY(*field.into, read_number(inputs[field.name], pointer_to("", field.name), field.range));
  }
  if (inputs.contains("slope_deg")) out.slope_deg = slope_deg;
  if (!out.slope_deg && inputs.contains("azimuth_rotation_deg")) {
    return input_invalid("/azimuth_rotation_deg", "A direction without a slope has no angle of incidence.",
                         inputs["azimuth_rotation_deg"], "Send slope_deg too.");
  }
  return out;
}

const char* name_of(DayKind kind) {
  return kind == DayKind::kPolarDay ? "polar-day" : kind == DayKind::kPolarNight ? "polar-night" : "sunrise";
}

/// The time of day of an event of the universal day, on the local date.
Json on_local_date(const std::optional<twin::Instant>& event, const OffsetTime& asked) {
  if (!event) return Json();
  constexpr std::chrono::hours kDay(24);
  const twin::Instant midnight = asked.local_midnight();
  auto of_day = (*event - midnight) % kDay;
  if (of_day.count() < 0) of_day += kDay;
  return to_text(midnight + of_day, asked.offset);
}

Json times_json(const SunTimes& times, std::chrono::minutes offset) {
  const auto text = [&](const std::optional<twin::Instant>& at) { return at ? Json(to_text(*at, offset)) : Json(); };
  return {{"day", name_of(times.kind)}, {"sunrise", text(times.sunrise)}, {"transit", text(times.transit)},
          {"sunset", text(times.sunset)}};
}

class SunPositionProcess final : public Process {
 public:
  std::string_view id() const override { return "sun-position"; }
  std::string_view version() const override { return "1.0.0"; }
  std::string_view title() const override { return "Position of the sun"; }
  std::string_view summary() const override {
    return "Where the sun stands (Reda & Andreas 2004, SPA, within 0.0003 degrees), and when it rises, culminates and sets.";
  }
  Json input_schema() const override;
  Json output_schema() const override;
  Json example() const override {
    return {{"time", "2003-10-17T12:30:30-07:00"}, {"lat_deg", 39.742476}, {"lon_deg", -105.1786},
            {"elevation_m", 1830.14}, {"pressure_hpa", 820}, {"temperature_c", 11}, {"delta_t_s", 67},
            {"slope_deg", 30}, {"azimuth_rotation_deg", -10}};
  }
  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override {
    TWIN_TRY(const Question question, read_question(inputs));
    const SunEphemeris sun = sun_ephemeris(question.time.instant, question.delta_t_s);
    const SolarPosition position = solar_position(sun, question.observer);
    const SunTimes of_date = sun_times(question.time.utc_midnight(), question.observer, question.delta_t_s);
    const SunTimes of_day = sun_times(question.time.local_midnight(), question.observer, question.delta_t_s);
    Json out = {{"zenith_deg", position.zenith_deg},
                {"azimuth_deg", position.azimuth_deg},
                {"elevation_deg", position.elevation_deg},
                {"refraction_deg", position.refraction_deg},
                {"incidence_deg", question.slope_deg
                                      ? Json(incidence_deg(position, *question.slope_deg, question.rotation_deg))
                                      : Json()},
                {"day", name_of(of_day.kind)},
                {"sunrise", on_local_date(of_date.sunrise, question.time)},
                {"transit", on_local_date(of_date.transit, question.time)},
                {"sunset", on_local_date(of_date.sunset, question.time)},
                {"local_day", times_json(of_day, question.time.offset)},
                {"julian_day", sun.julian_day},
                {"distance_au", sun.distance_au},
                {"declination_deg", sun.declination_deg},
                {"right_ascension_deg", sun.right_ascension_deg},
                {"delta_t_s", question.delta_t_s},
                {"error_bound_deg", kAlgorithmError_deg},
                {"lineage", lineage_of(*this, inputs, context)}};
    sink.progress(1, "done");
    return out;
  }
};

Json SunPositionProcess::input_schema() const {
  Json properties;
  properties["time"] = text_schema("Time", "RFC 3339; its offset and date are those of sunrise and sunset.");
  properties["time"]["format"] = "date-time";
  properties["lat_deg"] = number_schema("Latitude, north positive", -90, 90);
  properties["lon_deg"] = number_schema("Longitude, east positive", -180, 180);
  properties["elevation_m"] = number_schema("Elevation above sea level, m", -500, 9'000, 0);
  properties["pressure_hpa"] = number_schema("Air pressure for the refraction, hPa; 0: none", 0, 1'100, 1013.25);
  properties["temperature_c"] = number_schema("Air temperature for the refraction, degrees Celsius", -100, 60, 10);
  properties["delta_t_s"] = number_schema("Terrestrial less universal time, s; none: as observed", -8'000, 8'000);
  properties["slope_deg"] = number_schema("Slope of a surface from the horizontal", 0, 180);
  properties["azimuth_rotation_deg"] = number_schema("Direction of its normal from south, west positive", -360, 360, 0);
  return {{"type", "object"}, {"additionalProperties", false}, {"required", {"time", "lat_deg", "lon_deg"}},
          {"properties", std::move(properties)}};
}

Json SunPositionProcess::output_schema() const {
  const char* const days = "sunrise; polar-day or polar-night where the sun does not cross the horizon.";
  const auto time = [](const char* title, const char* description) {
    Json out = nullable(text_schema(title, description));
    out["format"] = "date-time";
    return out;
  };
  Json properties;
  properties["zenith_deg"] = number_schema("Zenith angle", "Topocentric, with the refraction of the given pressure.");
  properties["azimuth_deg"] = number_schema("Azimuth", "Clockwise from true north.");
  properties["elevation_deg"] = number_schema("Elevation", "90 less the zenith angle.");
  properties["refraction_deg"] = number_schema("Refraction contained in them");
  properties["incidence_deg"] = nullable(number_schema("Angle between the sun and the surface's normal"));
  properties["day"] = text_schema("Kind of the local day", days);
  properties["sunrise"] = time("Sunrise", "As SPA defines it: the event of the universal day of the date, on the date's clock.");
  properties["transit"] = time("Highest stand", "As SPA defines it.");
  properties["sunset"] = time("Sunset", "As SPA defines it; local_day has the event of the local day itself.");
  properties["local_day"] = {{"type", "object"},
                             {"title", "Events between local midnights"},
                             {"description", "Differs from SPA's own by up to 4 minutes far from Greenwich."},
                             {"properties",
                              {{"day", text_schema("Kind of day", days)},
                               {"sunrise", time("Sunrise", nullptr)},
                               {"transit", time("Highest stand", nullptr)},
                               {"sunset", time("Sunset", nullptr)}}}};
  properties["julian_day"] = number_schema("Julian day");
  properties["distance_au"] = number_schema("Distance of the sun, astronomical units");
  properties["declination_deg"] = number_schema("Geocentric declination");
  properties["right_ascension_deg"] = number_schema("Geocentric right ascension");
  properties["delta_t_s"] = number_schema("Terrestrial less universal time used, s");
  properties["error_bound_deg"] = number_schema("Error bound of zenith and azimuth", "Of the algorithm; weather changes refraction by more near the horizon.");
  properties["lineage"] = lineage_schema();
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

}  // namespace

const Process& sun_position_process() {
  static const SunPositionProcess process;
  return process;
}

}  // namespace sim

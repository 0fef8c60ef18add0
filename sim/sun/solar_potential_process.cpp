#include <algorithm>
#include <atomic>

#include "sim/run/in_blocks.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/receiver_inputs.hpp"
#include "sim/sun/solar_yield.hpp"
#include "sim/sun/sun_inputs.hpp"
#include "sim/sun/sun_processes.hpp"
#include "sim/sun/weather_year.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kBlock = 64, kBetweenLooks = 2'048;
constexpr double kClearSkyError = 0.05;

struct SolarInputs {
  double turbidity = 3, altitude_m = 0, albedo = 0.2, efficiency = 0.2, performance = 0.75;
  std::size_t sky_rays = 512;
  std::optional<WeatherYear> weather;
};

std::vector<std::string_view> solar_members() {
  return {"receivers", "weather", "linke_turbidity", "altitude_m", "albedo", "module_efficiency", "performance_ratio", "sky_rays"};
}

twin::Result<SolarInputs> read_solar(const Json& inputs) {
  SolarInputs out;
  double rays = static_cast<double>(out.sky_rays);
  struct Field {
    const char* name;
    double* into;
    NumberRange range;
  };
  for (const Field& field : {Field{"linke_turbidity", &out.turbidity, {1, 10}}, Field{"altitude_m", &out.altitude_m, {-500, 9'000}},
                             Field{"albedo", &out.albedo, {0, 1}}, Field{"module_efficiency", &out.efficiency, {0, 1}},
                             Field{"performance_ratio", &out.performance, {0, 1}}, Field{"sky_rays", &rays, {8, 1e5}}}) {
    if (!inputs.contains(field.name)) continue;
    TWIN_TRY(*field.into, read_number(inputs[field.name], pointer_to("", field.name), field.range));
  }
  out.sky_rays = static_cast<std::size_t>(rays);
  if (!inputs.contains("weather")) return out;
  const Json& weather = inputs["weather"];
  if (!weather.is_string()) return input_invalid("/weather", "A weather file is sent as its text.", weather, "Send the content of an EPW file.");
  for (const char* name : {"linke_turbidity", "altitude_m"}) {
    if (inputs.contains(name)) return input_invalid(pointer_to("", name), "This is about a clear sky, and weather was sent.", inputs[name], "Leave one of them out.");
  }
  TWIN_TRY(out.weather, WeatherYear::parse(weather.get_ref<const std::string&>()));
  return out;
}

class SolarPotentialProcess final : public Process {
 public:
  std::string_view id() const override { return "solar-potential"; }
  std::string_view version() const override { return "1.1.0"; }
  std::string_view title() const override { return "Solar potential"; }
  std::string_view summary() const override {
    return "Solar energy on roofs, facades and the ground behind obstacles, of a clear sky or a weather file, and what modules make of it.";
  }
  Json input_schema() const override;
  Json output_schema() const override;
  Json example() const override;
  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override;
};

struct Yields {
  std::vector<ReceiverYield> of;
  double global_wh_m2 = 0, outside_wh_m2 = 0;  ///< on open level ground, and above the air, at the first receiver
  std::uint64_t rays = 0;
};

twin::Result<Yields> compute(const geo::Occlusion& occlusion, const SunSky& sky, const std::vector<Receiver>& receivers, const SolarInputs& solar,
                             SunMethod method, Sink& sink) {
  const auto irradiance = [&](const SunStep& step, double elevation_deg) {
    if (solar.weather) return solar.weather->at(step.middle);
    return clear_sky(elevation_deg, sun_ephemeris(step.middle, delta_t_at(step.middle)).distance_au, solar.altitude_m, solar.turbidity);
  };
  // One path and one sky for all: within 16 km the sun's place differs by 0.3° and its energy by less than the models' error.
  const twin::PlanPosition first{receivers[0].at.east, receivers[0].at.north};
  const SunPath path = sky.path_over(sky.square_of(first));
  const SunEnergy energy = energy_along(sky, path, irradiance);
  const SunEnergy outside = energy_along(sky, path, [](const SunStep& step, double) {
    const double distance = sun_ephemeris(step.middle, delta_t_at(step.middle)).distance_au;
    return Irradiance{kSolarConstant / (distance * distance), 0, 0};
  });
  const SunBand band = band_of(ways_along(sky, path));
  const SkyPattern pattern(solar.sky_rays, SkyWeighting::kCosine);
  Yields out;
  out.of.resize(receivers.size());
  out.global_wh_m2 = energy.global_level;
  for (std::size_t i = 0; i < path.size(); ++i) out.outside_wh_m2 += outside.of_direction[i].beam_normal * path[i].towards.up;
  std::atomic<std::uint64_t> rays{0};
  for (std::size_t start = 0; start < receivers.size(); start += kBetweenLooks) {
    if (sink.cancelled()) return twin::Problem{"run-cancelled", "The run was cancelled before it ended.", "", "", "Run it again; nothing of it was kept."};
    const std::size_t count = std::min(kBetweenLooks, receivers.size() - start);
    in_blocks(count, kBlock, 0, [&](std::size_t from, std::size_t to) {
      std::uint64_t asked = 0;
      for (std::size_t i = start + from; i < start + to; ++i) {
        std::optional<Horizon> horizon;
        if (method == SunMethod::kHorizon) horizon = Horizon::around(occlusion, band, receivers[i], asked);
        out.of[i] = solar_yield(occlusion, path, energy, horizon ? &*horizon : nullptr, pattern, receivers[i], solar.albedo, asked);
      }
      rays += asked;
    });
    sink.progress(static_cast<double>(start + count) / static_cast<double>(receivers.size()), "irradiation");
  }
  out.rays = rays;
  return out;
}

twin::Result<Json> SolarPotentialProcess::run(const Json& inputs, const RunContext& context, Sink& sink) const {
  sink.progress(0, "inputs");
  auto members = scene_members();
  for (const auto& name : sun_members()) members.push_back(name);
  for (const auto& name : solar_members()) members.push_back(name);
  TWIN_CHECK(expect_members(inputs, "", members));
  TWIN_TRY(const SceneInputs scene, read_scene(inputs, context));
  TWIN_TRY(const SunInputs sun, read_sun(inputs, scene.crs));
  TWIN_TRY(const SolarInputs solar, read_solar(inputs));
  TWIN_TRY(ReceiverSet set, read_receivers(inputs, scene, context));
  TWIN_TRY(const SunSky sky, sun.sky(scene.crs));
  sink.progress(0.02, "obstacles");
  TWIN_TRY(const geo::EmbreeOcclusion occlusion, build_scene(scene, context, set.bounds()));
  Yields yields;
  if (!set.receivers.empty()) {
    TWIN_TRY(yields, compute(occlusion, sky, set.receivers, solar, sun.method, sink));
  }

  const double model_error = solar.weather ? 0 : kClearSkyError;
  Json totals = Json::array(), beams = Json::array(), diffuses = Json::array(), reflecteds = Json::array(), electric = Json::array();
  double worst = 0, all_kwh = 0, pv_kwh = 0;
  for (std::size_t i = 0; i < yields.of.size(); ++i) {
    const ReceiverYield& one = yields.of[i];
    totals.push_back(one.total() / 1000);
    beams.push_back(one.beam / 1000);
    diffuses.push_back(one.diffuse / 1000);
    reflecteds.push_back(one.reflected / 1000);
    electric.push_back(one.total() / 1000 * solar.efficiency * solar.performance);
    worst = std::max(worst, (one.bound + model_error * one.total()) / 1000);
    if (set.areas_m2.empty()) continue;
    all_kwh += one.total() / 1000 * set.areas_m2[i];
    pv_kwh += one.total() / 1000 * solar.efficiency * solar.performance * set.areas_m2[i];
  }
  if (solar.weather && solar.weather->missing() > 0) {
    set.warnings.push_back(std::to_string(solar.weather->missing()) + " values are missing in the weather file and count as 0.");
  }
  return Json{{"irradiation_kwh_m2", std::move(totals)},
              {"beam_kwh_m2", std::move(beams)},
              {"diffuse_kwh_m2", std::move(diffuses)},
              {"reflected_kwh_m2", std::move(reflecteds)},
              {"electricity_kwh_m2", std::move(electric)},
              {"irradiation_kwh", set.areas_m2.empty() ? Json() : Json(all_kwh)},
              {"electricity_kwh", set.areas_m2.empty() ? Json() : Json(pv_kwh)},
              {"global_horizontal_kwh_m2", yields.global_wh_m2 / 1000},
              {"extraterrestrial_kwh_m2", yields.outside_wh_m2 / 1000},
              {"error_bound_kwh_m2", worst},
              {"method", sun.method == SunMethod::kRays ? "rays" : "horizon"},
              {"rays", yields.rays},
              {"receivers", receivers_json(set)},
              {"warnings", set.warnings},
              {"lineage", lineage_of(*this, inputs, context)}};
}

Json SolarPotentialProcess::input_schema() const {
  Json properties;
  add_scene_schema(properties);
  add_sun_schema(properties);
  properties["receivers"] = receivers_schema();
  properties["weather"] = text_schema("Weather file", "The text of an EPW file; none: a clear sky.");
  properties["linke_turbidity"] = number_schema("Linke turbidity of the clear sky: 2 very clear, 5 hazy", 1, 10, 3);
  properties["altitude_m"] = number_schema("Altitude for the clear sky, m", -500, 9'000, 0);
  properties["albedo"] = number_schema("Share of light that the ground reflects", 0, 1, 0.2);
  properties["module_efficiency"] = number_schema("Efficiency of modules", 0, 1, 0.2);
  properties["performance_ratio"] = number_schema("Performance ratio of the plant", 0, 1, 0.75);
  properties["sky_rays"] = number_schema("Lines of sight to the sky of each receiver, at least", 8, 1e5, 512);
  return {{"type", "object"}, {"additionalProperties", false}, {"required", {"receivers"}}, {"properties", std::move(properties)}};
}

Json SolarPotentialProcess::output_schema() const {
  Json properties;
  properties["irradiation_kwh_m2"] = numbers_schema("Energy on each receiver, kWh/m2", "Over all periods: beam, diffuse and reflected.");
  properties["beam_kwh_m2"] = numbers_schema("Of it straight from the sun, kWh/m2");
  properties["diffuse_kwh_m2"] = numbers_schema("Of it from the sky, kWh/m2");
  properties["reflected_kwh_m2"] = numbers_schema("Of it from the ground, kWh/m2");
  properties["electricity_kwh_m2"] = numbers_schema("Energy times efficiency times performance ratio, kWh/m2");
  properties["irradiation_kwh"] = nullable(number_schema("Energy on all receivers, kWh", "By the areas they stand for; null for points as sent."));
  properties["electricity_kwh"] = nullable(number_schema("Electricity of all receivers covered with modules, kWh"));
  properties["global_horizontal_kwh_m2"] = number_schema("Energy on open level ground, kWh/m2");
  properties["extraterrestrial_kwh_m2"] = number_schema("Energy on a level plane above the air, kWh/m2");
  properties["error_bound_kwh_m2"] = number_schema("Error bound, kWh/m2", "Of shading and the sky view, and 5 % of a clear sky's own.");
  properties["method"] = {{"type", "string"}, {"title", "Method used"}, {"enum", {"rays", "horizon"}}};
  properties["rays"] = {{"type", "integer"}, {"title", "Lines of sight asked"}};
  properties["receivers"] = receivers_output_schema();
  properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
  properties["lineage"] = lineage_schema();
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json SolarPotentialProcess::example() const {
  Json out = sun_hours_process().example();
  out["receivers"] = {{"roofs", {{"obstacles", {0}}, {"spacing_m", 5}}}};
  out["step"] = "30min";
  return out;
}

}  // namespace

const Process& solar_potential_process() {
  static const SolarPotentialProcess process;
  return process;
}

}  // namespace sim

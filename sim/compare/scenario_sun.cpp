#include "sim/compare/scenario_sun.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>
#include <span>

#include "geo/rays/city_obstacles.hpp"
#include "sim/compare/sun_bodies.hpp"
#include "sim/compare/sun_scene.hpp"
#include "sim/run/in_blocks.hpp"
#include "sim/run/run_memory.hpp"
#include "sim/sun/offset_time.hpp"
#include "sim/sun/sky_view.hpp"
#include "sim/sun/solar_yield.hpp"
#include "sim/sun/sun_field.hpp"
#include "sim/sun/sun_inputs.hpp"
#include "sim/sun/sun_processes.hpp"
#include "sim/sun/weather_year.hpp"
#include "twin_core/base/byte_codec.hpp"
#include "twin_core/history/diff.hpp"

namespace sim {
namespace {

using twin::Json;
using std::chrono::hours;

constexpr std::size_t kMostPoints = 2'000'000, kBlock = 64, kBetweenLooks = 1'024;
constexpr double kClearSkyError = 0.05, kBright = 0.27, kDim = 0.15, kTurbidity = 3, kAlbedo = 0.2;

twin::Problem cancelled() { return {"run-cancelled", "The run was cancelled.", "", "", "Start it again."}; }

/// A part of a run's progress.
class Share final : public Sink {
 public:
  Share(Sink& whole, double from, double to) : whole_(whole), from_(from), to_(to) {}
  void progress(double fraction, std::string_view stage) override { whole_.progress(from_ + (to_ - from_) * fraction, stage); }
  bool cancelled() const override { return whole_.cancelled(); }

 private:
  Sink& whole_;
  double from_, to_;
};

/// Where and when the sun is looked at.
struct Skies {
  std::string crs;
  std::vector<SunSky> of_dates;
  std::optional<SunSky> of_year;
};

twin::Result<Skies> skies_of(const std::vector<Scenario>& scenarios, const SunOrder& order, const twin::Box& extent) {
  std::set<std::string> frames;
  for (const auto& scenario : scenarios) {
    for (const auto& unit : scenario.units) frames.insert(unit.input.crs == "local" ? "" : unit.input.crs);
  }
  if (frames.size() > 1)
    return twin::Problem{"crs-mismatch", "Sun is compared in one frame.", "/sun", fmt::format("{}", fmt::join(frames, ", ")), "Send all scenarios in the frame of the twin, or leave sun out."};
  Skies out;
  if (!frames.empty()) out.crs = *frames.begin();
  if (out.crs.empty() && !order.placed)
    return twin::Problem{"input-invalid", "A local frame lies nowhere on the globe.", "/sun/lat_deg", "", "Send lat_deg and lon_deg in sun, or name the frame with crs."};
  SunFrame frame = SunFrame::local(order.latitude_deg, order.longitude_deg);
  if (!out.crs.empty()) {
    TWIN_TRY(frame, SunFrame::of_crs(out.crs));
  }
  const auto place = frame.at({(extent.low.east + extent.high.east) / 2, (extent.low.north + extent.high.north) / 2});
  const hours zone(static_cast<int>(std::lround(place.longitude_deg / 15)));
  const auto begins = [&](const std::string& date) -> twin::Result<twin::Instant> {
    TWIN_TRY(const OffsetTime midnight, read_time(Json(date + "T00:00:00Z"), "/sun/dates"));
    return midnight.instant - zone;
  };
  for (const auto& date : order.dates) {
    TWIN_TRY(const auto from, begins(date));
    const SunPeriod day[] = {{from, from + hours(24)}};
    out.of_dates.emplace_back(frame, steps_of(day, order.step), Air{});
  }
  if (order.solar) {
    const int year = std::stoi(order.dates.front().substr(0, 4));
    TWIN_TRY(const auto from, begins(fmt::format("{:04}-01-01", year)));
    TWIN_TRY(const auto to, begins(fmt::format("{:04}-12-31", year)));
    const SunPeriod whole[] = {{from, to + hours(24)}};
    out.of_year.emplace(frame, steps_of(whole, hours(1)), Air{});
  }
  return out;
}

/// Points of a scenario, and of what stands there.
struct Points {
  ReceiverSet yards, facades, roofs;
};

twin::Status add(ReceiverSet&& more, ReceiverSet& into) {
  into.receivers.insert(into.receivers.end(), more.receivers.begin(), more.receivers.end());
  into.areas_m2.insert(into.areas_m2.end(), more.areas_m2.begin(), more.areas_m2.end());
  for (auto& warning : more.warnings) {
    if (std::find(into.warnings.begin(), into.warnings.end(), warning) == into.warnings.end()) into.warnings.push_back(std::move(warning));
  }
  if (into.receivers.size() <= kMostPoints) return twin::Done{};
  return twin::Problem{"value-out-of-range", fmt::format("A scenario has at most {} points.", kMostPoints), "/sun/yard_spacing_m", fmt::format("{}", into.receivers.size()),
                       "Space them wider, or name fewer plan units with plan_units."};
}

FacadeLayout layout_of(const SunOrder& order) { return {order.facade_spacing_m, order.storey_height_m}; }

twin::Result<Points> lay_out(const Scenario& scenario, const SunStand& stand, const SunOrder& order, const RunContext& context) {
  Points out;
  RunContext here;
  here.city = scenario.state.get();
  here.blobs = context.blobs;
  bool terrain = false;
  if (here.city != nullptr) here.city->for_each<twin::Terrain>([&](twin::FeatureNumber, const twin::Terrain& one) { terrain |= !one.heights.is_nothing(); });
  SceneInputs covered;
  for (const auto& body : stand.within) {
    if (body.of_city) continue;
    for (const auto& polygon : body.footprints) covered.obstacles.push_back({polygon, 0, 0, {}});
  }
  for (const auto& body : stand.neighbours) {
    if (!body.of_city) covered.obstacles.push_back({body.footprints.front(), 0, 0, {}});
  }
  for (std::size_t i = 0; i < scenario.units.size(); ++i) {
    if (!scenario.units[i].counts_land) continue;
    GroundLayout layout{scenario.units[i].input.unit.boundary, order.yard_spacing_m, 0, std::nullopt};
    if (!terrain) layout.ground_m = stand.grounds_m[i];
    TWIN_TRY(auto set, lay_out_ground(layout, covered, here, "/sun/yard_spacing_m"));
    TWIN_CHECK(add(std::move(set), out.yards));
  }
  for (const auto& body : stand.within) {
    ReceiverSet facades, roofs;
    lay_out_facades(body.shape, body.ground_m, layout_of(order), 0, facades);
    TWIN_CHECK(add(std::move(facades), out.facades));
    lay_out_roofs(body.shape, order.facade_spacing_m, 0, roofs);
    TWIN_CHECK(add(std::move(roofs), out.roofs));
  }
  return out;
}

/// Neighbours' facades in the first scenario, and the sun on them there.
struct Neighbours {
  ReceiverSet set;
  std::vector<std::size_t> body_of;  ///< of each receiver
  std::vector<SunField> fields;      ///< by date
};

twin::Result<Neighbours> look_at_neighbours(const SunStand& first, const Skies& skies, const SunOrder& order, const geo::Occlusion& occlusion, Sink& sink) {
  Neighbours out;
  for (std::size_t i = 0; i < first.neighbours.size(); ++i) {
    ReceiverSet facades;
    lay_out_facades(first.neighbours[i].shape, first.neighbours[i].ground_m, layout_of(order), 0, facades);
    TWIN_CHECK(add(std::move(facades), out.set));
    out.body_of.resize(out.set.receivers.size(), i);
  }
  for (std::size_t i = 0; i < skies.of_dates.size(); ++i) {
    Share share(sink, static_cast<double>(i) / static_cast<double>(skies.of_dates.size()), static_cast<double>(i + 1) / static_cast<double>(skies.of_dates.size()));
    out.fields.emplace_back(skies.of_dates[i], out.set.receivers, SunMethod::kRays);
    if (!out.set.receivers.empty()) TWIN_CHECK(out.fields.back().compute(occlusion, share));
  }
  return out;
}

/// Area with at least so many hours on every date.
twin::Result<SunFigure> sunny_area(const ReceiverSet& set, double least_h, const Skies& skies, const geo::Occlusion& occlusion, Sink& sink, std::uint64_t& rays) {
  std::vector<std::int8_t> verdict(set.receivers.size(), 2);  // 2 surely, 1 as it seems, 0 not as it seems, -1 surely not
  for (std::size_t d = 0; d < skies.of_dates.size(); ++d) {
    SunField field(skies.of_dates[d], set.receivers, SunMethod::kRays);
    Share share(sink, static_cast<double>(d) / static_cast<double>(skies.of_dates.size()), static_cast<double>(d + 1) / static_cast<double>(skies.of_dates.size()));
    TWIN_CHECK(field.compute(occlusion, share));
    rays += field.rays();
    for (std::size_t i = 0; i < verdict.size(); ++i) {
      const double lit = sim::hours(field.at(i).lit), bound = sim::hours(field.at(i).bound);
      const std::int8_t here = lit >= least_h ? (lit - bound >= least_h ? 2 : 1) : (lit + bound < least_h ? -1 : 0);
      verdict[i] = std::min(verdict[i], here);
    }
  }
  SunFigure out;
  for (std::size_t i = 0; i < verdict.size(); ++i) {
    if (verdict[i] > 0) out.value += set.areas_m2[i];
    if (verdict[i] == 0 || verdict[i] == 1) out.bound += set.areas_m2[i];
  }
  return out;
}

double area_of(const ReceiverSet& set) {
  double out = 0;
  for (const double area : set.areas_m2) out += area;
  return out;
}

/// Facades by their vertical sky component: bright and dim.
twin::Status look_at_sky_of(const ReceiverSet& set, const SunOrder& order, const geo::Occlusion& occlusion, Sink& sink, ScenarioSun& into) {
  const SkyPattern pattern(order.sky_rays, SkyWeighting::kCosine);
  std::vector<ReceiverSky> skies(set.receivers.size());
  std::atomic<std::uint64_t> rays{0};
  for (std::size_t start = 0; start < skies.size(); start += kBetweenLooks) {
    if (sink.cancelled()) return cancelled();
    const std::size_t count = std::min(kBetweenLooks, skies.size() - start);
    in_blocks(count, kBlock, 0, [&](std::size_t from, std::size_t to) {
      std::uint64_t asked = 0;
      for (std::size_t i = start + from; i < start + to; ++i) skies[i] = look_at_sky(occlusion, pattern, set.receivers[i], asked);
      rays += asked;
    });
    sink.progress(static_cast<double>(start + count) / static_cast<double>(skies.size()), "daylight");
  }
  into.rays += rays;
  SunFigure bright, dim;
  for (std::size_t i = 0; i < skies.size(); ++i) {
    // A piece of the sky gives at most 9/7 of its share: that of the zenith on level ground.
    const double vsc = skies[i].overcast_share, bound = skies[i].bound * 9 / 7;
    if (vsc >= kBright) bright.value += set.areas_m2[i];
    if (vsc < kDim) dim.value += set.areas_m2[i];
    if (std::abs(vsc - kBright) <= bound) bright.bound += set.areas_m2[i];
    if (std::abs(vsc - kDim) <= bound) dim.bound += set.areas_m2[i];
  }
  into.figures["facade_area_daylight"] = bright;
  into.figures["facade_area_dim"] = dim;
  return twin::Done{};
}

twin::Result<SunFigure> solar_yield_of(const Points& points, const SunSky& sky, const SunOrder& order, const geo::Occlusion& occlusion, Sink& sink, std::uint64_t& rays) {
  std::vector<Receiver> receivers = points.roofs.receivers;
  std::vector<double> areas = points.roofs.areas_m2;
  receivers.insert(receivers.end(), points.facades.receivers.begin(), points.facades.receivers.end());
  areas.insert(areas.end(), points.facades.areas_m2.begin(), points.facades.areas_m2.end());
  SunFigure out;
  if (receivers.empty()) return out;
  std::optional<WeatherYear> weather;
  if (!order.weather.empty()) {
    TWIN_TRY(weather, WeatherYear::parse(order.weather));
  }
  const SunPath path = sky.path_over(sky.square_of({receivers[0].at.east, receivers[0].at.north}));
  const SunEnergy energy = energy_along(sky, path, [&](const SunStep& step, double elevation_deg) {
    if (weather) return weather->at(step.middle);
    return clear_sky(elevation_deg, sun_ephemeris(step.middle, delta_t_at(step.middle)).distance_au, 0, kTurbidity);
  });
  const SkyPattern pattern(order.sky_rays, SkyWeighting::kCosine);
  std::vector<ReceiverYield> yields(receivers.size());
  std::atomic<std::uint64_t> asked_all{0};
  for (std::size_t start = 0; start < receivers.size(); start += kBetweenLooks) {
    if (sink.cancelled()) return cancelled();
    const std::size_t count = std::min(kBetweenLooks, receivers.size() - start);
    in_blocks(count, kBlock, 0, [&](std::size_t from, std::size_t to) {
      std::uint64_t asked = 0;
      for (std::size_t i = start + from; i < start + to; ++i) yields[i] = solar_yield(occlusion, path, energy, nullptr, pattern, receivers[i], kAlbedo, asked);
      asked_all += asked;
    });
    sink.progress(static_cast<double>(start + count) / static_cast<double>(receivers.size()), "solar yield");
  }
  rays += asked_all;
  const double model_error = weather ? 0 : kClearSkyError, plant = order.efficiency * order.performance / 1e6;  // Wh to MWh
  for (std::size_t i = 0; i < yields.size(); ++i) {
    const double total = yields[i].total(), bound = yields[i].bound + model_error * total, least = order.suitable_kwh_m2 * 1000;
    if (total >= least) out.value += areas[i] * total * plant;
    if (total >= least && total - bound >= least) {
      out.bound += areas[i] * bound * plant;
    } else if (total + bound >= least) {
      out.bound += areas[i] * (total + bound) * plant;  // it may count or not
    }
  }
  return out;
}

/// What a scenario's figures follow from beside the order: its state and that of the first, and where all units are.
twin::Digest key_of(const Scenario& first, const Scenario& scenario, const SunOrder& order, std::span<const twin::Box> around) {
  twin::ByteWriter out;
  out.text("scenario sun 1");
  out.text(order.to_json().dump());
  for (const auto& unit : around) out.text(fmt::format("{} {} {} {}", unit.low.east, unit.low.north, unit.high.east, unit.high.north));
  for (const Scenario* one : {&first, &scenario}) {
    out.text(one->state ? one->state->head().hex() : "");
    for (const auto& unit : one->units) {
      out.text(unit.value.hex());
      out.text(unit.input.crs);
      out.text(unit.input.day);
      out.text(assumptions_to_json(unit.input.unit.assumptions).dump());
      if (unit.input.tables) out.text(table_rules_to_json(*unit.input.tables).dump());
    }
    for (const auto& building : one->sent) out.text(building.value.hex());
  }
  return twin::sha256(out.bytes());
}

/// Sun that neighbours lose against the first scenario.
twin::Status compare_neighbours(const Neighbours& neighbours, const SunStand& first, const SunStand& stand, const geo::Occlusion& occlusion, std::span<const twin::Box> changed,
                                Sink& sink, ScenarioSun& into) {
  std::set<std::string> standing;
  for (const auto& body : stand.neighbours) standing.insert(body.id);
  for (const auto& body : stand.within) standing.insert(body.id);
  into.neighbour_points = neighbours.set.receivers.size();
  SunFigure lost;
  for (const auto& before : neighbours.fields) {
    if (before.receivers().empty() || changed.empty()) continue;
    SunField now = before;
    TWIN_TRY(const auto reached, now.update(occlusion, changed, sink));
    into.neighbour_points_reached = std::max(into.neighbour_points_reached, reached);
    into.rays += now.rays() - before.rays();
    for (std::size_t i = 0; i < neighbours.set.receivers.size(); ++i) {
      const ReceiverSun &was = before.at(i), &is = now.at(i);
      if (was == is || !standing.contains(first.neighbours[neighbours.body_of[i]].id)) continue;
      lost.value += neighbours.set.areas_m2[i] * std::max(0.0, sim::hours(was.lit) - sim::hours(is.lit));
      lost.bound += neighbours.set.areas_m2[i] * (sim::hours(was.bound) + sim::hours(is.bound));
    }
  }
  into.figures["lost_sun"] = lost;
  return twin::Done{};
}

twin::Result<ScenarioSun> look(const Points& points, const Skies& skies, const SunOrder& order, const geo::Occlusion& occlusion, Sink& sink) {
  ScenarioSun out;
  out.yard_points = points.yards.receivers.size(), out.facade_points = points.facades.receivers.size(), out.roof_points = points.roofs.receivers.size();
  out.figures["yard_area"] = {area_of(points.yards), 0};
  out.figures["facade_area"] = {area_of(points.facades), 0};
  Share yards(sink, 0, 0.2), facades(sink, 0.2, 0.4), daylight(sink, 0.4, 0.6), solar(sink, 0.6, 1);
  TWIN_TRY(out.figures["yard_area_sunny"], sunny_area(points.yards, order.yard_h, skies, occlusion, yards, out.rays));
  TWIN_TRY(out.figures["facade_area_sunny"], sunny_area(points.facades, order.facade_h, skies, occlusion, facades, out.rays));
  TWIN_CHECK(look_at_sky_of(points.facades, order, occlusion, daylight, out));
  if (skies.of_year) {
    TWIN_TRY(out.figures["solar_yield"], solar_yield_of(points, *skies.of_year, order, occlusion, solar, out.rays));
  } else {
    out.missing["solar_yield"] = "The solar yield was not asked for (solar is false).";
  }
  return out;
}

}  // namespace

twin::Result<std::vector<std::shared_ptr<const ScenarioSun>>> compute_sun(const std::vector<Scenario>& scenarios, const SunOrder& order, const RunContext& context, Sink& sink) {
  using Made = std::shared_ptr<const ScenarioSun>;
  std::vector<Made> out(scenarios.size());
  std::vector<twin::Digest> keys;
  twin::Box extent;
  const auto around = unit_boxes(scenarios);
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    keys.push_back(key_of(scenarios.front(), scenarios[s], order, around));
    extent.add(extent_of(scenarios[s]));
    if (context.memory != nullptr) out[s] = context.memory->find<ScenarioSun>(keys[s]);
    if (out[s] || !scenarios[s].units.empty()) continue;
    auto none = std::make_shared<ScenarioSun>();
    for (const auto name : kSunInputs) none->missing[std::string(name)] = "The scenario has no plan unit: send it in the scenario's figures.";
    out[s] = none;
  }
  if (std::all_of(out.begin(), out.end(), [](const Made& made) { return made != nullptr; })) return out;

  sink.progress(0, "sun: what stands");
  TWIN_TRY(const Skies skies, skies_of(scenarios, order, extent));
  TWIN_TRY(const SunStand first, bodies_of(scenarios.front(), order, around, context));
  TWIN_TRY(SunScene scene, SunScene::build(scenarios.front(), first, order, skies.crs, extent, context));
  Share of_first(sink, 0.05, 0.15);
  TWIN_TRY(const Neighbours neighbours, look_at_neighbours(first, skies, order, scene.occlusion(), of_first));
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    if (out[s]) continue;
    if (sink.cancelled()) return cancelled();
    const auto count = static_cast<double>(scenarios.size());
    Share share(sink, 0.15 + 0.85 * static_cast<double>(s) / count, 0.15 + 0.85 * static_cast<double>(s + 1) / count);
    SunStand own;
    if (s > 0) {
      TWIN_TRY(own, bodies_of(scenarios[s], order, around, context));
    }
    const SunStand& stand = s == 0 ? first : own;
    std::vector<twin::Box> changed;
    if (s > 0) {
      TWIN_TRY(changed, scene.show(scenarios[s], stand, context));
    }
    TWIN_TRY(const Points points, lay_out(scenarios[s], stand, order, context));
    TWIN_TRY(auto made, look(points, skies, order, scene.occlusion(), share));
    Share quiet(share, 1, 1);
    TWIN_CHECK(compare_neighbours(neighbours, first, stand, scene.occlusion(), changed, quiet, made));
    if (s == 0) {
      for (const auto& field : neighbours.fields) made.rays += field.rays();
    }
    std::vector<std::string> notes = stand.notes;
    notes.insert(notes.end(), points.yards.warnings.begin(), points.yards.warnings.end());
    made.note = fmt::format("{}", fmt::join(notes, " "));
    if (s > 0) TWIN_CHECK(scene.show_first());
    auto kept = std::make_shared<const ScenarioSun>(std::move(made));
    if (context.memory != nullptr) context.memory->keep<ScenarioSun>(keys[s], kept);
    out[s] = kept;
  }
  return out;
}

}  // namespace sim

// bench sun: sun hours against the ray libraries beneath them.
#include "server/cli/bench_sun.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>

#include "geo/rays/embree_occlusion.hpp"
#include "geo/rays/ray_race.hpp"
#include "sim/sun/sun_field.hpp"
#include "twin_core/base/random_stream.hpp"

namespace server {

using twin::Json;

namespace {

const twin::WorkingPosition kOrigin{25'490'000, 6'670'000, 0};
constexpr int kRounds = 5;

double processor_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Work>
double seconds_of(const Work& work) {
  const double start = processor_s();
  work();
  return processor_s() - start;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// Rows of houses of four walls and a flat roof, 26 m apart, with a street every six; a receiver on each wall and roof.
struct PrismCity {
  std::vector<geo::ObstacleMesh> houses;
  std::vector<sim::Receiver> receivers;
};

void add_house(PrismCity& city, twin::RandomStream& random, int column, int row) {
  const double east = kOrigin.east + column * 26.0 + column / 6 * 18.0 + random.between(-2, 2);
  const double north = kOrigin.north + row * 26.0 + row / 6 * 18.0 + random.between(-2, 2);
  const double width = random.between(8, 18), depth = random.between(7, 13), height = 3 + 30 * std::pow(random.uniform(), 3);
  constexpr double kTurns[] = {0, 0, 0.15, 0.785, -0.3};
  const double turn = kTurns[random.below(5)];
  twin::PlanPolygon plan;
  for (const auto& [u, v] : {std::pair{0.0, 0.0}, {width, 0.0}, {width, depth}, {0.0, depth}}) {
    plan.outer.push_back({east + u * std::cos(turn) - v * std::sin(turn), north + u * std::sin(turn) + v * std::cos(turn)});
  }
  if (auto mesh = geo::prism(plan, 0, height)) city.houses.push_back(*std::move(mesh));
  for (std::size_t i = 0; i < 4; ++i) {
    const auto &a = plan.outer[i], &b = plan.outer[(i + 1) % 4];
    const double length = std::hypot(b.east - a.east, b.north - a.north);
    city.receivers.push_back({{(a.east + b.east) / 2, (a.north + b.north) / 2, height / 2},
                              {(b.north - a.north) / length, -(b.east - a.east) / length, 0}});
  }
  city.receivers.push_back({{(plan.outer[0].east + plan.outer[2].east) / 2, (plan.outer[0].north + plan.outer[2].north) / 2, height}, {0, 0, 1}});
}

PrismCity prism_city(int houses, std::uint64_t seed) {
  twin::RandomStream random(seed, "bench", "sun");
  PrismCity out;
  const int side = static_cast<int>(std::ceil(std::sqrt(houses)));
  for (int i = 0; i < houses; ++i) add_house(out, random, i % side, i / side);
  return out;
}

twin::Result<sim::SunSky> sky_of(int days, std::chrono::minutes step) {
  const twin::Instant from = std::chrono::sys_days{std::chrono::year{2026} / 3 / 20};
  const std::vector<sim::SunPeriod> periods{{from, from + std::chrono::days(days)}};
  TWIN_TRY(auto frame, sim::SunFrame::of_crs("EPSG:3879"));
  return sim::SunSky(std::move(frame), sim::steps_of(periods, step), {});
}

std::vector<sim::Receiver> every(const std::vector<sim::Receiver>& receivers, std::size_t stride) {
  std::vector<sim::Receiver> out;
  for (std::size_t i = 0; i < receivers.size(); i += stride) out.push_back(receivers[i]);
  return out;
}

/// The same lines through everything, in turns.
twin::Result<Json> race(const PrismCity& city, const geo::EmbreeOcclusion& scene) {
  TWIN_TRY(const sim::SunSky sky, sky_of(1, std::chrono::minutes(10)));
  const auto receivers = every(city.receivers, std::max<std::size_t>(1, city.receivers.size() / 40'000));
  sim::Sink sink;
  const geo::RecordingOcclusion recorder(scene);
  sim::SunField recorded(sky, receivers, sim::SunMethod::kRays, 1);
  TWIN_CHECK(recorded.compute(recorder, sink));
  geo::ObstacleMesh whole;
  for (const auto& house : city.houses) whole.add(house);
  geo::BareEmbree embree(whole, recorder.lines(), kOrigin);
  std::vector<geo::SightLine> some;
  for (std::size_t i = 0; i < recorder.lines().size(); i += 16) some.push_back(recorder.lines()[i]);
  geo::BareCgal cgal(whole, some, kOrigin);
  std::vector<double> ours, bare, tree;
  std::size_t cut_embree = 0, cut_cgal = 0;
  for (int round = 0; round < kRounds; ++round) {
    sim::SunField field(sky, receivers, sim::SunMethod::kRays, 1);
    twin::Status done = twin::Done{};
    ours.push_back(seconds_of([&] { done = field.compute(scene, sink); }));
    TWIN_CHECK(done);
    bare.push_back(seconds_of([&] { cut_embree = embree.count_cut(); }));
    tree.push_back(seconds_of([&] { cut_cgal = cgal.count_cut(); }));
  }
  const auto lines = static_cast<double>(recorder.lines().size()), fewer = static_cast<double>(some.size());
  const double ours_rate = lines / median(ours) / 1e6, bare_rate = lines / median(bare) / 1e6, tree_rate = fewer / median(tree) / 1e6;
  return Json{{"receivers", receivers.size()},
              {"lines", recorder.lines().size()},
              {"cut_percent", 100 * static_cast<double>(cut_embree) / lines},
              {"cut_percent_cgal", 100 * static_cast<double>(cut_cgal) / fewer},
              {"sun_hours_mrays_per_s", ours_rate},
              {"embree_bare_mrays_per_s", bare_rate},
              {"cgal_mrays_per_s", tree_rate},
              {"of_embree", ours_rate / bare_rate},
              {"times_cgal", ours_rate / tree_rate}};
}

/// One house grows: the scene is put right, and the receivers that it can reach are computed.
twin::Result<Json> edit(const PrismCity& city) {
  geo::EmbreeOcclusion scene(kOrigin, geo::EmbreeOcclusion::Use::kEdits);
  for (std::size_t i = 0; i < city.houses.size(); ++i) scene.put(i, city.houses[i]);
  TWIN_CHECK(scene.commit());
  TWIN_TRY(sim::SunSky sky, sky_of(1, std::chrono::minutes(10)));
  const auto receivers = every(city.receivers, 5);
  sim::SunField field(std::move(sky), receivers, sim::SunMethod::kRays, 1);
  sim::Sink sink;
  TWIN_CHECK(field.compute(scene, sink));
  const std::size_t house = city.houses.size() / 2 + city.houses.size() / 600;
  geo::ObstacleMesh taller = city.houses[house];
  for (auto& p : taller.points) p.up *= 1.5;
  std::vector<twin::Box> changed{city.houses[house].bounds(), taller.bounds()};
  twin::Result<std::size_t> count = std::size_t{0};
  twin::Status done = twin::Done{};
  const double scene_s = seconds_of([&] {
    scene.put(house, taller);
    done = scene.commit();
  });
  TWIN_CHECK(done);
  const double update_s = seconds_of([&] { count = field.update(scene, changed, sink); });
  TWIN_TRY(const std::size_t recomputed, std::move(count));
  return Json{{"receivers", receivers.size()},
              {"recomputed", recomputed},
              {"recomputed_percent", 100 * static_cast<double>(recomputed) / static_cast<double>(receivers.size())},
              {"scene_ms", 1000 * scene_s},
              {"update_ms", 1000 * update_s}};
}

/// A year in steps of 10 min over some receivers, both ways.
twin::Result<Json> year(const PrismCity& city, const geo::EmbreeOcclusion& scene) {
  TWIN_TRY(const sim::SunSky sky, sky_of(365, std::chrono::minutes(10)));
  const auto receivers = every(city.receivers, std::max<std::size_t>(1, city.receivers.size() / 500));
  sim::Sink sink;
  sim::SunField rays(sky, receivers, sim::SunMethod::kRays, 1), horizon(sky, receivers, sim::SunMethod::kHorizon, 1);
  twin::Status first = twin::Done{}, second = twin::Done{};
  const double rays_s = seconds_of([&] { first = rays.compute(scene, sink); });
  const double horizon_s = seconds_of([&] { second = horizon.compute(scene, sink); });
  TWIN_CHECK(first);
  TWIN_CHECK(second);
  double mean = 0, worst = 0, mean_bound = 0, worst_bound = 0;
  int outside = 0;
  for (std::size_t i = 0; i < receivers.size(); ++i) {
    const double off = std::abs(static_cast<double>((rays.at(i).lit - horizon.at(i).lit).count())) / 3.6e9;
    mean += off / static_cast<double>(receivers.size());
    worst = std::max(worst, off);
    const double bound = static_cast<double>(horizon.at(i).bound.count()) / 3.6e9;
    mean_bound += bound / static_cast<double>(receivers.size());
    worst_bound = std::max(worst_bound, bound);
    outside += off > bound;
  }
  return Json{{"receivers", receivers.size()},
              {"rays", rays.rays()},
              {"rays_by_horizon", horizon.rays()},
              {"fewer_rays", static_cast<double>(rays.rays()) / static_cast<double>(horizon.rays())},
              {"seconds", rays_s},
              {"seconds_by_horizon", horizon_s},
              {"mean_difference_h", mean},
              {"largest_difference_h", worst},
              {"mean_bound_h", mean_bound},
              {"largest_bound_h", worst_bound},
              {"outside_bound", outside}};
}

}  // namespace

twin::Result<Json> bench_sun(const Arguments& arguments) {
  const PrismCity city = prism_city(arguments.bench_buildings > 0 ? arguments.bench_buildings : 80'000, arguments.seed);
  geo::EmbreeOcclusion scene(kOrigin);
  twin::Status done = twin::Done{};
  const double build_s = seconds_of([&] {
    for (std::size_t i = 0; i < city.houses.size(); ++i) scene.put(i, city.houses[i]);
    done = scene.commit();
  });
  TWIN_CHECK(done);
  TWIN_TRY(Json raced, race(city, scene));
  TWIN_TRY(Json by_year, year(city, scene));
  TWIN_TRY(Json edited, edit(city));
  return Json{{"buildings", city.houses.size()}, {"triangles", scene.triangle_count()}, {"scene_s", build_s},
              {"race", std::move(raced)}, {"year", std::move(by_year)}, {"edit", std::move(edited)}};
}

}  // namespace server

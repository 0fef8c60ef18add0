#include "server/cli/bench_set_back.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <random>
#include <vector>

#include "geo/solid/envelope.hpp"
#include "geo/solid/set_back_way.hpp"

namespace server {
namespace {

constexpr std::size_t kParcels = 10'000;
constexpr double kSetback = 4;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Parcels by the rule of the comparison with other libraries (same generator, same order of draws).
std::vector<twin::PlanPolygon> parcels() {
  std::mt19937 random(5);
  const auto between = [&](double low, double high) { return low + (high - low) * (static_cast<double>(random()) / 4294967296.0); };
  std::vector<twin::PlanPolygon> out;
  while (out.size() < kParcels) {
    twin::PlanPolygon parcel;
    const double east = between(0, 5000), north = between(0, 5000), turn = between(0, 3.14);
    if (random() % 10 < 7) {
      const double width = between(18, 45), depth = between(18, 45);
      for (auto [x, y] : {std::pair{-width, -depth}, {width, -depth}, {width, depth}, {-width, depth}}) {
        x = x / 2 + between(-2, 2);
        y = y / 2 + between(-2, 2);
        parcel.outer.push_back({east + x * std::cos(turn) - y * std::sin(turn), north + x * std::sin(turn) + y * std::cos(turn)});
      }
    } else {
      const int corners = 6 + static_cast<int>(random() % 19);
      for (int k = 0; k < corners; ++k) {
        const double angle = 6.283185307 * (k + between(-.3, .3)) / corners, radius = between(14, 32);
        parcel.outer.push_back({east + radius * std::cos(angle), north + radius * std::sin(angle)});
      }
    }
    if (geo::check_polygon(parcel)) out.push_back(std::move(parcel));
  }
  return out;
}

}  // namespace

twin::Result<twin::Json> bench_set_back() {
  const auto all = parcels();
  std::vector<double> times;
  times.reserve(all.size());
  double area = 0;
  const double start = processor_seconds();
  double before = start;
  for (const auto& parcel : all) {
    TWIN_TRY(const auto inside, geo::set_back(parcel, kSetback));
    for (const auto& piece : inside) area += geo::area_of(piece);
    const double now = processor_seconds();
    times.push_back(now - before);
    before = now;
  }
  const double seconds = before - start;
  std::sort(times.begin(), times.end());
  std::array<int, 3> ways{};
  for (const auto& parcel : all) ++ways[static_cast<std::size_t>(geo::way_of_set_back(parcel, kSetback))];
  return twin::Json{{"parcels", all.size()},
                    {"parcels_per_second", static_cast<double>(all.size()) / seconds},
                    {"p50_us", times[times.size() / 2] * 1e6},
                    {"p99_us", times[times.size() * 99 / 100] * 1e6},
                    {"area_m2", area},
                    {"plain", ways[0]},
                    {"with_events", ways[1]},
                    {"exact", ways[2]}};
}

}  // namespace server

#include "geo/link/place_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

#include "geo/link/place_evidence.hpp"

namespace geo {
namespace {

/// Log odds that two things which agree in nothing in particular belong together, against both standing alone: a
/// location of 10 m error falls on the right ground some hundred times as densely as on any, and one row in thirty
/// has no building here.
constexpr double kPrior = 6;
/// Passing messages ends when none changes by more than this.
constexpr double kSettled = 1e-9;
constexpr int kMostRounds = 2000;

/// Area and centroid of a footprint, holes taken off.
struct Ground {
  double area_m2 = 0;
  twin::PlanPosition centre;
};

Ground ground_of(const twin::PlanPolygon& polygon) {
  if (polygon.outer.empty()) return {};
  const auto origin = polygon.outer.front();
  double area = 0, east = 0, north = 0;
  const auto take = [&](const twin::PlanRing& ring, double sign) {
    double twice = 0, sum_east = 0, sum_north = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto& p = ring[i];
      const auto& q = ring[(i + 1) % ring.size()];
      const double a_east = p.east - origin.east, a_north = p.north - origin.north;
      const double b_east = q.east - origin.east, b_north = q.north - origin.north;
      const double cross = a_east * b_north - b_east * a_north;
      twice += cross;
      sum_east += cross * (a_east + b_east);
      sum_north += cross * (a_north + b_north);
    }
    const double turn = twice < 0 ? -sign : sign;
    area += turn * twice / 2;
    east += turn * sum_east / 6;
    north += turn * sum_north / 6;
  };
  take(polygon.outer, 1);
  for (const auto& hole : polygon.holes) take(hole, -1);
  if (!(area > 0)) return {0, origin};
  return {area, {origin.east + east / area, origin.north + north / area}};
}

/// Log likelihood of a location somewhere on the footprint, plus the error of locations; 0 in the middle of a
/// building that is small against that error. A square of area A has the variance A/12 in each direction.
double location_score(const Ground& ground, const twin::PlanPosition& location, double error_m) {
  const double variance = error_m * error_m + ground.area_m2 / 12;
  const double east = location.east - ground.centre.east, north = location.north - ground.centre.north;
  return -(east * east + north * north) / (2 * variance) - std::log(variance / (error_m * error_m));
}

/// Buildings by the squares of ground that their surroundings touch.
class Neighbourhood {
 public:
  Neighbourhood(std::span<const PlacedBuilding> buildings, double reach_m) : cell_m_(std::max(50.0, reach_m)) {
    for (std::size_t i = 0; i < buildings.size(); ++i) {
      const auto& ring = buildings[i].footprint.outer;
      if (ring.empty()) continue;
      auto low = ring.front(), high = ring.front();
      for (const auto& p : ring) {
        low = {std::min(low.east, p.east), std::min(low.north, p.north)};
        high = {std::max(high.east, p.east), std::max(high.north, p.north)};
      }
      // A footprint of many kilometres is no footprint: it is asked for everywhere instead of filed everywhere.
      const auto cells = ((high.east - low.east + 2 * reach_m) / cell_m_ + 1) * ((high.north - low.north + 2 * reach_m) / cell_m_ + 1);
      if (!(cells < 10'000)) {
        everywhere_.push_back(i);
        continue;
      }
      for (auto x = number(low.east - reach_m); x <= number(high.east + reach_m); ++x) {
        for (auto y = number(low.north - reach_m); y <= number(high.north + reach_m); ++y) cells_[key(x, y)].push_back(i);
      }
    }
  }

  template <class Visit>
  void near(const twin::PlanPosition& p, Visit visit) const {
    const auto found = cells_.find(key(number(p.east), number(p.north)));
    if (found != cells_.end()) std::for_each(found->second.begin(), found->second.end(), visit);
    std::for_each(everywhere_.begin(), everywhere_.end(), visit);
  }

 private:
  std::int64_t number(double metres) const { return static_cast<std::int64_t>(std::floor(metres / cell_m_)); }
  static std::uint64_t key(std::int64_t x, std::int64_t y) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32 | static_cast<std::uint32_t>(y);
  }

  double cell_m_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> cells_;
  std::vector<std::size_t> everywhere_;
};

struct Pair {
  std::size_t row = 0, building = 0;
  double distance_m = 0;
  double odds = 0;  ///< of the pair against both standing alone
};

/// Marginal probabilities of "each row at most one building, each building at most one row" by belief
/// propagation, which converges for this problem and is exact where the pairs form no circle.
class Beliefs {
 public:
  Beliefs(std::size_t rows, std::size_t buildings, const std::vector<Pair>& pairs)
      : pairs_(pairs), to_row_(pairs.size(), 1), to_building_(pairs.size(), 0), of_row_(rows), of_building_(buildings) {}

  void settle() {
    double change = 1;
    for (int round = 0; round < kMostRounds && change > kSettled; ++round) change = pass();
  }
  double probability(std::size_t pair) const {
    return to_building_[pair] / (1 + of_building_[pairs_[pair].building]);
  }

 private:
  double pass() {
    std::fill(of_row_.begin(), of_row_.end(), 0.0);
    for (std::size_t k = 0; k < pairs_.size(); ++k) of_row_[pairs_[k].row] += pairs_[k].odds * to_row_[k];
    for (std::size_t k = 0; k < pairs_.size(); ++k) {
      const double others = std::max(0.0, of_row_[pairs_[k].row] - pairs_[k].odds * to_row_[k]);
      to_building_[k] = pairs_[k].odds / (1 + others);
    }
    std::fill(of_building_.begin(), of_building_.end(), 0.0);
    for (std::size_t k = 0; k < pairs_.size(); ++k) of_building_[pairs_[k].building] += to_building_[k];
    double change = 0;
    for (std::size_t k = 0; k < pairs_.size(); ++k) {
      const double next = 1 / (1 + std::max(0.0, of_building_[pairs_[k].building] - to_building_[k]));
      change = std::max(change, std::abs(next - to_row_[k]));
      to_row_[k] = next;
    }
    return change;
  }

  const std::vector<Pair>& pairs_;
  std::vector<double> to_row_, to_building_;     ///< messages, one per pair
  std::vector<double> of_row_, of_building_;     ///< sums of what comes in
};

std::string reason_for(const PlacedBuilding& building, const PlacedRow& row, double distance_m) {
  std::string out = distance_m > 0 ? fmt::format("{:.0f} m from the footprint", distance_m) : "on the footprint";
  for (const auto& said : {address_evidence(building.address, row.address).said,
                           size_evidence(building, ground_of(building.footprint).area_m2, row).said}) {
    if (!said.empty()) out += ", " + said;
  }
  return out;
}

std::vector<Pair> possible_pairs(std::span<const PlacedBuilding> buildings, std::span<const PlacedRow> rows,
                                 const PlaceMatchOptions& options) {
  const double reach = 5 * options.location_error_m;
  const Neighbourhood neighbourhood(buildings, reach);
  std::vector<Ground> grounds;
  for (const auto& building : buildings) grounds.push_back(ground_of(building.footprint));
  std::vector<Pair> pairs;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!rows[r].location) continue;
    neighbourhood.near(*rows[r].location, [&](std::size_t b) {
      const double distance = distance_to(buildings[b].footprint, *rows[r].location);
      if (!(distance <= reach)) return;
      const double score = location_score(grounds[b], *rows[r].location, options.location_error_m) +
                           address_evidence(buildings[b].address, rows[r].address).score +
                           size_evidence(buildings[b], grounds[b].area_m2, rows[r]).score;
      pairs.push_back({r, b, distance, std::exp(kPrior + score)});
    });
  }
  return pairs;
}

}  // namespace

std::vector<PlaceMatch> match_places(std::span<const PlacedBuilding> buildings, std::span<const PlacedRow> rows,
                                     const PlaceMatchOptions& options) {
  const auto pairs = possible_pairs(buildings, rows, options);
  Beliefs beliefs(rows.size(), buildings.size(), pairs);
  beliefs.settle();
  std::vector<PlaceMatch> out(rows.size());
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const auto& pair = pairs[k];
    auto& match = out[pair.row];
    const double probability = beliefs.probability(k);
    if (!match.building || probability > match.probability) {
      match.runner_up = match.building;
      match.runner_up_probability = match.probability;
      match.building = pair.building;
      match.probability = probability;
      match.distance_m = pair.distance_m;
    } else if (!match.runner_up || probability > match.runner_up_probability) {
      match.runner_up = pair.building;
      match.runner_up_probability = probability;
    }
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    auto& match = out[r];
    if (!match.building || match.probability < options.worth_review) continue;
    match.verdict = match.probability >= options.certain ? MatchVerdict::kLink : MatchVerdict::kReview;
    match.reason = reason_for(buildings[*match.building], rows[r], match.distance_m);
  }
  return out;
}

}  // namespace geo

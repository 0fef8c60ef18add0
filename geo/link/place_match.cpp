#include "geo/link/place_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "geo/link/ground.hpp"
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

/// Log likelihood of a location somewhere on the footprint, plus the error of locations; 0 in the middle of a
/// building that is small against that error. A square of area A has the variance A/12 in each direction.
double location_score(const Ground& ground, const twin::PlanPosition& location, double error_m) {
  const double variance = error_m * error_m + ground.area_m2 / 12;
  const double east = location.east - ground.centre.east, north = location.north - ground.centre.north;
  return -(east * east + north * north) / (2 * variance) - std::log(variance / (error_m * error_m));
}

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

/// Pairs that hang together through rows and buildings are judged together, and apart from all others: so what happens
/// elsewhere in the city changes nothing, not even a rounding.
std::vector<double> probabilities_of(const std::vector<Pair>& pairs, std::size_t rows, std::size_t buildings) {
  std::vector<std::size_t> parent(rows + buildings);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const auto& pair : pairs) parent[root(pair.row)] = root(rows + pair.building);
  std::vector<std::size_t> order(pairs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::size_t> group(pairs.size());
  for (std::size_t k = 0; k < pairs.size(); ++k) group[k] = root(pairs[k].row);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return group[a] < group[b]; });

  std::vector<double> out(pairs.size());
  std::vector<Pair> together;
  std::unordered_map<std::size_t, std::size_t> row_number, building_number;
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    together.clear();
    row_number.clear();
    building_number.clear();
    for (to = from; to < order.size() && group[order[to]] == group[order[from]]; ++to) {
      Pair pair = pairs[order[to]];
      pair.row = row_number.try_emplace(pair.row, row_number.size()).first->second;
      pair.building = building_number.try_emplace(pair.building, building_number.size()).first->second;
      together.push_back(pair);
    }
    Beliefs beliefs(row_number.size(), building_number.size(), together);
    beliefs.settle();
    for (std::size_t k = from; k < to; ++k) out[order[k]] = beliefs.probability(k - from);
  }
  return out;
}

std::string reason_for(const PlacedBuilding& building, const PlacedRow& row, double distance_m) {
  std::string out = distance_m > 0 ? fmt::format("{:.0f} m from the footprint", distance_m) : "on the footprint";
  for (const auto& said : {overlap_evidence(building.footprint, row.footprint).said, address_evidence(building.address, row.address).said,
                           size_evidence(building, ground_of(building.footprint).area_m2, row).said}) {
    if (!said.empty()) out += ", " + said;
  }
  return out;
}

/// Each names an identifier of the same kind, and not the same one.
bool contradict(const PlacedBuilding& building, const PlacedRow& row) {
  const auto differ = [](const std::string& a, const std::string& b) { return !a.empty() && !b.empty() && a != b; };
  return differ(building.permanent_id, row.permanent_id) || differ(building.municipal_number, row.municipal_number);
}

std::vector<Pair> possible_pairs(std::span<const PlacedBuilding> buildings, std::span<const PlacedRow> rows,
                                 const PlaceMatchOptions& options) {
  const double reach = 5 * options.location_error_m;
  std::vector<const twin::PlanPolygon*> footprints;
  std::vector<Ground> grounds;
  for (const auto& building : buildings) {
    footprints.push_back(&building.footprint);
    grounds.push_back(ground_of(building.footprint));
  }
  const Neighbourhood neighbourhood(footprints, reach);
  std::vector<Pair> pairs;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!rows[r].location) continue;
    const auto& excluded = rows[r].not_these;
    neighbourhood.near(*rows[r].location, [&](std::size_t b) {
      if (std::binary_search(excluded.begin(), excluded.end(), b) || contradict(buildings[b], rows[r])) return;
      const double distance = distance_to(buildings[b].footprint, *rows[r].location);
      if (!(distance <= reach)) return;
      const double score = location_score(grounds[b], *rows[r].location, options.location_error_m) +
                           overlap_evidence(buildings[b].footprint, rows[r].footprint).score +
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
  const auto probabilities = probabilities_of(pairs, rows.size(), buildings.size());
  std::vector<PlaceMatch> out(rows.size());
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const auto& pair = pairs[k];
    auto& match = out[pair.row];
    const double probability = probabilities[k];
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

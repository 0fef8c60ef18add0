#include "geo/link/matching.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <unordered_map>

namespace geo {
namespace {

/// Passing messages ends when none changes by more than this.
constexpr double kSettled = 1e-6;
constexpr int kMostRounds = 200;
/// Pairs below these odds move no probability by a thousandth.
constexpr double kNegligible = 1e-4;
/// Rows that change places at once, when other matchings are weighed.
constexpr std::size_t kLongestExchange = 3;
/// A pair below this probability is no part of the best matching.
constexpr double kWorthChoosing = 0.2;

/// Marginal probabilities by belief propagation.
class Beliefs {
 public:
  Beliefs(std::size_t rows, std::size_t buildings, const std::vector<MatchPair>& pairs)
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

  const std::vector<MatchPair>& pairs_;
  std::vector<double> to_row_, to_building_;  ///< messages, one per pair
  std::vector<double> of_row_, of_building_;  ///< sums of what comes in
};

/// The best matching, and how much weight all others have against it that differ by an exchange through one pair.
class Exchanges {
 public:
  Exchanges(std::size_t rows, std::size_t buildings, const std::vector<MatchPair>& pairs, const std::vector<double>& probability)
      : pairs_(pairs), of_row_(rows), pair_of_row_(rows), pair_of_building_(buildings), free_weight_(buildings, 1) {
    std::vector<std::size_t> order(pairs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return probability[a] > probability[b]; });
    for (const auto k : order) {
      if (probability[k] < kWorthChoosing) break;
      if (pair_of_row_[pairs[k].row] || pair_of_building_[pairs[k].building]) continue;
      pair_of_row_[pairs[k].row] = k;
      pair_of_building_[pairs[k].building] = k;
    }
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      if (pairs[k].odds < kNegligible) continue;
      of_row_[pairs[k].row].push_back(k);
      if (!pair_of_row_[pairs[k].row]) free_weight_[pairs[k].building] += pairs[k].odds;
    }
  }

  bool is_chosen(std::size_t k) const { return pair_of_row_[pairs_[k].row] == k; }
  double probability(std::size_t k) {
    building_ = pairs_[k].building;
    moved_.clear();
    const auto others = weight_of(pairs_[k].row);
    return 1 / (1 + (free_weight_[building_] * others.leaving + others.closing) / pairs_[k].odds);
  }

 private:
  /// Of everything that the row and those it pushes out could do instead: the sum where nobody takes the building, and
  /// where one of them does.
  struct Weight {
    double leaving = 1, closing = 0;
  };

  Weight weight_of(std::size_t row) {
    Weight out;
    moved_.push_back(row);
    for (const auto k : of_row_[row]) {
      const auto& pair = pairs_[k];
      if (pair.building == building_) {
        if (moved_.size() > 1) out.closing += pair.odds;
        continue;
      }
      const auto held = pair_of_building_[pair.building];
      if (!held) {
        out.leaving += pair.odds;
        continue;
      }
      const auto pushed = pairs_[*held].row;
      if (std::find(moved_.begin(), moved_.end(), pushed) != moved_.end()) continue;
      const double exchange = pair.odds / pairs_[*held].odds;
      const auto next = moved_.size() < kLongestExchange ? weight_of(pushed) : Weight{};
      out.leaving += exchange * next.leaving;
      out.closing += exchange * next.closing;
    }
    moved_.pop_back();
    return out;
  }

  const std::vector<MatchPair>& pairs_;
  std::vector<std::vector<std::size_t>> of_row_;  ///< pairs worth weighing
  std::vector<std::optional<std::size_t>> pair_of_row_, pair_of_building_;
  std::vector<double> free_weight_;  ///< of a building: it stays empty, or a row without a building takes it
  std::size_t building_ = 0;
  std::vector<std::size_t> moved_;
};

/// Pair numbers in groups that share no row and no building.
std::vector<std::vector<std::size_t>> groups_of(const std::vector<MatchPair>& pairs, std::size_t rows, std::size_t buildings) {
  std::vector<std::size_t> parent(rows + buildings);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const auto& pair : pairs) parent[root(pair.row)] = root(rows + pair.building);
  std::vector<std::vector<std::size_t>> out;
  std::unordered_map<std::size_t, std::size_t> number;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const auto [entry, fresh] = number.try_emplace(root(pairs[k].row), out.size());
    if (fresh) out.emplace_back();
    out[entry->second].push_back(k);
  }
  return out;
}

}  // namespace

JudgedPairs judge_pairs(const std::vector<MatchPair>& pairs, std::size_t rows, std::size_t buildings) {
  JudgedPairs out{std::vector<double>(pairs.size()), std::vector<bool>(pairs.size(), false)};
  std::unordered_map<std::size_t, std::size_t> row_number, building_number;
  for (const auto& group : groups_of(pairs, rows, buildings)) {
    row_number.clear();
    building_number.clear();
    std::vector<MatchPair> together;
    for (const auto k : group) {
      MatchPair pair = pairs[k];
      pair.row = row_number.try_emplace(pair.row, row_number.size()).first->second;
      pair.building = building_number.try_emplace(pair.building, building_number.size()).first->second;
      together.push_back(pair);
    }
    Beliefs beliefs(row_number.size(), building_number.size(), together);
    beliefs.settle();
    std::vector<double> probability(group.size());
    for (std::size_t i = 0; i < group.size(); ++i) probability[i] = beliefs.probability(i);
    Exchanges exchanges(row_number.size(), building_number.size(), together, probability);
    for (std::size_t i = 0; i < group.size(); ++i) {
      const bool chosen = exchanges.is_chosen(i);
      out.chosen[group[i]] = chosen;
      out.probability[group[i]] = chosen ? std::min(probability[i], exchanges.probability(i)) : probability[i];
    }
  }
  return out;
}

}  // namespace geo

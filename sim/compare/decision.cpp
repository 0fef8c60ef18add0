#include "sim/compare/decision.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace sim {
namespace {

constexpr double kSlack = 1e-9;

double sign_of(Better better) { return better == Better::kDown ? -1 : 1; }

std::vector<double> scores_of(std::span<const Criterion> criteria) {
  std::vector<double> out;
  double total = 0;
  for (const auto& criterion : criteria) {
    const auto good = utilities(criterion);
    out.resize(good.size(), 0);
    for (std::size_t i = 0; i < good.size(); ++i) out[i] += criterion.weight * good[i];
    total += criterion.weight;
  }
  if (!(total > 0)) return {};
  for (double& score : out) score /= total;
  return out;
}

}  // namespace

std::vector<Dominance> dominance(std::span<const Criterion> criteria) {
  std::vector<Dominance> out;
  const std::size_t count = criteria.empty() ? 0 : criteria.front().values.size();
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = 0; b < count; ++b) {
      bool never_worse = a != b, once_better = false;
      for (const auto& criterion : criteria) {
        const double gain = sign_of(criterion.better) * (criterion.values[a] - criterion.values[b]);
        const double slack = kSlack * std::max(std::abs(criterion.values[a]), std::abs(criterion.values[b]));
        never_worse = never_worse && gain >= -slack;
        once_better = once_better || gain > slack;
      }
      if (never_worse && once_better) out.push_back({a, b});
    }
  }
  return out;
}

std::vector<double> utilities(const Criterion& criterion) {
  const double sign = sign_of(criterion.better);
  const auto [low, high] = std::minmax_element(criterion.values.begin(), criterion.values.end());
  const double span = *high - *low;
  std::vector<double> out(criterion.values.size(), 1);
  if (span <= kSlack * std::max(std::abs(*low), std::abs(*high))) return out;
  const double worst = sign > 0 ? *low : *high;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = sign * (criterion.values[i] - worst) / span;
  return out;
}

Ranking ranking(std::span<const Criterion> criteria) {
  Ranking out;
  out.scores = scores_of(criteria);
  out.order.resize(out.scores.size());
  std::iota(out.order.begin(), out.order.end(), std::size_t{0});
  std::stable_sort(out.order.begin(), out.order.end(), [&](std::size_t a, std::size_t b) { return out.scores[a] > out.scores[b] + kSlack; });
  return out;
}

std::vector<WeightFlip> weight_flips(std::span<const Criterion> criteria) {
  std::vector<WeightFlip> out;
  const Ranking now = ranking(criteria);
  if (now.order.size() < 2) return out;
  double total = 0;
  std::vector<std::vector<double>> good;
  for (const auto& criterion : criteria) total += criterion.weight, good.push_back(utilities(criterion));
  for (std::size_t k = 0; k < criteria.size(); ++k) {
    std::optional<WeightFlip> any, first;
    const auto consider = [&](std::optional<WeightFlip>& nearest, std::size_t above, std::size_t below, bool first_place) {
      const double lead = total * (now.scores[above] - now.scores[below]);
      const double slope = good[k][above] - good[k][below];
      if (slope == 0) return;
      const double weight = criteria[k].weight - lead / slope;
      if (!(weight > kSlack)) return;  // at weight 0 the two are level, none comes first
      if (nearest && std::abs(nearest->weight - criteria[k].weight) <= std::abs(weight - criteria[k].weight)) return;
      nearest = WeightFlip{k, weight, above, below, first_place};
    };
    for (std::size_t place = 1; place < now.order.size(); ++place) {
      consider(first, now.order[0], now.order[place], true);
      consider(any, now.order[place - 1], now.order[place], place == 1);
    }
    if (any && !(first && any->above == first->above && any->below == first->below)) out.push_back(*any);
    if (first) out.push_back(*first);
  }
  return out;
}

std::vector<double> regrets(std::span<const double> values, Better better) {
  if (values.empty()) return {};
  const double best = better == Better::kDown ? *std::min_element(values.begin(), values.end()) : *std::max_element(values.begin(), values.end());
  std::vector<double> out;
  for (const double value : values) out.push_back(std::abs(best - value));
  return out;
}

}  // namespace sim

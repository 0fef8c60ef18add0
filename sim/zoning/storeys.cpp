#include "sim/zoning/storeys.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace sim {
namespace {

/// Floor areas this near, relative to the plot, are equal.
constexpr double kSlack = 1e-9;
/// A stack this high is taken as unbounded (steep sky planes over a wide unit).
constexpr int kMostStoreys = 10'000;

/// The rule that leaves no ground to build on.
std::optional<std::string> footprint_rule(const StoreyStack& stack, const Rules& rules, double nothing) {
  if (stack.buildable_m2 <= nothing && rules.setback_m) return rules.setback_m->type;
  if (rules.coverage_percent) return rules.coverage_percent->type;
  return std::nullopt;
}

/// The envelope numbers sky planes, then the pitched roof, then tiers.
std::optional<std::string> type_of_limit(const Rules& rules, std::size_t number) {
  if (number < rules.sky_plane_types.size()) return rules.sky_plane_types[number];
  number -= rules.sky_plane_types.size();
  if (rules.eaves_m && number-- == 0) return rules.eaves_m->type;
  std::vector<std::pair<double, std::string>> tiers;  // joined as the envelope's are
  for (const auto& tier : rules.tiers) {
    const std::pair<double, std::string> own(tier.start_height_m, tier.type);
    if (tier.start_height_m > 0 && std::find(tiers.begin(), tiers.end(), own) == tiers.end()) tiers.push_back(own);
  }
  return number < tiers.size() ? std::optional(tiers[number].second) : std::nullopt;
}

std::optional<std::string> height_rule(const StoreyStack& stack, const Rules& rules, long long next) {
  if (stack.envelope == nullptr) return std::nullopt;
  const int limit = stack.envelope->limiting_at(stack.top_of(next));
  if (limit >= 1) return type_of_limit(rules, static_cast<std::size_t>(limit - 1));
  if (rules.height_m) return rules.height_m->type;
  return std::nullopt;
}

}  // namespace

double StoreyStack::top_of(long long k) const {
  if (k <= 0) return base_m;
  return base_m + ground_floor_m.value_or(storey_height_m) + static_cast<double>(k - 1) * storey_height_m;
}

double StoreyStack::area_of(long long k) const {
  if (envelope == nullptr) return footprint_m2;
  return std::min(footprint_m2, envelope->section_area(top_of(k)));
}

double StoreyStack::largest_k_m2() const {
  return std::min(area_of(1), floor_area_k_m2.value_or(std::numeric_limits<double>::infinity()));
}

double attic_of(const StoreyStack& stack, int storeys) {
  double area = std::min(stack.attic_share * stack.largest_k_m2(), stack.floor_area_k_m2.value_or(std::numeric_limits<double>::infinity()));
  if (stack.envelope != nullptr && area > 0)
    area = std::min(area, stack.envelope->section_area(stack.top_of(storeys) + stack.storey_height_m / 2));
  return area;
}

double cellar_of(const StoreyStack& stack) {
  return stack.cellar_share * stack.largest_k_m2();
}

namespace {

/// Attic and cellar on top of the full storeys, as far as the floor area allowed goes.
void add_shares(const StoreyStack& stack, const Rules& rules, double nothing, Reach& reach) {
  double& sum = *reach.floor_area_k_m2;
  const auto room = [&](double area) {
    return rules.floor_area_k_m2 ? std::min(area, std::max(0.0, rules.floor_area_k_m2->value - sum)) : area;
  };
  reach.attic_k_m2 = room(attic_of(stack, reach.storeys));
  sum += reach.attic_k_m2;
  reach.cellar_k_m2 = room(cellar_of(stack));
  sum += reach.cellar_k_m2;
  const auto& allowed = rules.floor_area_k_m2;
  if (!allowed || sum < allowed->value * (1 - kSlack) - nothing) return;
  sum = allowed->value;
  reach.binding_rule = allowed->type;
}

}  // namespace

Reach reach_of(const StoreyStack& stack, const Rules& rules) {
  const double nothing = kSlack * stack.plot_area_m2;
  const auto& allowed = rules.floor_area_k_m2;
  const auto& volume = rules.volume_m3;
  const bool bounded = stack.envelope != nullptr || stack.storey_limit.has_value();
  Reach out;
  if (stack.footprint_m2 <= nothing) {
    out.floor_area_k_m2 = 0;
    out.binding_rule = allowed && allowed->value <= nothing ? std::optional(allowed->type) : footprint_rule(stack, rules, nothing);
    return out;
  }
  if (!bounded && !volume) {
    if (!allowed) return out;
    out.floor_area_k_m2 = allowed->value;
    out.binding_rule = allowed->type;
    return out;
  }

  double sum = 0, built_m3 = 0;
  const auto ended = [&](double area, std::optional<std::string> rule) {
    out.floor_area_k_m2 = area;
    out.binding_rule = std::move(rule);
  };
  for (int k = 1; k <= kMostStoreys; ++k) {
    if (allowed && sum >= allowed->value * (1 - kSlack) - nothing) {
      ended(allowed->value, allowed->type);
      return out;
    }
    const double more = stack.area_of(k);
    if (more <= nothing) {
      ended(sum, height_rule(stack, rules, k));
      break;
    }
    if (stack.storey_limit && k > *stack.storey_limit) {
      ended(sum, rules.storeys->type);
      break;
    }
    const double height = stack.top_of(k) - stack.top_of(k - 1);
    if (volume && built_m3 + more * height > volume->value * (1 + kSlack)) {
      sum += std::max(0.0, volume->value - built_m3) / height;
      out.storeys = k;
      const bool enough = allowed && sum >= allowed->value;
      ended(enough ? allowed->value : sum, enough ? allowed->type : volume->type);
      return out;
    }
    built_m3 += more * height;
    sum += more;
    out.storeys = k;
  }
  if (out.floor_area_k_m2 && (stack.attic_share > 0 || stack.cellar_share > 0)) add_shares(stack, rules, nothing, out);
  return out;
}

}  // namespace sim

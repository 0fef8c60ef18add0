#include "sim/zoning/storeys.hpp"

#include <algorithm>

namespace sim {
namespace {

/// Floor areas this near, relative to the plot, are equal.
constexpr double kSlack = 1e-9;
/// A stack this high is taken as unbounded (steep sky planes over a wide unit).
constexpr long long kMostStoreys = 10'000;

/// The rule that leaves no ground to build on.
std::optional<std::string> footprint_rule(const StoreyStack& stack, const Rules& rules, double nothing) {
  if (stack.buildable_m2 <= nothing && rules.setback_m) return rules.setback_m->type;
  if (rules.coverage_percent) return rules.coverage_percent->type;
  return std::nullopt;
}

std::optional<std::string> height_rule(const StoreyStack& stack, const Rules& rules, long long next) {
  if (stack.envelope == nullptr) return std::nullopt;
  const int limit = stack.envelope->limiting_at(static_cast<double>(next) * stack.storey_height_m);
  if (limit >= 1) return rules.sky_plane_types.at(static_cast<std::size_t>(limit - 1));
  if (rules.height_m) return rules.height_m->type;
  return std::nullopt;
}

}  // namespace

double StoreyStack::area_of(long long k) const {
  if (envelope == nullptr) return footprint_m2;
  return std::min(footprint_m2, envelope->section_area(static_cast<double>(k) * storey_height_m));
}

Reach reach_of(const StoreyStack& stack, const Rules& rules) {
  const double nothing = kSlack * stack.plot_area_m2;
  const auto& allowed = rules.floor_area_k_m2;
  const bool bounded = stack.envelope != nullptr || stack.storey_limit.has_value();
  if (stack.footprint_m2 <= nothing) {
    if (allowed && allowed->value <= nothing) return {0.0, allowed->type};
    return {0.0, footprint_rule(stack, rules, nothing)};
  }
  if (!bounded) {
    if (!allowed) return {};
    return {allowed->value, allowed->type};
  }

  double sum = 0;
  for (long long k = 1; k <= kMostStoreys; ++k) {
    if (allowed && sum >= allowed->value * (1 - kSlack) - nothing) return {allowed->value, allowed->type};
    const double more = stack.area_of(k);
    if (more <= nothing) return {sum, height_rule(stack, rules, k)};
    if (stack.storey_limit && static_cast<double>(k) > *stack.storey_limit) return {sum, rules.storeys->type};
    sum += more;
  }
  return {};
}

}  // namespace sim

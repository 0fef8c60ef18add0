#pragma once

#include <optional>
#include <string>

#include "geo/solid/envelope.hpp"
#include "sim/zoning/rules.hpp"

namespace sim {

/// The storeys that a unit can carry: storey k, counted from 1, has the lesser of the footprint and the
/// envelope's section at k · storey height.
struct StoreyStack {
  double plot_area_m2 = 0;
  double buildable_m2 = 0;
  double footprint_m2 = 0;
  double storey_height_m = 3;
  const geo::Envelope* envelope = nullptr;  ///< null without a height limit
  std::optional<double> storey_limit;

  /// Floor area of storey k, k-m2; whatever the storey limit.
  double area_of(long long k) const;
};

/// Floor area and which rule ends it.
struct Reach {
  std::optional<double> floor_area_k_m2;    ///< nothing where no rule bounds it
  std::optional<std::string> binding_rule;  ///< the regulation's type
};

Reach reach_of(const StoreyStack& stack, const Rules& rules);

}  // namespace sim

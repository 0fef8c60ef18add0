#pragma once

#include <optional>
#include <string>

#include "geo/solid/envelope.hpp"
#include "sim/zoning/rules.hpp"

namespace sim {

/// The storeys that a unit can carry: storey k, counted from 1, has the lesser of the footprint and the
/// envelope's section at its top.
struct StoreyStack {
  double plot_area_m2 = 0;
  double buildable_m2 = 0;
  double footprint_m2 = 0;
  double storey_height_m = 3;
  const geo::Envelope* envelope = nullptr;  ///< null without a height limit
  std::optional<double> storey_limit;
  double base_m = 0;                     ///< floor of the first storey above the ground
  std::optional<double> ground_floor_m;  ///< height of the first storey where it is another
  double attic_share = 0, cellar_share = 0;  ///< of the largest storey
  std::optional<double> floor_area_k_m2;     ///< allowed at most: no storey is larger

  /// Top of storey k above the ground, m; of storey 0 the floor of the first one.
  double top_of(long long k) const;
  /// Floor area of storey k, k-m2; whatever the storey limit.
  double area_of(long long k) const;
  /// The largest storey that can be reached, k-m2: the first, as far as the floor area allowed goes.
  double largest_k_m2() const;
};

/// Floor area and which rule ends it.
struct Reach {
  std::optional<double> floor_area_k_m2;    ///< nothing where no rule bounds it
  std::optional<std::string> binding_rule;  ///< the regulation's type
  int storeys = 0;                          ///< full ones used, the last one maybe in part
  double cellar_k_m2 = 0, attic_k_m2 = 0;   ///< part of the floor area that needs cellar and attic
};

/// Full storeys first; where they do not reach what is allowed, an attic (as far as half a storey fits over the last
/// one) and then a cellar add their shares of the largest storey.
Reach reach_of(const StoreyStack& stack, const Rules& rules);

/// What the attic and the cellar may add at most, k-m2, on top of `storeys` full ones.
double attic_of(const StoreyStack& stack, int storeys);
double cellar_of(const StoreyStack& stack);

}  // namespace sim

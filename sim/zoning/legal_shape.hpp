#pragma once

#include <optional>
#include <vector>

#include "geo/solid/envelope.hpp"
#include "sim/zoning/rules.hpp"

namespace sim {

/// Where a unit may be built on, and how high.
struct LegalShape {
  std::vector<twin::PlanPolygon> buildable;  ///< within setbacks and building areas
  double buildable_m2 = 0;
  std::optional<geo::Envelope> envelope;     ///< nothing where no rule limits the height
};

/// True where a rule bounds the height over all of the buildable area.
bool has_height_limit(const Rules& rules);

/// Errors: those of `geo::set_back` and `geo::legal_envelope`, places beginning with "/unit: ".
twin::Result<LegalShape> legal_shape(const twin::PlanPolygon& boundary, const Rules& rules);

}  // namespace sim

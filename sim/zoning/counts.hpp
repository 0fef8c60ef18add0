#pragma once

#include <optional>

#include "sim/zoning/storeys.hpp"
#include "sim/zoning/zoning_capacity.hpp"

namespace sim {

/// Counts are rounded up from 1e-9 on: 22.000000001 spaces are 22. Nothing above 1e9.
std::optional<long long> rounded_up(double count);

StoreyStack stack_of(const twin::PlanUnit& unit, const Rules& rules, const ZoningCapacity& measured);

/// Storeys, cellar, attic, volume, extra floor area.
void tell_storeys(const StoreyStack& stack, const Reach& reach, ZoningCapacity& out);

/// Dwellings, residents, car spaces, bicycle places, green factor; needs the reachable floor area.
void count_people_and_places(const ZoningInput& input, ZoningCapacity& out);

/// Lower ends of ranges that the unit does not reach are contradictions.
void find_unmet_minimums(ZoningCapacity& out);

}  // namespace sim

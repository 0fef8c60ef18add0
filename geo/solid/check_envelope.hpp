#pragma once

#include "geo/solid/envelope.hpp"

namespace geo {

/// Volume of the envelope's solids, m3, once it is sure: every solid is closed (each edge has its opposite), has a
/// volume above 0 and, where the envelope has zones, all of them hold what the sections integrate to (1e-6 relative).
/// Error: `envelope-failed`, saying which of these does not hold.
twin::Result<double> checked_volume(const Envelope& envelope);

}  // namespace geo

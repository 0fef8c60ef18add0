#pragma once

#include <string>
#include <vector>

#include "geo/validate/body_meeting.hpp"
#include "geo/validate/polygon_check.hpp"

namespace geo {

/// A sound solid of a building, about an origin common to all of them.
struct PlacedBody {
  std::size_t part = 0;  ///< index in the shape
  std::string lod;
  std::string place;  ///< "solid 2" or "part X, solid 1"
  Body body;
  bool apart = false;  ///< the solids of its part are bodies by themselves, no composite
};

/// A fault and the body whose place it continues.
struct BodyFault {
  std::size_t body = 0;
  GeometryFault fault;
};

/// How the sound solids of one building lie to each other: 501, 502, 503 among those of one part, unless they are
/// `apart`, as those of a MultiSolid are; 601 among those of different parts at one level of
/// detail. `incomplete` parts have solids that are not sound: they are not asked for 503, nor are those with
/// 501 or 502.
std::vector<BodyFault> check_building(const std::vector<PlacedBody>& bodies,
                                      const std::vector<bool>& incomplete, double overlap_tolerance_m,
                                      const twin::WorkingPosition& origin);

}  // namespace geo

#pragma once

#include "twin_core/base/position.hpp"

namespace geo {

/// How `set_back` finds its answer.
enum class SetBackWay {
  kPlain,   ///< one pass: no edge vanishes and no corner meets an edge
  kEvents,  ///< doubles, event by event
  kExact,   ///< CGAL's straight skeleton, where less than a margin decides
};

/// For a polygon that `set_back` takes.
SetBackWay way_of_set_back(const twin::PlanPolygon& polygon, double distance_m);

}  // namespace geo

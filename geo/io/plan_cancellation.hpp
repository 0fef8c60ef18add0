#pragma once

#include <string>
#include <vector>

#include "twin_core/base/json.hpp"
#include "twin_core/base/position.hpp"

namespace geo {

/// What a plan says of one object of an earlier plan: it ends, or stays valid on a part of its area.
struct ObjectCancellation {
  std::string object;  ///< id of the plan unit
  bool entire = true;
  twin::PlanPolygon remaining;  ///< where it stays valid, unless `entire`; working frame once ingested
  std::string crs;              ///< of `remaining` as read
  std::string place;            ///< JSON pointer
};

/// A regulation group that no longer holds for an object; for no object in particular (""): for all of the
/// plan.
struct GroupCancellation {
  std::string object, group, place;
};

/// What a plan repeals of one earlier plan (kaavan kumoamistieto).
struct PlanCancellation {
  std::string plan;        ///< the earlier plan: last part of its URI, "AK-000001"
  bool entire = false;     ///< all of it
  std::string by;          ///< the later plan: its permanent identifier, else its key
  std::string life_cycle;  ///< of the later plan
  std::string from;        ///< day from which the later plan holds; "" = not told
  std::string place;       ///< JSON pointer
  std::string file;        ///< that brought it
  std::vector<ObjectCancellation> objects;
  std::vector<GroupCancellation> groups;
};

}  // namespace geo

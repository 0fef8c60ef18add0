#pragma once

#include <string>
#include <vector>

#include "geo/io/plan_reader.hpp"

namespace geo {

/// What one regulation group says of one unit at one place. The regulations carry the life cycle and the days that hold for
/// them, the unit's where they have none of their own, and neither group nor place.
struct PlanPiece {
  std::string group;   ///< key of the group; "" for regulations that came with none
  twin::PlanRing place;
  std::vector<twin::Regulation> regulations;
  std::vector<std::string> pointers;  ///< where each stands in the document; empty for what is in none
  std::string object;                 ///< pointer of the plan object that brought it: the unit's own, or a line

  /// Pointer of the group; "" where it is in no document.
  std::string group_pointer() const;
};

/// In the order in which the groups and places first occur.
std::vector<PlanPiece> pieces_of(const twin::PlanUnit& unit);
std::vector<PlanPiece> pieces_of(const PlanDraft& draft);

/// What the general groups of a plan say of any of its areas, as of this unit. `pointer` is where the plan stands in its document.
std::vector<PlanPiece> general_pieces(const twin::Json& plan, const std::string& pointer, const twin::PlanUnit& unit);

}  // namespace geo

#pragma once

#include <string>
#include <vector>

#include "geo/validate/validate.hpp"

namespace geo {

/// One thing done to a part.
struct RepairNote {
  const char* code = "";  ///< of the defect
  std::string place;
  std::string before;
  std::string done;
};
using RepairNotes = std::vector<RepairNote>;

/// 101, 102, 104 (no area), 208: leaves out positions closer to the one before than the snap tolerance, rings
/// without three positions or without area (with their polygon, when it is the outer one), and turns inner
/// rings that turn as the outer one does.
void repair_rings(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes);

/// 203, 204: polygons off their plane become triangles, in every face that uses them.
void repair_planarity(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes);

/// 302, 303, 305: joins vertices of open edges closer than ten snap tolerances, and puts vertices that lie on
/// an open edge (within the same distance) into it.
void repair_gaps(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes);

/// 307, 405: turns faces until all of a shell agree, and shells until they face outwards (cavities inwards).
/// A polygon used once is turned itself, another one in its use.
void repair_orientation(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes);

}  // namespace geo

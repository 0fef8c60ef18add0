#pragma once

#include <string>
#include <vector>

#include "geo/io/plan_reader.hpp"

namespace geo {

/// What the writers of objects and of plots need to know of one plan of the file.
struct PlanPart {
  std::string pointer;                        ///< of the plan inside its document
  std::string srid;                           ///< of coordinates that are written
  std::vector<PlanDraft> before;              ///< as the document says, in the frame
  std::vector<const twin::PlanUnit*> now;
};

/// True where nothing that a national document could say of the unit has changed: neither what only the twin knows of it (source,
/// assumptions, ground level, who repealed it) nor what stands with the plan counts.
bool says_the_same(const twin::PlanUnit& before, const twin::PlanUnit& now);

/// Brings the units into the plan objects of the plan (`plan` is the one inside the document), and their regulations into its groups.
void write_plan_objects(twin::Json& plan, const PlanPart& part);

/// Brings the units into the plots of a binding plot division.
void write_plots(twin::Json& division, const PlanPart& part);

}  // namespace geo

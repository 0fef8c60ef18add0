#pragma once

#include <vector>

#include "geo/io/plan_reader.hpp"
#include "geo/io/plan_unit_check.hpp"

namespace geo {

/// Takes a unit into the file. One of several areas becomes as many units, because a unit is one area: "ID#1", "ID#2", … in the
/// order of the file, "(1/2)" behind their names, each with the ids of the others among `related`. Rights that are a total
/// (sallittuKerrosala, sallittuRakennustilavuus, lisarakennusoikeus) go to them by area, to 0.01, so that their sum stays; all
/// other regulations hold in each. Finding `plan-object-divided` (info). The caller counts the object once.
void take_unit(PlanDraft draft, std::vector<twin::PlanPolygon> further, PlanIds& ids, PlanFile& out);

}  // namespace geo

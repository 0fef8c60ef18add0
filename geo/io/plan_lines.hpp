#pragma once

#include <string>
#include <vector>

#include "geo/io/plan_reader.hpp"

namespace geo {

/// A plan object that is a point or a line: it holds at a place of an area.
struct PlanLine {
  PlanDraft draft;
  std::vector<twin::PlanRing> pieces;  ///< at least one, none empty
  std::string type;                    ///< of the geometry
  bool spoiled = false;                ///< a group of it holds a value that no plan can mean
};

/// The pieces of a GeoJSON point or line, simple or multiple; nothing for other geometries and for
/// coordinates that are none.
std::vector<twin::PlanRing> lines_of(const twin::Json& geometry);

/// Puts the regulations of each line on the unit that it belongs to, with the line as their place: a unit
/// that it names (`related`), else the smallest one that holds its middle, of those from number `first` on.
/// Counts the line as accepted, repaired or rejected. Findings: `plan-line-attached`, `geometry-not-polygon`
/// (no unit), `plan-object-without-regulations`.
void attach_lines(const std::vector<PlanLine>& lines, std::size_t first, PlanFile& file);

/// The finding for an object that no group rules.
void note_without_regulations(const PlanDraft& draft, PlanFile& out);

}  // namespace geo

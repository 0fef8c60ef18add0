#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/position.hpp"

namespace geo {

/// A polygon of a plan file, in the coordinates of the file (easting or longitude first).
struct PlanArea {
  twin::PlanPolygon polygon;
  std::vector<twin::PlanPolygon> further;  ///< the others of a MultiPolygon of several
  std::vector<twin::Finding> findings;
  bool repaired = false;
  bool rejected = false;
};

/// Reads a GeoJSON Polygon or MultiPolygon and checks that it is simple.
/// Repaired, with a finding: a ring that is not closed (103), repeated vertices (102).
/// Rejected, with a finding: other geometry types (`geometry-not-polygon`), no numbers
/// (`input-invalid`), a ring of less than three vertices (`polygon-too-few-points`), no area
/// (`polygon-zero-area`), a ring that meets itself or crosses another (`polygon-self-intersection`, with the
/// crossing's coordinates, or two areas of which one lies in the other), a hole outside (`polygon-hole-outside`), more than 20,000 vertices
/// or 200 areas (`too-many-vertices`), several areas where only `one` will do (`geometry-not-polygon`). `id` and `pointer` name the object in the findings.
PlanArea read_plan_area(const twin::Json& geometry, std::string_view id, std::string_view pointer, bool one = false);

}  // namespace geo

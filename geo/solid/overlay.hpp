#pragma once

#include <vector>

#include "geo/solid/local_plan.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// Plan areas as sets of points, computed exactly (CGAL) and rounded once: common points of neighbouring results
/// are equal. Inputs are simple polygons, turned as `LocalPolygon` says; several of one list may overlap. Pieces
/// below 1e-6 m2 are left out. Error: `envelope-failed`.
twin::Result<std::vector<LocalPolygon>> intersection_of(const std::vector<LocalPolygon>& a,
                                                        const std::vector<LocalPolygon>& b);
twin::Result<std::vector<LocalPolygon>> difference_of(const std::vector<LocalPolygon>& a,
                                                      const std::vector<LocalPolygon>& b);

/// The same in the frame of the input.
twin::Result<std::vector<twin::PlanPolygon>> intersection_of(const std::vector<twin::PlanPolygon>& a,
                                                             const std::vector<twin::PlanPolygon>& b);
twin::Result<std::vector<twin::PlanPolygon>> difference_of(const std::vector<twin::PlanPolygon>& a,
                                                           const std::vector<twin::PlanPolygon>& b);

/// Sum of the areas of polygons that do not overlap, m2.
double area_of(const std::vector<twin::PlanPolygon>& polygons);

}  // namespace geo

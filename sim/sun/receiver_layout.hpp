#pragma once

#include "geo/rays/city_obstacles.hpp"
#include "sim/sun/receiver_inputs.hpp"

namespace sim {

struct GroundLayout {
  twin::PlanPolygon area;
  double spacing_m = 2, height_m = 0;
  std::optional<double> ground_m;  ///< none: the twin's terrain, else the lowest ground of the nearest building
};

/// Points in the middle of squares of the grid, where they lie in the area and outside of footprints.
/// Error `value-out-of-range` (`pointer`) above 2,000,000 points.
twin::Result<ReceiverSet> lay_out_ground(const GroundLayout& layout, const SceneInputs& scene, const RunContext& context,
                                         std::string_view pointer);

struct FacadeLayout {
  double spacing_m = 3, storey_height_m = 3;
};

/// Points on one upright wall (within 5° of it): along it in the middle of pieces of at most the spacing, upwards in the middle of
/// each storey counted from `ground_m`, where they lie on the wall.
void lay_out_wall(const twin::Polygon3& wall, double ground_m, const FacadeLayout& layout, std::int32_t owner, ReceiverSet& into);
/// The walls of a shape, as it marks them, or, where it marks none, every upright surface.
void lay_out_facades(const twin::BuildingShape& shape, double ground_m, const FacadeLayout& layout, std::int32_t owner,
                     ReceiverSet& into);
/// The walls of a prism.
void lay_out_facades(const twin::PlanPolygon& polygon, double base_m, double height_m, const FacadeLayout& layout,
                     std::int32_t owner, ReceiverSet& into);

/// Points on the roofs of a shape, as it marks them: in the middle of squares of the grid in plan, at least one on each surface; a
/// surface's points share its area evenly. Nearly upright surfaces and those that face down have none.
void lay_out_roofs(const twin::BuildingShape& shape, double spacing_m, std::int32_t owner, ReceiverSet& into);
/// The top of a prism.
void lay_out_roof(const twin::PlanPolygon& polygon, double top_m, double spacing_m, std::int32_t owner, ReceiverSet& into);

/// By the even-odd rule.
bool lies_in(const twin::PlanPolygon& polygon, const twin::PlanPosition& position);

}  // namespace sim

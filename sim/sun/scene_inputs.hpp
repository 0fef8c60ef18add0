#pragma once

#include <set>
#include <string>
#include <vector>

#include "geo/rays/embree_occlusion.hpp"
#include "sim/run/process.hpp"
#include "sim/sun/sun_frame.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// An obstacle as a request sends it.
struct SentObstacle {
  twin::PlanPolygon polygon;
  double base_m = 0, height_m = 0;
  geo::ObstacleMesh mesh;
};

/// What stands in the way in a request: what it sends, and around it the city it asks about.
struct SceneInputs {
  std::string crs;                       ///< "" = local
  std::vector<SentObstacle> obstacles;
  std::set<std::string> without;         ///< ids of buildings that are left out
  double reach_m = 0;                    ///< obstacles of the city count up to this far from the receivers
};

/// Members `obstacles`, `crs`, `without`, `reach_m` of a request; others are not looked at.
/// Errors, with JSON pointers: `input-invalid`, `member-unknown`, `value-out-of-range`, `crs-unknown`, `crs-not-accepted`,
/// `coordinates-outside-area`, `reference-missing` (a building to leave out), those of `geo::prism`.
twin::Result<SceneInputs> read_scene(const twin::Json& inputs, const RunContext& context);
/// The same for a list of obstacles under another name.
twin::Result<std::vector<SentObstacle>> read_obstacles(const twin::Json& json, std::string_view pointer, const std::string& crs);

/// The names of those members, and their schemas.
std::vector<std::string_view> scene_members();
void add_scene_schema(twin::Json& properties);
twin::Json obstacles_schema(const char* title);

/// A polygon with easting and northing in the frame. Errors as `read_scene`.
twin::Result<twin::PlanPolygon> read_area(const twin::Json& json, std::string_view pointer, const std::string& crs);
/// `coordinates-outside-area` where a position does not lie in the frame.
twin::Status check_position(const twin::PlanPosition& position, std::string_view pointer, const std::string& crs);

/// Keys of obstacles that a request sends, above those of features.
inline constexpr std::uint64_t kSentKey = std::uint64_t{1} << 40;

/// What a feature of the twin puts in the way of receivers within `around`. Buildings stand on the ground: where they begin above the
/// lowest receiver their walls go on down to it; terrain hides what of that is too deep. Errors: of the store.
twin::Result<geo::ObstacleMesh> obstacle_in_scene(const twin::BranchState::Feature& feature, const RunContext& context, const twin::Box& around);

/// The scene around receivers within `around`; an empty scene without any obstacle is fine.
/// @param use  for edits, where the scene is changed and asked again
/// Errors: `scene-failed`, `value-out-of-range` (receivers further than 16 km from the scene's origin), of the store.
twin::Result<geo::EmbreeOcclusion> build_scene(const SceneInputs& scene, const RunContext& context, const twin::Box& around,
                                               geo::EmbreeOcclusion::Use use = geo::EmbreeOcclusion::Use::kOnce);

}  // namespace sim

#pragma once

#include <functional>
#include <optional>

#include "geo/rays/obstacle_mesh.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo {

/// Bytes of a stored value: shapes and heights of the ground.
using BlobLoader = std::function<twin::Result<twin::Bytes>(const twin::Digest&)>;

/// What one feature puts in the way of light; empty where nothing. Counted are
///   - buildings by their shape; those without one as a prism over the footprint, from ground to highest point
///   - bridges, relief and other structures, not what is drawn flat on the ground (roads, water, land, green), not trees
///     (they let light through), and nothing inside a building
///   - terrain, at most 2,000,000 triangles each.
/// A building stands on the ground: below its ground surfaces, without any below its footprint, its walls go on down to `down_to_m`
/// where that is given. Undersides above (facing down, other than ground surfaces) raise its foot; roofs drawn as thin sheets
/// that stand out over the walls do not. Other objects may float throughout.
/// Errors: of `blobs`, and of the values' decoders.
twin::Result<ObstacleMesh> obstacle_of(const twin::BranchState::Feature& feature, const BlobLoader& blobs,
                                       std::optional<double> down_to_m = std::nullopt);

/// True where both features put the same in the way, so that a scene need not be changed.
bool same_obstacle(const twin::BranchState::Feature* a, const twin::BranchState::Feature* b);

/// Features that put something in the way and reach into the box in plan, by number; an empty box: all.
std::vector<twin::FeatureNumber> obstacles_within(const twin::BranchState& state, const twin::Box& box);

}  // namespace geo

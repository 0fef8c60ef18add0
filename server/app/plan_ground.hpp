#pragma once

#include <vector>

#include "geo/io/city_batch.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// `geo::settle_ground` by the terrain that comes with the batch, else by that of the branch. Terrain is read only where a unit
/// asks for it; one that cannot be read is none. Returns units of the branch that terrain of the batch gives a ground
/// (`geo::settle_known_ground`).
std::vector<twin::PlanUnit> settle_ground(const twin::Store& store, const twin::BranchState& state, geo::CityBatch& batch);

}  // namespace server

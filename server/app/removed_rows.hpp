#pragma once

#include <vector>

#include "geo/io/city_batch.hpp"
#include "twin_core/history/commit.hpp"

namespace server {

/// Register rows lose the buildings of `removed`, and stay without one: kept ones, those of the batch, and those that an
/// identifier tied to a removed building and to no other one. `existing` are the branch's buildings, `relinked` those of
/// them that the batch had given a row before they went.
void free_rows_of(const std::vector<twin::EntityKey>& removed, const std::vector<geo::ReadBuilding>& existing,
                  const std::vector<twin::Building>& relinked, const std::vector<twin::KeptRow>& kept, geo::CityBatch& batch);

/// Rows that a register of this import had and lacks now, all its rows being accepted, go: also from the buildings that
/// they are linked to, whoever linked them. Files that this import does not bring keep theirs.
void take_rows_of_older_editions(const std::vector<twin::EntityKey>& removed, const std::vector<geo::ReadBuilding>& existing,
                                 const std::vector<twin::KeptRow>& kept, geo::CityBatch& batch);

}  // namespace server

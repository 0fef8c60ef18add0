#pragma once

#include <vector>

#include "geo/io/city_batch.hpp"
#include "twin_core/history/commit.hpp"

namespace server {

/// Rows that a register of this import had and lacks now, all its rows being accepted, go: also from the buildings that
/// they are linked to, whoever linked them. Files that this import does not bring keep theirs.
void take_rows_of_older_editions(const std::vector<twin::EntityKey>& removed, const std::vector<geo::ReadBuilding>& existing,
                                 const std::vector<twin::KeptRow>& kept, geo::CityBatch& batch);

}  // namespace server

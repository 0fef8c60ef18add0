#pragma once

#include <set>
#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"

namespace geo {

/// Rows that identifiers tied to buildings of the twin, and that this import asks about again; their place is the ground of
/// their building (of several the largest). Those whose building is `leaving`, those that a building new to the twin names by VTJ-PRT or RATU, and where the
/// import has rows itself (`with_rows`) those of buildings that hold several, so that none is lost when one comes again.
/// Rows that the twin keeps beside its buildings (`kept`) are not among them. In order of their ids.
std::vector<twin::KeptRow> held_rows(const std::vector<ReadBuilding>& existing, const std::vector<twin::KeptRow>& kept,
                                     const std::set<std::string>& leaving, const CityBatch& batch, bool with_rows);

}  // namespace geo

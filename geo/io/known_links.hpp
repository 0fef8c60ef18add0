#pragma once

#include <vector>

#include "geo/io/city_linking.hpp"

namespace geo {

/// Takes the rows that say themselves which building they are about and why (those of an export of this program) out of
/// `rows`, so that nothing is searched for them.
std::vector<FiledRow> take_known_links(std::vector<FiledRow>& rows);

/// Gives those rows' cards and links to the buildings of the batch, or else to `existing` ones, which then join the batch.
/// After `link_city`. Rows whose building is not there are noted (`reference-missing`).
void apply_known_links(CityBatch& batch, std::vector<FiledRow>&& known, const std::vector<ReadBuilding>& existing);

}  // namespace geo

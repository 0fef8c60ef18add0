#pragma once

#include <vector>

#include "geo/io/city_batch.hpp"
#include "twin_core/history/branch_state.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// Sets the digests of what city objects look like. Where a file tells of the surfaces that the branch has (`geo::is_known_shape`), the
/// branch's stay, and the bounds that follow from them. Errors: those of the store.
twin::Status settle_shapes(const twin::Store& store, const twin::BranchState& state, std::vector<geo::ReadObject>& objects);

}  // namespace server

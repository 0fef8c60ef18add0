#pragma once

#include "twin_core/history/branch_state.hpp"
#include "twin_core/store/store.hpp"

namespace twin {

/// Buildings and register rows are entities of their own, so a merge or an undo that takes the one from here and the other
/// from there may leave a row with a building that holds it and kept as a row without one. Changes the writes of a
/// command on `state` so that in the city that they make
///   - a row that an identifier ties to a building is kept only where place or a person gave it to another one too;
///   - a kept row names exactly the buildings that hold it by place or by a person's word.
/// Looks only at rows that the command's rows and buildings are about. Problems: `record-malformed`.
Status settle_rows(const BranchState& state, Command& command);

}  // namespace twin

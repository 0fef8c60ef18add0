#pragma once

#include "server/app/twin_service.hpp"
#include "twin_core/history/branch_state.hpp"

namespace server {

/// Every reason of a link with the count 0.
twin::Json no_links();

/// {"review","unlinked","linked"}: register rows that no identifier ties to a building.
twin::Json row_counts(const twin::BranchState& state);

/// The answer of TwinService::links. Error `parameter-invalid` for another status.
twin::Result<twin::Json> list_links(const twin::BranchState& state, const LinkQuery& query);

}  // namespace server

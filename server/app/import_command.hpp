#pragma once

#include <vector>

#include "server/app/import_history.hpp"
#include "server/app/plan_repeals.hpp"
#include "server/app/twin_service.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// What an import writes, its own present state: without what it removes and without the reports of its files. Shapes
/// and heights of the batch are given up. `span` is when it holds where a file says nothing of time; the frame is written
/// without one: it holds whatever time is asked for.
twin::Command import_command(const ImportOrder& order, const geo::Lifespan& span, geo::CityBatch& batch,
                             const std::vector<RepealedUnit>& repealed);

/// The states before that one and it, in the order in which they are committed; the frame goes into the first of them.
/// All rest on `state`: none is made when others have changed since what an import reads (buildings, city objects, register
/// rows, the frame) or what this one writes; anything at all where the files are complete editions.
std::vector<twin::Command> import_commands(twin::Command own, ImportHistory& history, const twin::Snapshot& state, bool complete);

}  // namespace server

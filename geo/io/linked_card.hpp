#pragma once

#include <optional>
#include <vector>

#include "geo/link/card_merge.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// The register rows of a building as they are attached to it: the one that gives link and note first. A row that
/// alone belongs to a building is given back as its card tells it: what the model said is left out.
std::vector<twin::LinkedRow> rows_of(const twin::Building& building);

/// Makes `rows` those of the building: link, note, card, conflicts, by the rules compiled in. None: the building is
/// unlinked, and its card is what the model says. `model` is the card that the model's attributes give. Kept are the
/// rejected rows; runner-up and number of sharing buildings are as given.
void attach_rows(twin::Building& building, std::vector<twin::LinkedRow> rows, const twin::RegisterCard& model,
                 std::optional<twin::LinkChoice> runner_up = {}, std::uint32_t shared_by = 1);

}  // namespace geo

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "geo/link/register_row.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// From so many on a link is a question to a person; one alone is a warning.
inline constexpr std::size_t kDoubtsForReview = 2;

/// Keeps with a link how far its rows lie from the footprint, where that is too far: a conflict of the address, "63 m from
/// the footprint". A location itself is not kept: it would cost every building of a city what one in a hundred needs.
void note_distance(twin::Building& building, std::span<const RegisterRow* const> rows);

/// True of conflicts that `link_doubts` tells.
bool tells_of_link(const twin::CardConflict& conflict);

/// What speaks against a link that an identifier made, a few words for each independent contradiction:
///   - another RATU in the card than in the model;
///   - the row's place lies more than 50 m from the footprint (150 m where several buildings share the row);
///   - another address, and sizes that do not fit either (or another identifier). Not of several rows; of a shared one no sizes.
/// Empty for a building that no identifier links. Everything is read from the building itself, so a state of the city
/// gives the same answer as the import that made it.
std::vector<std::string> link_doubts(const twin::Building& building);

}  // namespace geo

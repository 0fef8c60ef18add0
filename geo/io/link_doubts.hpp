#pragma once

#include <string>
#include <vector>

#include "twin_core/city/building.hpp"

namespace geo {

/// From so many on a link is a question to a person; one alone is a warning.
inline constexpr std::size_t kDoubtsForReview = 2;

/// What speaks against a link that an identifier made, a few words for each independent contradiction:
///   - another identifier that both sides know: the RATU of card and model, or the row names another building of the model;
///   - the row's place lies more than 50 m from the footprint (150 m where several buildings share the row);
///   - another address, and sizes that do not fit either (or another identifier). Not of several rows; of a shared one no sizes.
/// Empty for a building that no identifier links. Everything is read from the building itself, so a state of the city
/// gives the same answer as the import that made it.
std::vector<std::string> link_doubts(const twin::Building& building);

}  // namespace geo

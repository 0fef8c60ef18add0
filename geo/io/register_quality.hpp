#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "geo/io/register_field.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// The rules a single card must keep, after the national quality rules of building objects. Each breach is a finding
/// `register-contradiction` (warning) whose remedy names the rule; nothing is changed.
/// Checked: total area at least 0.8 of the floor area; volume at least 1.5 m of total area unless the use is known for
/// open or low buildings (BR407 of the population register); a dwelling house above 7 m2 of floor area; uses of 1994
/// and 2018 that agree; completed no later than `current_year` unless planned or under construction.
void check_card(const twin::RegisterCard& card, std::string_view place, int current_year,
                std::vector<twin::Finding>& findings);

/// The same of a building without a row, whose card is what the model's attributes say; nothing of a linked one.
void check_model_card(const twin::Building& building, int current_year, std::vector<twin::Finding>& findings);

/// Uses that no code list has: a finding `code-unknown` (warning) for each of the two classifications. For a card of the twin,
/// which keeps such a code as it was sent; of a row its reader says so.
void check_codes(const twin::RegisterCard& card, std::string_view place, std::vector<twin::Finding>& findings);

/// The rules between a card and the building it is linked to: storeys against the model's height, floor area against
/// ground and storeys, where the ground is the larger of the footprint and all ground surfaces of `shape` (a building
/// of several parts has several). Not for a row that several buildings share.
void check_building(const twin::Building& building, const twin::BuildingShape& shape,
                    std::vector<twin::Finding>& findings);

/// What speaks against a link that an identifier made (`link_doubts`): one finding `link-contradiction` (warning) with
/// what both sides say and the distance in metres.
void check_link(const twin::Building& building, std::vector<twin::Finding>& findings);

/// True where the model is too low for the storeys of the card (2 m each at least), or too high for a dwelling house
/// of so few (5 m each and a roof of 8 m at most). False where either is not known.
bool height_contradicts_storeys(const twin::Building& building);

/// What the national rules ask for, the register has a column for, and `cards` do not know: one info finding
/// `register-value-missing` for each of floor area, total area, volume, storeys, with how many rows lack it.
void check_completeness(const std::vector<const twin::RegisterCard*>& cards, std::span<const RegisterField> columns,
                        std::vector<twin::Finding>& findings);

}  // namespace geo

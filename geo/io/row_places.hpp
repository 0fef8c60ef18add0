#pragma once

#include "twin_core/city/building.hpp"
#include "twin_core/city/kept_row.hpp"

namespace geo {

/// Where a row stands in its file ("register.csv row 7") changes when another one is put before it, and that is no change
/// of the city: what says the same as before keeps the place, and the note with it, under which the twin has it.
void keep_row_places(const twin::Building& before, twin::Building& now);
void keep_row_places(const twin::KeptRow& before, twin::KeptRow& now);

}  // namespace geo

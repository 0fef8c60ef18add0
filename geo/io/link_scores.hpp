#pragma once

#include "twin_core/city/building.hpp"
#include "twin_core/city/kept_row.hpp"

namespace geo {

/// To two decimals, as records keep a probability: what differs less is no other answer.
double in_hundredths(double probability);

/// How sizes differ is learned from all rows, so that one row more in the city moves the scores of many others a little.
/// Where row, reason and status are the same as before, a score that moved by less than 0.02 stays as the twin has it,
/// and with it the note that tells it.
void keep_scores(const twin::Building& before, twin::Building& now);
void keep_scores(const twin::KeptRow& before, twin::KeptRow& now);

}  // namespace geo

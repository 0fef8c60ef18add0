#pragma once

#include <string>

#include "datasets/synth/building_card.hpp"

namespace datasets {

/// Residents of a building as counts, never as persons: dwellings, residents, and men and women by five-year
/// age groups, the last one open (85 and older). Households fit the kind of house: families in houses, people
/// alone in small flats; 4 dwellings of 100 are empty.
void append_residents_head(std::string& out);
/// Nothing for a building without dwellings. @returns its residents.
std::uint64_t append_residents(std::string& out, const SyntheticBuilding& building, const BuildingCard& card,
                               std::uint64_t serial, std::uint64_t seed);

/// How many dwellings a building holds: one floor-area share of 75 m2 each in blocks of flats.
int dwellings_of(const SyntheticBuilding& building);

}  // namespace datasets

#pragma once

#include <string>

#include "datasets/synth/building_card.hpp"

namespace datasets {

/// Service units as points of a GeoJSON collection: day care (children), comprehensive schools (pupils), health
/// stations (visits a day), libraries (visits a day); capacity from the floor area of their houses.
void append_services_head(std::string& out);
/// Nothing for other buildings. @returns whether one was written; `is_first` says if a comma goes before.
bool append_service(std::string& out, const SyntheticBuilding& building, const BuildingCard& card, bool is_first);
void append_services_tail(std::string& out);

}  // namespace datasets

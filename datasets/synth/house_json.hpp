#pragma once

#include <string>

#include "datasets/synth/district.hpp"
#include "datasets/synth/site.hpp"

namespace datasets {

/// What the house is called elsewhere; empty where the city does not reach it.
struct HouseIdentity {
  std::string permanent_id, model_id, address;
};

/// The head office down to its rooms: site, building, levels, rooms (types of RealEstateCore), each room with a
/// ring in EPSG:3879, area and work stations; together 1,100. Form: datasets/house.schema.json. Empty when the
/// town has no block with room for it.
std::string house_json(const District& town, const Site& site, const HouseIdentity& identity);

}  // namespace datasets

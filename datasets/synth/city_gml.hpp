#pragma once

#include <string>

#include "datasets/synth/building_card.hpp"

namespace datasets {

/// Millimetre box of everything; empty until a mass is added.
struct CityBounds {
  Vertex low, high;
  bool empty = true;
  void add(const Mass& mass);
};

/// CityGML 2.0 pieces; append to `out`. Coordinates in the official order of EPSG:3879: northing, easting,
/// height N2000 (the city's own tiles write easting first; readers decide by evidence).
void append_gml_head(std::string& out, const CityBounds& bounds, std::uint64_t seed);
void append_gml_building(std::string& out, const SyntheticBuilding& building, const BuildingCard& card);
void append_gml_tail(std::string& out);

}  // namespace datasets

#pragma once

#include <cstdint>
#include <string>

#include "datasets/synth/building_card.hpp"

namespace datasets {

/// Millimetre box of everything; empty until something is added.
struct CityBounds {
  Vertex low, high;
  bool empty = true;
  void add(const Vertex& vertex);
  void add(const Mass& mass);
};

/// A corner of the envelope in the file's order, as wide as every other.
std::string corner_text(const Vertex& corner);

/// Where in the text the corners of the envelope stand, to be written once everything is known.
struct EnvelopePlace {
  std::uint64_t lower = 0, upper = 0;
};

/// CityGML 2.0 pieces; append to `out`. Coordinates in the official order of EPSG:3879: northing, easting,
/// height N2000 (the city's own tiles write easting first; readers decide by evidence).
EnvelopePlace append_gml_head(std::string& out, std::uint64_t seed);
void append_gml_building(std::string& out, const SyntheticBuilding& building, const BuildingCard& card);
void append_gml_tail(std::string& out);

}  // namespace datasets

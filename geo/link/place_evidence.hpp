#pragma once

#include <string>

#include "geo/link/place_match.hpp"

namespace geo {

enum class Agreement : unsigned char { kUnknown, kSame, kOther };

/// One piece of evidence for or against a pair: a log likelihood ratio, and what to say of it.
struct Evidence {
  double score = 0;
  std::string said;  ///< empty when there is nothing to compare
  Agreement agreement = Agreement::kUnknown;  ///< of addresses: kOther where both are told to the number, and differ
};

/// "Arcturuksenkatu 6" against "arcturuksenkatu 6 A": 4 equal, 1 same street, -2 another street, 0 unknown.
Evidence address_evidence(const std::string& building, const std::string& row);

/// How far two footprints are one: -4 apart, 0 at a quarter of common ground, 4 the same; unknown 0. Common ground is
/// their intersection over their union, from 400 points.
Evidence overlap_evidence(const twin::PlanPolygon& building, const twin::PlanPolygon& row);

/// Storeys, floor area and volume of the row beside height, footprint area and volume of the building, in words.
std::string size_words(const PlacedBuilding& building, double footprint_m2, const PlacedRow& row);

}  // namespace geo

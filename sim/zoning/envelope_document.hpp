#pragma once

#include <string>
#include <vector>

#include "geo/solid/envelope.hpp"
#include "twin_core/base/json.hpp"

namespace sim {

/// A whole CityJSON 2.0 document with one Building "envelope": Solid for one piece, MultiSolid for
/// several, LoD 1, heights absolute. Null for an envelope without solids. `crs` "" leaves the reference
/// system out; otherwise it is a name that `geo::find_crs` knows.
twin::Json envelope_document(const geo::Envelope& envelope, double ground_level_m, const std::string& crs);

/// The same for several buildings by id, each with its attributes.
struct SolidBuilding {
  std::string id;
  const geo::Envelope* shape = nullptr;
  twin::Json attributes = twin::Json::object();
};
twin::Json buildings_document(const std::vector<SolidBuilding>& buildings, double ground_level_m, const std::string& crs);

}  // namespace sim

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin_core/city/building.hpp"

namespace twin {

/// A building that a row may belong to.
struct RowCandidate {
  std::string building;
  double probability = 0;  ///< in thousandths
  std::string reason;      ///< "address agrees, 4 m from the footprint, 6 storeys fit 18.2 m"; for the best one
  bool operator==(const RowCandidate&) const = default;
};

/// A register row that no identifier ties to a building (entity kind "register_row"). It stays in the twin, so that a
/// model that comes later, its place, or a person can link it, and so that a link can be taken back.
struct KeptRow {
  std::string id;            ///< `row_id_of`
  RegisterCard card;         ///< as the row says it
  std::string model_id;      ///< gml:id or UUID that the row names
  std::optional<PlanPosition> point;
  PlanPolygon footprint;     ///< where the row has one instead of a point
  std::string location_crs;  ///< of these; "" for the frame of the twin
  std::vector<std::string> buildings;     ///< it is linked to these, by place or by a person; else none
  std::vector<RowCandidate> candidates;   ///< best first; of a row without buildings: the question for review
  bool operator==(const KeptRow&) const = default;
};

/// The name of a row in the twin: its VTJ-PRT, else "RATU 64497", else the gml:id or UUID that it names, else where it
/// stands ("register.csv row 7").
std::string row_id_of(const RegisterCard& card, const std::string& model_id);

}  // namespace twin

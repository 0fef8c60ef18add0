#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "geo/solid/envelope.hpp"
#include "sim/run/process.hpp"
#include "sim/tables/zoning_tables.hpp"
#include "sim/zoning/layers.hpp"
#include "sim/zoning/rules.hpp"
#include "sim/zoning/use_shares.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// Input of the engine; a PlanUnit is one already.
struct ZoningInput {
  twin::PlanUnit unit;     ///< id may be empty for inline runs
  std::string crs;         ///< for the CityJSON envelope, "" = local
  std::uint64_t seed = 0;  ///< told in the lineage; nothing here is random
  std::shared_ptr<const ZoningTables> tables{};  ///< null: the tables as shipped
  std::string day{};       ///< ISO; regulations that are not in force on it do not count; "" = all count
  std::string zone{};      ///< the city's own parking zone
  bool ground_told = false;  ///< a ground level of 0 m was said, not left open
  std::vector<AppliedRegulation> applied{};    ///< from which layer each regulation of the unit came; may be empty
};

/// What the regulations of one unit allow. Absent = cannot be computed (a warning says why), never 0.
struct ZoningCapacity {
  double plot_area_m2 = 0;
  double buildable_area_m2 = 0;
  double footprint_max_m2 = 0;
  double ground_level_m = 0;  ///< the level that heights count from, frame height
  std::optional<double> floor_area_allowed_k_m2;
  std::optional<double> floor_area_reachable_k_m2;
  std::optional<std::string> binding_rule;  ///< the regulation's type
  std::optional<double> loss_k_m2;
  std::optional<int> storeys_needed;
  std::optional<double> envelope_volume_m3;
  std::optional<long long> dwellings;
  std::optional<double> residents;
  std::optional<long long> parking_spaces;
  std::vector<UseShare> floor_area_by_use;  ///< as far as the plan divides it

  std::optional<int> storeys_max;           ///< full ones above ground that fit within the limits
  std::optional<int> storeys_below_max;
  std::optional<double> volume_allowed_m3;
  std::optional<double> cellar_max_k_m2, attic_max_k_m2;  ///< what the shares add on top of the full storeys
  std::optional<double> extra_floor_area_k_m2, extra_volume_m3;
  std::optional<long long> building_sites_max, dwellings_max, bicycle_places;
  std::optional<double> green_factor_min, green_factor_target;
  std::optional<double> lowest_floor_m;     ///< frame height of the lowest floor above ground
  Rules rules;                              ///< what the numbers follow from: levels, minimums, contradictions, demands
  std::vector<std::string> warnings;      ///< sentences
  std::optional<geo::Envelope> envelope;  ///< heights above the unit's ground level
  twin::Digest inputs_hash;
};

/// Moving a boundary inwards takes time that grows with the square of its vertices: 2 s at this many.
inline constexpr std::size_t kMostVerticesComputed = 3000;
/// True for a boundary that is kept and shown, but not computed with (`value-out-of-range`).
bool is_too_fine(const twin::PlanPolygon& boundary);

inline constexpr std::string_view kZoningCapacityVersion = "1.4.0";

/// Errors, with JSON pointer into the process input as place: those of `geo::check_polygon`, of
/// `geo::set_back` and `geo::legal_envelope`, `input-invalid`, `value-out-of-range`, `edge-unknown`. A
/// regulation of unknown type gives a warning (inline inputs are checked when they are read).
twin::Result<ZoningCapacity> zoning_capacity(const ZoningInput& input);

/// The document that `run zoning-capacity` and the API answer (issue contract), lineage included.
/// `with_envelope` false leaves out the CityJSON document.
twin::Json to_json(const ZoningCapacity& capacity, const ZoningInput& input, bool with_envelope = true);

/// The regulations of a plan unit as the JSON of the process input, and back. Errors: `input-invalid`,
/// `member-unknown`, `code-unknown`, `value-out-of-range`, `edge-unknown`, with JSON pointer as place.
twin::Json regulations_to_json(const std::vector<twin::Regulation>& regulations);
/// A regulation equal to one of `kept` is taken unchecked: an imported plan holds codes that are only kept, and
/// sending them back must not fail.
twin::Result<std::vector<twin::Regulation>> regulations_from_json(const twin::Json& json, std::string_view pointer,
                                                                  std::span<const twin::Regulation> kept = {});
/// What the tables say, for the hash of the inputs.
twin::Json table_rules_to_json(const ZoningTables& tables);
twin::Json assumptions_to_json(const twin::CapacityAssumptions& assumptions);
twin::Result<twin::CapacityAssumptions> assumptions_from_json(const twin::Json& json,
                                                              std::string_view pointer);
/// GeoJSON Polygon, coordinates easting, northing (a third number of a position is ignored); the ring
/// is kept as sent, less the repeated first vertex. At most 20,000 vertices are read (a plan unit may be
/// kept that is too fine to compute with).
twin::Json polygon_to_json(const twin::PlanPolygon& polygon);
twin::Result<twin::PlanPolygon> polygon_from_json(const twin::Json& json, std::string_view pointer);

}  // namespace sim

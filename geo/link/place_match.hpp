#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "twin_core/base/position.hpp"

namespace geo {

/// What tells one building of the model from its neighbours when no identifier does.
struct PlacedBuilding {
  twin::PlanPolygon footprint;       ///< working frame; empty: never matched
  double height_m = 0;               ///< above its ground; 0: not known
  std::optional<double> volume_m3;
  std::string address;
  std::string permanent_id = {}, municipal_number = {};  ///< a row that names other ones is not this building's
};

/// A register row with a location.
struct PlacedRow {
  std::optional<twin::PlanPosition> location;  ///< working frame; absent: never matched
  std::optional<double> floor_area_m2, volume_m3;
  std::optional<int> storeys;
  std::string address;
  std::string permanent_id = {}, municipal_number = {};
  twin::PlanPolygon footprint = {};          ///< where the row has one; `location` is then its centroid
  std::vector<std::size_t> not_these = {};  ///< buildings that this row cannot be, in rising order
};

struct PlaceMatchOptions {
  double location_error_m = 10;  ///< standard deviation of the locations, > 0
  double certain = 0.96;         ///< from this probability on a match is a link
  double worth_review = 0.3;     ///< from this one on it is a question to a person
};

enum class MatchVerdict : unsigned char { kNone, kReview, kLink };

/// The best building of one row. `probability` and `runner_up_probability` are of this row belonging to
/// that building, all rows and buildings nearby considered together.
struct PlaceMatch {
  MatchVerdict verdict = MatchVerdict::kNone;
  std::optional<std::size_t> building, runner_up;
  double probability = 0, runner_up_probability = 0;
  double distance_m = 0;  ///< from the location to the footprint; 0 inside
  std::string reason;     ///< for people: "address agrees, 4 m from the footprint, 6 storeys fit 18.2 m"
};

/// A row and a building that an identifier ties: from these it is learned how the register counts.
struct KnownPair {
  PlacedBuilding building;
  PlacedRow row;
};

/// Matches rows to buildings by place and plausibility, one to one.
///
/// Every pair within five standard deviations of the location gets a log likelihood: distance (normal with the location's
/// error), overlap of the footprints where the row has one, address (equal, same street, another street), and storeys, floor
/// area and volume against height, ground and volume of the model, together (`SizeModel`, which learns from `known` and,
/// in four rounds, from what it has matched). "This row stands for no building here" and "this building has no row"
/// compete as two more choices, and a neighbour who fits his own row better gives way (`judge_pairs`).
///
/// Holds for all inputs (tested): (1) no building is linked twice; (2) the answer does not depend on
/// the order of rows or buildings; (3) moving everything by one offset changes nothing.
/// @source Fellegi, Sunter: A theory for record linkage (1969); Winkler: Using the EM algorithm for weight computation in
///         the Fellegi-Sunter model of record linkage (1988)
std::vector<PlaceMatch> match_places(std::span<const PlacedBuilding> buildings, std::span<const PlacedRow> rows,
                                     const PlaceMatchOptions& options = {}, std::span<const KnownPair> known = {});

/// Distance from a point to a polygon in plan, metres; 0 inside. Infinite for a polygon without points.
double distance_to(const twin::PlanPolygon& polygon, const twin::PlanPosition& point);

}  // namespace geo

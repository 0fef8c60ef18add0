#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geo/solid/height_function.hpp"
#include "twin_core/base/position.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// Area of a polygon with holes, m2, never negative.
double area_of(const twin::PlanPolygon& polygon);

/// Checks a unit's boundary; the polygon may turn either way and may repeat a vertex in a row. A ring
/// that touches itself or another ring counts as crossing it.
/// Errors: `polygon-too-few-points`, `polygon-zero-area`, `polygon-self-intersection` (place = the
/// crossing's coordinates), `polygon-hole-outside`, `number-not-finite`, `value-out-of-range`.
twin::Status check_polygon(const twin::PlanPolygon& polygon);

/// Every edge of every ring moved inwards by `distance_m` with mitred corners (straight-skeleton
/// offset). May fall into several pieces or vanish. `distance_m` 0 gives the polygon itself; other
/// results have outer rings counter-clockwise and holes clockwise.
/// Errors: those of `check_polygon`, `value-out-of-range` (distance), `offset-failed`.
twin::Result<std::vector<twin::PlanPolygon>> set_back(const twin::PlanPolygon& polygon, double distance_m);

/// Height above ground ≤ start + tan(angle) · max(0, d), d from the line of `edge` of the unit's
/// outer ring as sent (edge i joins vertices i and i+1), moved inwards by `offset_m`, positive towards the inside. Over a
/// unit with reflex corners only in the strip inwards of the edge: at a reflex corner up to the bisector, at a convex one
/// up to the perpendicular or, where the neighbouring edge leans outwards by 30° or more, up to that edge's line; unless a
/// place would have no limit at all, or the strips cannot be joined: then all along the line, which allows less.
struct SkyPlane {
  std::uint32_t edge = 0;
  double angle_deg = 45;      ///< (0, 90)
  double start_height_m = 0;  ///< >= 0
  double offset_m = 0;        ///< >= 0
};

/// A pitched roof over the buildable area: height ≤ eaves + slope · distance from its edge. Without a ridge direction
/// every edge is an eaves (hipped roof: the straight skeleton decides which edge counts where). With one, edges
/// within 45° of it are eaves and the others gables; over a concave piece the roof rises across the ridge direction
/// from the eaves that lie straight before and behind.
struct RoofPitch {
  double eaves_m = 0;    ///< above ground, >= 0
  double slope = 1;      ///< rise per run, > 0
  std::optional<double> ridge_deg;  ///< direction of the ridge, clockwise from grid north
};

/// Above `start_height_m` only within `areas` may be built (and within those of lower tiers).
struct Tier {
  double start_height_m = 0;  ///< > 0
  std::vector<twin::PlanPolygon> areas;
};

struct EnvelopeLimits {
  std::optional<double> height_m{};  ///< above ground, flat
  std::vector<SkyPlane> sky_planes{};
  std::optional<RoofPitch> pitch{};
  std::vector<Tier> tiers{};  ///< in any order
};

/// A closed, outward-oriented solid with planar faces, heights above ground (ground at 0), plan in
/// the frame of the input. `limit` tells which limit made a face: -1 none (bottom, wall), 0 the flat
/// height limit, 1 + k the k-th sky plane, then the pitched roof, then the tiers in their order.
struct EnvelopeFace {
  std::vector<std::vector<std::uint32_t>> rings;  ///< outer first; vertex indices, not closed
  int limit = -1;
};
struct EnvelopeSolid {
  std::vector<twin::WorkingPosition> vertices;
  std::vector<EnvelopeFace> faces;
};

/// A part of the buildable area, about the envelope's origin, and what is allowed over it beside the flat limit.
struct EnvelopeZone {
  std::vector<twin::PlanPolygon> base;
  std::vector<HeightPlane> planes;
  std::optional<double> step_m;  ///< start of the tier that leaves it out
  int step_limit = -1;           ///< as EnvelopeFace::limit
};

/// The legal envelope over `buildable`, cut by heights, sky planes, the pitched roof and tiers only.
struct Envelope {
  std::vector<EnvelopeSolid> solids;  ///< one per piece of the buildable area
  double volume_m3 = 0;

  /// What sections are cut from: the buildable area about `origin` (outer rings counter-clockwise,
  /// holes clockwise) and the height allowed over it.
  twin::PlanPosition origin;
  std::vector<twin::PlanPolygon> base;
  HeightFunction heights;           ///< flat limit and sky planes that hold over all of the base
  std::vector<EnvelopeZone> zones;  ///< empty: these heights hold over all of the base

  /// Area where `height_m` above ground is allowed, m2; a limit met exactly (1e-9) still allows it.
  double section_area(double height_m) const;
  /// Which limit (numbered as EnvelopeFace::limit) takes area away at this height; -1: none. The one
  /// whose absence would give most area back; where no single one would, the lowest limit there.
  int limiting_at(double height_m) const;
};

/// Computed with exact constructions (CGAL); volume exact to 1e-6 relative.
/// Errors: `envelope-unbounded` when there is no limit at all, `edge-unknown` (value = the number; also
/// an edge without length), `value-out-of-range` (angle, start height, offset, eaves, slope), those of `check_polygon` for
/// `unit`, `envelope-failed`. `buildable` holds simple, disjoint polygons, as `set_back` gives them.
twin::Result<Envelope> legal_envelope(const twin::PlanPolygon& unit,
                                      const std::vector<twin::PlanPolygon>& buildable,
                                      const EnvelopeLimits& limits);

}  // namespace geo

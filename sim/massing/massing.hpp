#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/zoning/legal_shape.hpp"
#include "sim/zoning/zoning_capacity.hpp"

namespace sim {

/// How buildings of one kind are laid out; metres.
struct MassingKind {
  std::string_view name;       ///< "perimeter", "slab", "point", "row", "detached"
  double depth_m, depth_min_m;  ///< of the frame, from facade to facade
  double length_min_m, length_max_m;
  bool fixed_length = false;   ///< every building is as long as it is deep
  double gap_along_m, gap_across_m;  ///< between buildings in a line, and between lines
  double courtyard_min_m = 0;  ///< least width of a courtyard; perimeter only
  int storeys_max = 200;
  double stair_every_m = 0;    ///< a staircase serves so much length of the frame; 0: one for each building
  double unit_width_m = 0;     ///< of a row house
};

const std::vector<MassingKind>& massing_kinds();
const MassingKind* find_massing_kind(std::string_view name);

struct MassingFloor {
  int storey = 1;
  double floor_m = 0, top_m = 0;  ///< above ground
  std::vector<twin::PlanPolygon> outline;
  double area_k_m2 = 0;
};

struct MassingBuilding {
  std::vector<MassingFloor> floors;
  double frame_length_m = 0;
  std::vector<twin::PlanPosition> staircases;
  int units = 0;  ///< row houses in it
  geo::Envelope shape;  ///< the storeys as one closed solid
};

/// What keeps the massing from the floor area allowed.
struct MassingObstacle {
  std::string rule;  ///< a regulation's type, or "frame-depth", "courtyard", "distances", "storeys-of-kind", "floor-minimum"
  std::string sentence;
  double loss_k_m2 = 0;
};

struct Massing {
  std::string kind;
  std::vector<MassingBuilding> buildings;
  std::optional<double> floor_area_allowed_k_m2;
  double floor_area_k_m2 = 0, footprint_m2 = 0;
  double ground_level_m = 0;
  std::vector<MassingObstacle> obstacles;
  std::vector<std::string> warnings;
};

/// A floor smaller than this is not built, m2.
inline constexpr double kLeastFloor = 60;

/// Plausible buildings of one kind within the legal shape, storey by storey until the floor area allowed is reached; the
/// last storey is cut to fit. Deterministic: the seed chooses among directions and phases of the lines.
/// Errors: those of `zoning_capacity`; `input-invalid` where no rule bounds the floor area.
twin::Result<Massing> massing_of(const ZoningInput& input, const MassingKind& kind, std::optional<double> direction_deg);

/// A building of the layout before it has storeys.
struct MassingBlock {
  std::vector<twin::PlanPolygon> outline;
  double frame_length_m = 0;
  std::vector<twin::PlanPosition> axis;  ///< its middle line, for the staircases; a perimeter block's runs round it
};

/// Lines of buildings in the area, at most `footprint_m2`; the best of several directions and phases.
twin::Result<std::vector<MassingBlock>> lines_of_buildings(const std::vector<twin::PlanPolygon>& area, const MassingKind& kind,
                                                           std::optional<double> direction_deg, double footprint_m2, std::uint64_t seed);

/// A ring of buildings round each piece's courtyard; none where the courtyard would be too narrow even at the least
/// depth.
twin::Result<std::vector<MassingBlock>> perimeter_blocks(const std::vector<twin::PlanPolygon>& area, const MassingKind& kind);

/// The part of an outline with an area of `keep_m2`, cut across `along`.
twin::Result<std::vector<twin::PlanPolygon>> cut_to_area(const std::vector<twin::PlanPolygon>& outline, double keep_m2,
                                                         const twin::PlanPosition& along);

twin::Json to_json(const Massing& massing, const ZoningInput& input);

}  // namespace sim

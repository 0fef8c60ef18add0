#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "geo/io/cityjson_appearance.hpp"
#include "geo/io/cityjson_semantics.hpp"
#include "geo/io/cityjson_value.hpp"
#include "geo/io/cityjson_vertices.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/object_lines.hpp"

namespace geo::cityjson {

/// All geometry of one part at one level of detail.
struct Level {
  std::string lod;  ///< "2.2"
  double rank = 0;
  std::vector<twin::Polygon3> polygons;
  std::vector<twin::Solid> solids;
  bool apart = false;  ///< the solids are no composite
  std::vector<LevelMaterial> materials;
  std::vector<LevelTexture> textures;
  std::uint32_t walls = 0;  ///< highest number of a surface with openings
};

/// "0" to "3", or with one more digit "2.2"; nothing for anything else.
std::optional<double> rank_of(std::string_view lod);

/// Collects the geometry of one part of a building, level by level.
struct GeometrySink {
  twin::Diagnostics& diagnostics;
  const std::string& building;  ///< id, for findings
  std::vector<Level> levels{};  ///< in order of appearance
  std::size_t points = 0;       ///< of all rings so far
  bool repaired = false;
  bool paint_told = false;      ///< something was wrong with the appearance of this part, and that was said
  std::size_t rings_left_out = 0;
  std::set<std::string, std::less<>> themes{};  ///< names that levels refer to
  std::vector<twin::ObjectLines>* lines = nullptr;  ///< takes points and lines; nullptr: they are only counted
  static constexpr std::size_t kMaxRingFindings = 1'000;

  void note(const char* code, twin::Severity severity, const JsonPlace& place, std::string value,
            std::string remedy, std::string lod = "");
  /// The highest level with solids, else the highest with polygons; nothing without geometry.
  Level* best();
  /// The level of that name, which `rank` puts in order; made where there is none.
  Level& level(std::string_view lod, double rank);
  /// The name, to stay as long as the sink.
  std::string_view theme(std::string_view name);
};

/// Three different positions make a ring.
bool is_ring(const std::vector<twin::WorkingPosition>& points);

/// Points that instances may add to one file: a small file cannot grow without end.
inline constexpr std::size_t kMaxInstancePoints = 20'000'000;

/// Walks the boundaries of one geometry. How deep they lie says its type: 0 lone points, 1 lines,
/// 2 surfaces of rings, 3 shells of surfaces, 4 solids.
struct Boundaries {
  std::span<const twin::WorkingPosition> vertices;
  const std::optional<Matrix>& matrix;
  twin::WorkingPosition anchor;
  GeometrySink* sink;
  Level* level;
  const Semantics* semantics;
  const GeometryPaint* paint;   ///< nullptr for none
  std::size_t* instance_points;  ///< counted for instances only
  std::uint64_t* surfaces;
  bool mismatch = false;

  twin::Status read_points(Element boundary, const JsonPlace& place, std::vector<twin::WorkingPosition>* out);
  twin::Status spend(std::size_t points, const JsonPlace& place);
  /// Points or lines go to `out`, where there is one.
  twin::Status read_lines(bool points, Element boundary, const JsonPlace& place, twin::ObjectLines* out);
  /// One surface; `number` is set to its place in the level when it was kept.
  twin::Status read_surface(Element boundary, const SurfaceValues& values, const JsonPlace& place,
                            std::optional<std::uint32_t>& number);
  void leave_out(const JsonPlace& place, std::size_t points);
  twin::Status read_surfaces(Element boundary, const SurfaceValues& values, const JsonPlace& place,
                             std::vector<twin::ShellFace>* shell);
  twin::Status read_solid(Element boundary, const SurfaceValues& values, const JsonPlace& place);
  twin::Status read_boundaries(int depth, Element boundary, const SurfaceValues& values, const JsonPlace& place);
};

}  // namespace geo::cityjson

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geo/io/cityjson_value.hpp"
#include "geo/io/cityjson_vertices.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo::cityjson {

/// All geometry of one part at one level of detail.
struct Level {
  std::string lod;  ///< "2.2"
  double rank = 0;
  std::vector<twin::Polygon3> polygons;
  std::vector<twin::Solid> solids;
};

/// Collects the geometry of one part of a building, level by level.
struct GeometrySink {
  twin::Diagnostics& diagnostics;
  std::string building;         ///< id, for findings
  std::vector<Level> levels{};  ///< in order of appearance
  std::size_t points = 0;       ///< of all rings so far
  bool repaired = false;
  std::size_t rings_left_out = 0;
  static constexpr std::size_t kMaxRingFindings = 1'000;

  /// The highest level with solids, else the highest with polygons; nothing without geometry.
  Level* best();
};

/// What instances of templates need.
struct Templates {
  std::vector<Element> geometries;
  std::vector<twin::WorkingPosition> vertices;
};

/// What was seen, whether of a building or not.
struct GeometryCounts {
  std::uint64_t geometries = 0, surfaces = 0;
};

/// Reads geometries of every type; only surfaces and solids leave something in the sink.
class GeometryReader {
 public:
  /// Points that instances may add to one file: a small file cannot grow without end.
  static constexpr std::size_t kMaxInstancePoints = 20'000'000;

  /// `lod_is_number`: the version writes levels of detail as numbers (1.0).
  GeometryReader(const Templates& templates, bool lod_is_number)
      : templates_(templates), lod_is_number_(lod_is_number) {}

  /// The vertices that what comes next refers to.
  void use(const std::vector<twin::WorkingPosition>& vertices) { vertices_ = &vertices; }

  /// Reads the "geometry" array of a city object. With no sink it is only checked.
  /// Errors: `vertex-index-out-of-range`, `semantic-index-out-of-range`, `template-index-out-of-range`,
  /// `input-invalid`, `value-missing`, `coordinate-count`, `object-too-large`. Findings: `101` (ring left
  /// out), `lod-not-text`, `lod-unknown` and `geometry-type-unknown` (geometry left out),
  /// `semantics-mismatch`.
  twin::Status read_all(Element geometries, const JsonPlace& place, GeometrySink* sink);
  /// To be called once, before anything else: templates are checked here and not at every instance.
  twin::Status check_templates();
  /// One geometry, here only checked: the point of an address.
  twin::Status check(Element geometry, const JsonPlace& place);

  const GeometryCounts& counts() const { return counts_; }

 private:
  struct Work;
  twin::Status read(Element geometry, const JsonPlace& place, GeometrySink* sink);
  twin::Status read_instance(Object object, const JsonPlace& place, GeometrySink* sink);
  twin::Status read_shape(Object object, const JsonPlace& place, GeometrySink* sink,
                          const std::optional<Matrix>& matrix, const twin::WorkingPosition& anchor);

  const Templates& templates_;
  bool lod_is_number_;
  const std::vector<twin::WorkingPosition>* vertices_ = nullptr;
  std::size_t instance_points_ = 0;
  GeometryCounts counts_;
};

}  // namespace geo::cityjson

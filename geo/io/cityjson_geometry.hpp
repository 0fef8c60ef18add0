#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "geo/io/cityjson_boundaries.hpp"
#include "geo/io/cityjson_parsed.hpp"
#include "geo/io/cityjson_quick_geometry.hpp"
#include "geo/io/cityjson_value.hpp"
#include "geo/io/cityjson_vertices.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo::cityjson {

/// What instances of templates need.
struct Templates {
  std::vector<Element> geometries;
  std::vector<twin::WorkingPosition> vertices;
  AppearanceTables look;  ///< of the root that they stand in
};

/// What was seen, whether of a building or not.
struct GeometryCounts {
  std::uint64_t geometries = 0, surfaces = 0;
};

/// Reads geometries of every type; only surfaces and solids leave something in the sink.
class GeometryReader {
 public:
  /// @param lod_is_number  the version writes levels of detail as numbers (1.0)
  /// @param quick          geometries that are plain may be read without a parser
  GeometryReader(const Templates& templates, bool lod_is_number, bool quick)
      : templates_(templates), lod_is_number_(lod_is_number), quick_(quick) {}

  /// The vertices that what comes next refers to.
  void use(std::span<const twin::WorkingPosition> vertices, const AppearanceTables* look = nullptr) {
    vertices_ = vertices;
    look_ = look;
  }

  /// Reads the "geometry" array of a city object, as it stands in the text. With no sink it is only checked.
  /// Errors: `vertex-index-out-of-range`, `semantic-index-out-of-range`, `template-index-out-of-range`,
  /// `input-invalid`, `value-missing`, `coordinate-count`, `object-too-large`, `json-malformed`. Findings: `101` (ring left
  /// out), `lod-not-text`, `lod-unknown` and `geometry-type-unknown` (geometry left out),
  /// `semantics-mismatch`.
  twin::Status read_all(std::string_view geometries, const JsonPlace& place, GeometrySink* sink);
  /// To be called once, before anything else: templates are checked here and not at every instance.
  twin::Status check_templates();
  /// One geometry, here only checked: the point of an address.
  twin::Status check(Element geometry, const JsonPlace& place);

  const GeometryCounts& counts() const { return counts_; }
  /// Points and lines of objects that were read, by type: nothing is kept of them.
  const std::map<std::string, std::uint64_t>& passed_over() const { return passed_over_; }

 private:
  twin::Status read_all_parsed(std::string_view geometries, const JsonPlace& place, GeometrySink* sink);
  twin::Status read(Element geometry, const JsonPlace& place, GeometrySink* sink);
  twin::Status read_instance(Object object, const JsonPlace& place, GeometrySink* sink);
  twin::Status read_shape(Object object, const JsonPlace& place, GeometrySink* sink,
                          const std::optional<Matrix>& matrix, const twin::WorkingPosition& anchor);

  const Templates& templates_;
  bool lod_is_number_, quick_;
  QuickGeometry plain_;
  ParsedValue parsed_{3}, parsed_one_{4};
  std::span<const twin::WorkingPosition> vertices_;
  const AppearanceTables* look_ = nullptr;
  std::size_t instance_points_ = 0;
  GeometryCounts counts_;
  std::map<std::string, std::uint64_t> passed_over_;
};

}  // namespace geo::cityjson

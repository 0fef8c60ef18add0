#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "geo/io/citygml_building.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

struct CityJsonOptions {
  /// Called with the bytes read so far, about once per MiB.
  std::function<void(std::uint64_t)> progress;
  /// Takes the other city objects and the spaces of buildings; where it is empty they are checked and
  /// passed over.
  std::function<void(RawObject&&)> objects;
  /// Everything by the JSON parser, nothing straight from the text: slower, the same result. What tests compare with.
  bool by_parser = false;
};

/// What a whole file was. delivered + rejected = read.
struct CityJsonSummary {
  std::string format;          ///< "CityJSON 2.0", "CityJSONSeq 1.1"; "CityJSONSeq" without a header
  std::string srs_name;        ///< metadata.referenceSystem as written; may be empty
  std::uint64_t read = 0;      ///< Building objects, and BuildingParts that belong to none
  std::uint64_t rejected = 0;  ///< not delivered; findings say why
  std::map<std::string, std::uint64_t, std::less<>> objects;  ///< all city objects by class, buildings too
  std::uint64_t other_objects = 0;                            ///< passed over
  /// The other city objects read, by class; those not delivered were rejected.
  std::map<std::string, std::uint64_t> city_objects;
  std::uint64_t geometries = 0, surfaces = 0, vertices = 0;   ///< of all city objects, as the file has them
  /// Ids that came in more than one feature, with a finding `duplicate-id` naming both places. The
  /// first of each was delivered before that was known: who keeps it drops it. Sorted.
  std::vector<std::string> duplicate_ids;

  bool operator==(const CityJsonSummary&) const = default;
};

/// Reads CityJSON 1.0, 1.1, 2.0, and sequences of CityJSONFeature lines, of which memory holds one at a
/// time; of a whole document the text is held, and its vertices. Buildings come in file order, then the other objects, with their
/// parts and installations, at the highest level of detail with solids, else the highest with surfaces.
/// Coordinates are easting (longitude) first, as CityJSON always has them.
///
/// Checks everything that it reads of every city object, since neither the JSON parser nor the schema
/// of CityJSON does. Limits: nesting 64, 1 GiB per document, 256 MiB per line of a sequence, 5e6
/// vertices and 32 MiB of text per building, 2e7 points from instances of templates.
/// The whole file is refused, place: JSON pointer, in a sequence with the line before it, with
/// `json-malformed`, `json-too-deep`, `json-duplicate-key`, `number-not-finite`, `value-out-of-range`,
/// `encoding-invalid`, `version-unsupported`, `value-missing`, `input-invalid`, `header-missing`,
/// `feature-root-missing`, `transform-scale-not-positive`, `object-too-large`, those of
/// `cityjson::read_vertices` and of `cityjson::GeometryReader`. Buildings already delivered must then be
/// forgotten. Findings: those of `cityjson::read_family` and of `cityjson::GeometryReader`,
/// `version-has-patch`, `class-unknown`, `objects-passed-over`, `geometry-passed-over` (points and lines),
/// `identifier-missing`.
twin::Result<CityJsonSummary> read_cityjson(std::istream& in, const CityJsonOptions& options,
                                            const std::function<void(RawBuilding&&)>& sink,
                                            twin::Diagnostics& diagnostics);

/// A whole file, buildings with one id dropped: buildings.size() + summary.rejected = summary.read.
struct CityJsonFile {
  CityJsonSummary summary;
  std::vector<RawBuilding> buildings;
};
twin::Result<CityJsonFile> read_cityjson_file(std::istream& in, const CityJsonOptions& options,
                                              twin::Diagnostics& diagnostics);

}  // namespace geo

#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "geo/io/citygml_building.hpp"
#include "geo/io/version_notes.hpp"
#include "geo/io/xml_block_reader.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

class CityGmlModelLook;

struct CityGmlOptions {
  /// Called with the bytes read so far, about once per MiB.
  std::function<void(std::uint64_t)> progress;
  /// Takes the other city objects and the spaces of buildings, in file order; where it is empty they are
  /// passed over and counted.
  std::function<void(RawObject&&)> objects;
  /// Hands on the levels of detail that are not taken, too (`RawPart::other_levels`).
  bool every_level = false;
  /// Everything by expat, nothing by the scanner: slower, the same result. What tests compare with.
  bool by_expat = false;
  /// How surfaces look by what the model itself says of them; without it that is counted and passed over, or …
  CityGmlModelLook* look = nullptr;
  /// … ends the reading (`CityGmlSummary::ends_at_look`). `read_citygml_with_look` knows how to go on.
  bool until_look = false;
  /// In all; 0: as many as there are processors, at most 8. What comes out is the same.
  std::size_t threads = 0;
  /// Bytes that are read, and where it is possible gone through, as one; [64, XmlBlock::kUsual].
  std::size_t block = XmlBlock::kUsual;
};

/// What a whole file was. delivered + rejected = read.
struct CityGmlSummary {
  std::string format;                       ///< "CityGML 3.0", "CityGML 2.0" or "CityGML 1.0"
  std::string srs_name;                     ///< of the file's own envelope; may be empty
  std::uint64_t read = 0;                   ///< Building elements (parts not counted)
  std::uint64_t rejected = 0;               ///< not delivered; findings say why
  std::array<std::uint64_t, 9> surfaces{};  ///< boundary surfaces and openings by twin::SurfaceKind
  std::uint64_t other_objects = 0;          ///< city objects that are no buildings, passed over
  /// The other city objects read, by class; those not delivered were rejected.
  std::map<std::string, std::uint64_t> city_objects;
  /// Everything passed over by class: other city objects ("Bridge"), what is inside buildings ("Room",
  /// "Storey", "lod4Solid"), time series that are not inline ("TabulatedFileTimeseries"). Each class is told in a finding
  /// `object-passed-over` of severity info. At most 200 classes; the rest counts as "other".
  std::map<std::string, std::uint64_t> passed_over;
  /// gml:ids that came more than once, with a finding `duplicate-id` naming the lines. The first
  /// building of each was delivered before that was known: who keeps buildings drops it.
  std::vector<std::string> duplicate_ids;
  VersionNotes versions;
  bool ends_at_look = false;  ///< there is more, see `CityGmlOptions::until_look`

  bool operator==(const CityGmlSummary&) const = default;
};

/// Reads the buildings of CityGML 3.0, 2.0 and 1.0 as a stream: memory holds one building, the ids seen
/// and the shapes that implicit geometries share. Buildings come in file order; references are resolved
/// within the building, those of implicit geometries in the whole file: what refers to a shape behind it comes last.
///
/// Never looks at the file system or the network, whatever the document says.
/// Limits: no DOCTYPE, nesting 64, 64 attributes per element, 64 KiB per attribute value or text,
/// 5e6 vertices per building; UTF-8, UTF-16, ISO-8859-1.
/// The whole file is refused with (place: line and column) `xml-doctype-forbidden`, `xml-malformed`,
/// `xml-namespace-missing`, `xml-too-deep`, `xml-too-many-attributes`, `xml-attribute-too-long`,
/// `xml-text-too-long`, `encoding-invalid`, `encoding-unsupported`, `format-unknown` (no city
/// model), `file-unreadable`. Buildings already delivered must then be forgotten.
/// A member of the model of a class that CityGML does not have is rejected with `class-unknown`; a member that refers to an
/// object that is not in the file is the warning `xlink-unresolved`.
/// A building is rejected with the finding `xlink-unresolved`, `number-not-finite`,
/// `coordinate-count`, `crs-mismatch` (two systems in one building), `object-too-large` or
/// `duplicate-id`; it is repaired with `101` (a ring of fewer than three points is left out) or
/// `103` (an open ring is closed); an implicit geometry whose shape is not found is left out with the
/// warning `xlink-unresolved`. A missing gml:id is the warning `identifier-missing`, one that is no XML
/// name `name-invalid` (once per file), a height status outside its list `code-unknown`.
twin::Result<CityGmlSummary> read_citygml(std::istream& in, const CityGmlOptions& options,
                                          const std::function<void(RawBuilding&&)>& sink,
                                          twin::Diagnostics& diagnostics);

/// A whole file, buildings with one id dropped: buildings.size() + summary.rejected = summary.read.
struct CityGmlFile {
  CityGmlSummary summary;
  std::vector<RawBuilding> buildings;
};
twin::Result<CityGmlFile> read_citygml_file(std::istream& in, const CityGmlOptions& options,
                                            twin::Diagnostics& diagnostics);

}  // namespace geo

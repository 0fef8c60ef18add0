#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "twin_core/base/result.hpp"

namespace geo {

using OsmTags = std::vector<std::pair<std::string, std::string>>;

/// The value of a tag; "" where there is none.
std::string_view tag_of(const OsmTags& tags, std::string_view key);

struct OsmNode {
  std::int64_t id = 0;
  double longitude_deg = 0, latitude_deg = 0;  ///< NaN where the file has no number
};

struct OsmWay {
  std::int64_t id = 0;
  OsmTags tags;
  std::vector<std::int64_t> nodes;
  std::string place;  ///< "line 12", or "" where the format has no lines
};

/// Receives what a file of OpenStreetMap holds, in its order. Deleted objects do not come.
class OsmSink {
 public:
  virtual ~OsmSink() = default;
  virtual void node(const OsmNode& node) = 0;
  /// An error ends the reading.
  virtual twin::Status way(OsmWay&& way) = 0;
  virtual void relation() = 0;
};

enum class OsmPart : std::uint8_t { kNodes, kWaysAndRelations };

/// Bounds on one object; beyond them the file is refused (`object-too-large`). The map itself allows a way 2,000
/// nodes and a text 255 characters.
inline constexpr std::size_t kMostWayNodes = 100'000, kMostWayTags = 2'000;

using OsmProgress = std::function<void(std::uint64_t bytes)>;

/// Reads one part of an OSM XML document (version 0.6), within `XmlLimits`.
/// Errors: those of `XmlStream`, `version-unsupported`, `format-unknown` (a file of changes), `number-not-finite` (an
/// id that is no number), `object-too-large`.
twin::Status read_osm_xml(std::istream& in, OsmPart part, OsmSink& sink, const OsmProgress& progress);

/// Reads one part of an OSM PBF file. Blocks are at most 32 MiB unpacked, as the format has it, and the whole at most
/// 200 times the packed size.
/// Errors: `pbf-malformed`, `version-unsupported` (a feature or compression that is not read), `archive-too-large`,
/// `object-too-large`.
/// @source  wiki.openstreetmap.org/wiki/PBF_Format
twin::Status read_osm_pbf(std::istream& in, OsmPart part, OsmSink& sink, const OsmProgress& progress);

}  // namespace geo

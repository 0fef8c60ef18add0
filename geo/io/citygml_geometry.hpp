#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/io/citygml_building.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// The geometry of one building as it stood in the file: a graph whose edges may be references. Flat: all
/// lists and texts of a building are in a few vectors, whose room the next building uses again.
struct GeometryGraph {
  enum class Kind : std::uint8_t { kPolygon, kCollection, kOrientable, kSolid, kShell };

  /// A stretch of `texts`.
  struct Text {
    std::uint32_t first = 0, size = 0;
  };
  /// A member: a node, or an xlink:href that is resolved when the building is complete.
  struct Member {
    std::int32_t node = -1;
    std::int32_t reference = -1;
    std::int32_t next = -1;  ///< the one after it in the same list, in `members`
  };
  struct List {
    std::int32_t first = -1, last = -1;  ///< in `members`
  };
  struct Node {
    Kind kind = Kind::kCollection;
    bool reversed = false;  ///< orientable with orientation "-"
    bool cavity = false;    ///< shell that is no exterior
    bool multiple = false;  ///< its solids are no composite
    std::int32_t polygon = -1;
    List members;
  };
  struct Ring {
    std::uint32_t first = 0, count = 0;  ///< in `points`; not closed
    bool exterior = false;
  };
  struct Polygon {
    Text id;
    std::uint32_t first_ring = 0, ring_count = 0;  ///< usable rings, exterior first; none: left out
  };
  /// A line or a point by itself.
  struct Line {
    std::uint32_t part = 0;
    std::uint8_t lod = 0;
    bool point = false;
    std::uint32_t first = 0, count = 0;  ///< in `points`
  };
  struct Reference {
    Text target;  ///< as written, "#id"
    std::uint64_t line = 0;
    bool may_be_open = false;  ///< of a space, or of level 4: left out where nothing has the id
    bool of_level4 = false;    ///< of the outside of a building
  };
  struct NodeId {
    Text id;
    std::int32_t node = -1;
  };
  /// A geometry property of the building, a part, a boundary surface, an opening or an installation.
  struct Root {
    std::uint32_t part = 0;
    std::uint8_t lod = 0;
    twin::SurfaceKind kind = twin::SurfaceKind::kUnspecified;
    std::uint32_t surface = 0;  ///< number of the boundary surface around it, the same within its openings; 0: none
    List members;
  };

  std::string texts;
  std::vector<Member> members;
  std::vector<twin::WorkingPosition> points;
  std::vector<Ring> rings;
  std::vector<Polygon> polygons;
  std::vector<Line> lines;
  std::vector<Node> nodes;
  std::vector<Reference> references;
  std::vector<Root> roots;
  std::vector<NodeId> node_ids;  ///< of several with one id the first counts
  std::uint32_t surfaces = 0;    ///< boundary surfaces
  bool has_openings = false;     ///< with a geometry of their own
  std::vector<std::pair<std::uint32_t, Text>> ring_ids;  ///< ring and its gml:id; kept only where a texture may ask

  static constexpr std::size_t kMaxPoints = 5'000'000;
  static constexpr std::size_t kMaxNodes = 1'000'000;

  void clear();
  Text keep(std::string_view text);
  std::string_view view(Text text) const { return {texts.data() + text.first, text.size}; }
  void append(List& list, Member member);
  bool too_large() const {
    return points.size() > kMaxPoints ||
           nodes.size() + references.size() + rings.size() + lines.size() + roots.size() > kMaxNodes;
  }
  /// Digest of all coordinates: the name of a building that has none.
  std::string fingerprint() const;
};

}  // namespace geo

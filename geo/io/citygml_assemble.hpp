#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/citygml_building.hpp"
#include "geo/io/citygml_geometry.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Where a polygon of the graph came to be.
struct EmittedPolygon {
  std::uint32_t polygon = 0;          ///< of the graph
  std::uint32_t part = 0, number = 0;  ///< of the building, and in that part
  bool turned = false;                ///< its rings go the other way round
};

/// Why a building's geometry cannot be put together.
struct AssemblyFault {
  std::string code;    ///< `xlink-unresolved` or `object-too-large`
  std::string target;  ///< of the reference
  std::uint64_t line = 0;
  std::string what;
};

/// Puts the geometry of buildings together, one after the other; what it needs for one it uses again for the next.
class CityGmlAssembler {
 public:
  /// `every_level`: the levels that are not taken are filled in too (`RawPart::other_levels`).
  explicit CityGmlAssembler(bool every_level = false) : every_level_(every_level) {}

  /// Resolves all references and fills `shape` (and `bounds`) of every part of `building`: the highest
  /// level with solids, else the highest with polygons. A polygon used only with its
  /// orientation reversed is turned; one used both ways keeps its ring and says so per face. Openings and what they
  /// are in have one number (`Polygon3::wall`). `emitted` takes where each
  /// polygon went; `emitted_aside` likewise for other levels, whose parts are numbered as in `RawBuilding::other_look`.
  std::vector<AssemblyFault> assemble(const GeometryGraph& graph, RawBuilding& building,
                                      std::vector<EmittedPolygon>* emitted = nullptr,
                                      std::vector<EmittedPolygon>* emitted_aside = nullptr);

 private:
  static constexpr std::size_t kLevels = 5;

  struct Use {
    std::int32_t polygon = -1;
    bool reversed = false;
  };
  /// A stretch of `faces_`. The exterior of a solid begins it, its cavities follow.
  struct Shell {
    bool begins_solid = false;
    std::size_t first = 0, count = 0;
  };
  using Shells = std::vector<Shell>;

  bool resolve();
  void index_ids();
  std::size_t place_of_id(std::string_view id) const;
  void sort_roots(std::size_t parts);
  bool find_kinds();
  bool walk(const GeometryGraph::List& members, bool reversed, int depth, std::vector<Use>& uses, Shells* solids);
  bool take_solid(const GeometryGraph::Node& node, bool reversed, int depth, Shells& solids);
  bool fill(std::uint32_t part);
  void fill_lines();
  bool emit(std::size_t level, std::uint32_t part, twin::ShapePart& shape, std::vector<EmittedPolygon>* emitted);
  void note(const Use& use);
  void number_walls();
  twin::Polygon3 polygon(std::size_t index, bool turned);
  bool fault(const GeometryGraph::Member& member, const char* code, const char* what);

  const bool every_level_;

  // At hand.
  const GeometryGraph* graph_ = nullptr;
  RawBuilding* building_ = nullptr;
  std::vector<EmittedPolygon>* emitted_ = nullptr;
  std::vector<EmittedPolygon>* emitted_aside_ = nullptr;
  std::uint32_t levels_aside_ = 0;  ///< so many other levels were put together
  bool aside_ = false;              ///< the level at hand is one of these
  std::vector<AssemblyFault> faults_;
  std::size_t steps_left_ = 0, points_out_ = 0, points_aside_ = 0;

  std::vector<std::int32_t> targets_;  ///< node per reference; -1: none
  /// Ids in a table with open addressing, twice as large as need be; a place holds an index of `node_ids`, or -1.
  std::vector<std::int32_t> id_table_;
  std::vector<const GeometryGraph::Root*> roots_;  ///< by part, else in the order of the file
  std::vector<std::size_t> first_root_;            ///< of each part in `roots_`, and where the last one's end
  std::vector<Use> uses_;

  // Of the part at hand, by level.
  std::array<std::vector<Use>, kLevels> loose_;
  std::array<Shells, kLevels> solids_;
  std::array<bool, kLevels> apart_{};
  bool multiple_ = false;  ///< a MultiSolid was met
  std::vector<Use> faces_;

  // Per polygon of the graph; the last two hold for the part at hand, whose polygons `used_` lists.
  std::vector<twin::SurfaceKind> kind_of_;
  std::vector<std::uint32_t> surface_of_;  ///< filled in only where there are openings
  std::vector<std::uint32_t> wall_of_;     ///< by boundary surface, of the level at hand; 0: one without openings
  std::vector<std::uint8_t> ways_;
  std::vector<std::uint32_t> number_;
  std::vector<std::size_t> used_;
};

}  // namespace geo

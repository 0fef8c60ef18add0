#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "geo/io/cityjson_boundaries.hpp"
#include "geo/io/json_text.hpp"

namespace geo::cityjson {

/// Reads geometries that nothing is worth a finding of, straight from the text: surfaces and solids with a level of
/// detail, every index right, every ring a ring, one semantic value for each surface. It changes nothing but the time:
/// what the general way would make of such a geometry is the same (tested).
class QuickGeometry {
 public:
  /// Adds the geometry at `p` to the sink, if there is one, and its surfaces to `surfaces`.
  /// @returns the byte behind it; nullptr for any other geometry, of which nothing was taken
  const char* read(const char* p, std::span<const twin::WorkingPosition> vertices, bool lod_is_number,
                   GeometrySink* sink, std::uint64_t& surfaces);

 private:
  /// Nested arrays of numbers, flat: `ends[0]` has for each innermost array how many numbers there were up to its end,
  /// `ends[1]` for each array of those how many of them, and so on.
  struct Nested {
    std::vector<std::uint32_t> numbers;
    std::array<std::vector<std::uint32_t>, 5> ends;
    int depth = 0;
    void clear();
  };

  /// `leaf(p)` takes a number at `p` and returns what is behind it; nullptr is passed on.
  template <int Depth, class Leaf>
  static const char* nested(Nested& into, const char* p, const Leaf& leaf);
  template <int Depth>
  const char* boundaries(const char* p);
  template <int Depth>
  const char* values(const char* p);
  const char* member(std::string_view name, const char* p);
  const char* level_of_detail(const char* p);
  const char* all_boundaries(const char* p);
  const char* semantics(const char* p);
  const char* semantic_surface(const char* p);
  const char* all_values(const char* p);
  bool is_sound() const;
  bool build(std::span<const twin::WorkingPosition> vertices, GeometrySink& sink);
  bool build_polygons(std::span<const twin::WorkingPosition> vertices, Level& level) const;
  void build_solids(Level& level, std::size_t first_polygon) const;

  std::string_view type_, lod_;
  double rank_ = 0;
  std::size_t vertex_count_ = 0;
  bool lod_is_number_ = false, has_semantics_ = false;
  Nested boundaries_, values_;              ///< a value is its number + 1; 0 for null
  std::vector<twin::SurfaceKind> kinds_;    ///< by number + 1, the first is that of null
  json_text::FewNames names_, inner_names_;
};

}  // namespace geo::cityjson

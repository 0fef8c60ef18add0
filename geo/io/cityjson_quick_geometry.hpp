#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/cityjson_boundaries.hpp"
#include "geo/io/json_text.hpp"
#include "geo/io/large_buffer.hpp"

namespace geo::cityjson {

/// Nested arrays of numbers, flat: `ends[0]` has for each innermost array how many numbers there were up to its end,
/// `ends[1]` for each array of those how many of them, and so on.
struct NestedNumbers {
  LargeBuffer<std::uint32_t> numbers;
  std::array<LargeBuffer<std::uint32_t>, 5> ends;
  int depth = 0;

  /// Empty, as deep as the array at `p`, with room for all that the text from there to `end` can say: what is not written
  /// to costs nothing.
  void start(const char* p, const char* end);
  void clear();
};

/// Reads geometries that nothing is worth a finding of, straight from the text: surfaces and solids with a level of
/// detail, every index right, every ring a ring, one semantic value for each surface. It changes nothing but the time:
/// what the general way would make of such a geometry is the same (tested).
class QuickGeometry {
 public:
  /// Adds the geometry at `p` to the sink, if there is one, and its surfaces to `surfaces`.
  /// @param end  of the text; nothing behind it belongs to the geometry
  /// @returns the byte behind it; nullptr for any other geometry, of which nothing was taken
  const char* read(const char* p, const char* end, std::span<const twin::WorkingPosition> vertices, bool lod_is_number,
                   GeometrySink* sink, std::uint64_t& surfaces);

 private:
  /// The text of a geometry around its numbers. One whose text is the same means the same.
  struct Frame {
    std::string before, between, behind;  ///< boundaries, and the values of the semantics where it has any
  };

  const char* whole(const char* p);
  const char* framed(const char* p);
  void keep_frame(const char* p, const char* behind);
  const char* boundaries(const char* p);
  const char* values(const char* p);
  const char* member(std::string_view name, const char* p);
  const char* level_of_detail(const char* p);
  const char* semantics(const char* p);
  const char* semantic_surface(const char* p);
  bool is_sound() const;
  bool build(std::span<const twin::WorkingPosition> vertices, GeometrySink& sink);
  bool build_polygons(std::span<const twin::WorkingPosition> vertices, Level& level) const;
  void build_solids(Level& level, std::size_t first_polygon) const;

  // Of the geometry at hand, and of those in the same frame.
  Frame frame_;
  std::string type_, lod_;
  double rank_ = 0;
  bool has_semantics_ = false;
  std::vector<twin::SurfaceKind> kinds_;    ///< by number + 1, the first is that of null

  std::size_t vertex_count_ = 0;
  const char* end_ = nullptr;
  bool lod_is_number_ = false;
  NestedNumbers boundaries_, values_;       ///< a value is its number + 1; 0 for null
  std::string_view boundaries_text_, values_text_;
  json_text::FewNames names_, inner_names_;
};

}  // namespace geo::cityjson

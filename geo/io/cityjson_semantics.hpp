#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "geo/io/cityjson_value.hpp"
#include "twin_core/city/building.hpp"

namespace geo::cityjson {

/// Walks the "values" of semantics beside the boundaries they belong to. A null stands for all below.
class ValueCursor {
 public:
  ValueCursor() = default;
  explicit ValueCursor(const std::optional<Element>& values);

  /// The value of the next boundary; nothing where there is none.
  std::optional<Element> next();
  /// True when there were fewer values than boundaries so far, or none where an array is due.
  bool mismatch() const { return mismatch_; }
  /// True when values are left over.
  bool surplus() const { return present_ && at_ != end_; }

 private:
  bool present_ = false, mismatch_ = false;
  Array::iterator at_, end_;
};

/// The member by which our own exports number surfaces with openings that several geometries of a part share.
inline constexpr std::string_view kWallNumber = "kaksonen:wall";

/// The kind that a semantic surface's "type" says; unspecified for all others.
twin::SurfaceKind surface_kind_named(std::string_view type);

/// What one member of "surfaces" says.
struct SemanticSurface {
  twin::SurfaceKind kind = twin::SurfaceKind::kUnspecified;
  std::uint32_t wall = 0;   ///< as `twin::Polygon3::wall`
  bool wall_given = false;  ///< by `kWallNumber`
};

/// The "semantics" of one geometry.
struct Semantics {
  std::vector<SemanticSurface> surfaces;
  std::optional<Element> values;

  /// Numbers walls after those of earlier geometries. @returns the highest number in use
  std::uint32_t number_walls(std::uint32_t before);
  /// Errors: `semantic-index-out-of-range`, `input-invalid`.
  twin::Result<SemanticSurface> surface_of(const std::optional<Element>& value, const JsonPlace& place) const;
};

twin::Result<Semantics> read_semantics(Element value, const JsonPlace& place);

}  // namespace geo::cityjson

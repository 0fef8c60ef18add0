#pragma once

#include <optional>
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

/// The kind that a semantic surface's "type" says; unspecified for all others.
twin::SurfaceKind surface_kind_named(std::string_view type);

/// The "semantics" of one geometry.
struct Semantics {
  std::vector<twin::SurfaceKind> kinds;  ///< per member of "surfaces"; openings have that of their wall
  std::optional<Element> values;

  /// Errors: `semantic-index-out-of-range`, `input-invalid`.
  twin::Result<twin::SurfaceKind> kind_of(const std::optional<Element>& value, const JsonPlace& place) const;
};

twin::Result<Semantics> read_semantics(Element value, const JsonPlace& place);

}  // namespace geo::cityjson

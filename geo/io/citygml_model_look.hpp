#pragma once

#include <algorithm>
#include <functional>
#include <iosfwd>
#include <memory>

#include "geo/io/citygml_look_store.hpp"
#include "geo/io/citygml_reader.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// What a city model itself says of how surfaces look (`appearanceMember`), for whatever geometry it names, which may
/// stand before or behind it.
class CityGmlModelLook {
 public:
  /// Reads the members of a whole file, and nothing else of it.
  /// Errors: those of `read_citygml`, and `file-unreadable` where they cannot be set aside.
  static twin::Result<std::unique_ptr<CityGmlModelLook>> read(std::istream& in, const CityGmlOptions& options);

  /// Adds what lies on the geometry of one object behind what that says itself.
  void add_to(CityGmlAppearance& look, const GeometryGraph& graph);

  /// Surfaces and rings that no object had.
  std::uint64_t left_out() const { return store_.targets() - std::min(store_.targets(), store_.found()); }

 private:
  friend class CityGmlLookHandler;
  CityGmlLookStore store_;
};

/// Reads a file with the looks that its model gives: once where it gives none, else as far as the first of its
/// `appearanceMember`s, then these, then all of it with them. Memory stays that of `read_citygml` and a few MiB.
///
/// @param open    gives the file from its beginning
/// @param forget  what was handed on and found so far is to be forgotten: it comes again
twin::Result<CityGmlSummary> read_citygml_with_look(const std::function<twin::Result<std::istream*>()>& open, CityGmlOptions options,
                                                    const std::function<void(RawBuilding&&)>& sink,
                                                    const std::function<void()>& forget, twin::Diagnostics& diagnostics);

}  // namespace geo

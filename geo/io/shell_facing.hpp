#pragma once

#include <cstdint>

#include "geo/io/citygml_building.hpp"

namespace geo {

/// Where a file's coordinates are in no known system, only its solids can say which number is the easting:
/// read in the wrong order they are mirrored, and every shell that faced outwards faces inwards. One
/// inside-out solid may be a fault of its own; when there are several and all agree, it is the axes.
class ShellFacing {
 public:
  /// Notes the closed exterior shells of a building, its first numbers taken as eastings. A shell is closed
  /// when every edge of its faces is answered by the same edge the other way round.
  void add(const RawBuilding& raw);

  /// True when at least three closed shells were noted and all of them face inwards.
  bool axes_are_swapped() const { return inward_ >= kFewest && outward_ == 0; }

 private:
  static constexpr std::uint64_t kFewest = 3;
  std::uint64_t inward_ = 0, outward_ = 0;
};

}  // namespace geo

#pragma once

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "geo/io/citygml_geometry.hpp"

namespace geo {

/// Where an implicit geometry stands: its transformation matrix (4 x 4, row by row) and its anchor.
class ImplicitPlace {
 public:
  /// Nothing unless there are 16 numbers (or none: the identity) and 3 (or 2) of the reference point.
  static std::optional<ImplicitPlace> make(const std::vector<double>& matrix,
                                           const std::vector<double>& reference_point);

  twin::WorkingPosition place(const twin::WorkingPosition& p) const;
  /// True when it turns left into right, so that rings run the other way.
  bool mirrors() const;

 private:
  std::array<double, 12> m_{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
  twin::WorkingPosition anchor_{0, 0, 0};
};

/// The polygons of an implicit geometry in its own coordinates, without their ids; ring and polygon indices
/// begin at 0.
struct ImplicitShape {
  std::vector<twin::WorkingPosition> points;
  std::vector<GeometryGraph::Ring> rings;
  std::vector<GeometryGraph::Polygon> polygons;
};

/// Shapes that later implicit geometries of the file may refer to by gml:id. Bounded: shapes beyond
/// the room are not kept, and references to them are then unresolved.
class ImplicitShapes {
 public:
  /// Copies what `graph` got from these indices on.
  void keep(const std::string& id, const GeometryGraph& graph, std::size_t first_point,
            std::size_t first_ring, std::size_t first_polygon);
  const ImplicitShape* find(const std::string& id) const;

 private:
  static constexpr std::size_t kMaxPoints = 1'000'000;
  std::unordered_map<std::string, ImplicitShape> shapes_;
  std::size_t points_ = 0;
};

}  // namespace geo

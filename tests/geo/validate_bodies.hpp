#pragma once

#include <algorithm>
#include <cstdint>

#include "twin_core/city/building.hpp"

/// Bodies made by hand, at Helsinki's coordinates where a double has 4 nm left.
namespace bodies {

inline constexpr double kEast = 25'497'000, kNorth = 6'673'000;

/// A box of 3 x 4 x 5 m as one solid; faces bottom, top, south, east, north, west.
inline twin::BuildingShape box(double size = 1) {
  const auto p = [&](double x, double y, double z) {
    return twin::WorkingPosition{kEast + x * size, kNorth + y * size, 10 + z * size};
  };
  const twin::WorkingPosition v[] = {p(0, 0, 0), p(3, 0, 0), p(3, 4, 0), p(0, 4, 0),
                                     p(0, 0, 5), p(3, 0, 5), p(3, 4, 5), p(0, 4, 5)};
  const std::size_t faces[6][4] = {{0, 3, 2, 1}, {4, 5, 6, 7}, {0, 1, 5, 4},
                                   {1, 2, 6, 5}, {2, 3, 7, 6}, {3, 0, 4, 7}};
  twin::BuildingShape shape;
  auto& part = shape.parts.emplace_back();
  part.id = "case";
  auto& shell = part.solids.emplace_back().shells.emplace_back();
  for (const auto& face : faces) {
    shell.push_back({static_cast<std::uint32_t>(part.polygons.size()), false});
    auto& polygon = part.polygons.emplace_back();
    for (const auto i : face) polygon.exterior.points.push_back(v[i]);
  }
  return shape;
}

inline void turn(twin::Polygon3& polygon) {
  std::reverse(polygon.exterior.points.begin(), polygon.exterior.points.end());
}

/// The box with a box of a fifth of its size as cavity, moved by x, y, z from the corner; faces inwards.
inline twin::BuildingShape hollow_box(double x, double y, double z) {
  auto shape = box();
  auto inner = box(0.2);
  auto& part = shape.parts[0];
  auto& shell = part.solids[0].shells.emplace_back();
  for (auto& polygon : inner.parts[0].polygons) {
    for (auto& point : polygon.exterior.points) point = point + twin::Offset<twin::Working>{x, y, z};
    turn(polygon);
    shell.push_back({static_cast<std::uint32_t>(part.polygons.size()), false});
    part.polygons.push_back(polygon);
  }
  return shape;
}

}  // namespace bodies

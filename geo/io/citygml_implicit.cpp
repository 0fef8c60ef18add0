#include "geo/io/citygml_implicit.hpp"

#include <algorithm>

namespace geo {

std::optional<ImplicitPlace> ImplicitPlace::make(const std::vector<double>& matrix,
                                                 const std::vector<double>& reference_point) {
  if (reference_point.size() != 3 && reference_point.size() != 2) return std::nullopt;
  if (!matrix.empty() && matrix.size() != 16) return std::nullopt;
  ImplicitPlace out;
  if (!matrix.empty()) std::copy_n(matrix.begin(), out.m_.size(), out.m_.begin());
  out.anchor_ = {reference_point[0], reference_point[1],
                 reference_point.size() == 3 ? reference_point[2] : 0.0};
  return out;
}

twin::WorkingPosition ImplicitPlace::place(const twin::WorkingPosition& p) const {
  const auto row = [&](std::size_t r) {
    return m_[4 * r] * p.east + m_[4 * r + 1] * p.north + m_[4 * r + 2] * p.up + m_[4 * r + 3];
  };
  return {row(0) + anchor_.east, row(1) + anchor_.north, row(2) + anchor_.up};
}

bool ImplicitPlace::mirrors() const {
  return m_[0] * (m_[5] * m_[10] - m_[6] * m_[9]) - m_[1] * (m_[4] * m_[10] - m_[6] * m_[8]) +
             m_[2] * (m_[4] * m_[9] - m_[5] * m_[8]) <
         0;
}

void ImplicitShapes::keep(const std::string& id, const GeometryGraph& graph, std::size_t first_point,
                          std::size_t first_ring, std::size_t first_polygon) {
  // Names and polygons take room as well as points do.
  const std::size_t room = graph.points.size() - first_point + (graph.polygons.size() - first_polygon) + 1;
  if (points_ + room > kMaxPoints) return;
  const auto [found, is_new] = shapes_.try_emplace(id);
  if (!is_new) return;
  points_ += room;
  ImplicitShape& shape = found->second;
  const auto from = [](const auto& all, std::size_t first) {
    return all.begin() + static_cast<std::ptrdiff_t>(first);
  };
  shape.points.assign(from(graph.points, first_point), graph.points.end());
  shape.rings.assign(from(graph.rings, first_ring), graph.rings.end());
  shape.polygons.assign(from(graph.polygons, first_polygon), graph.polygons.end());
  for (auto& ring : shape.rings) ring.first -= static_cast<std::uint32_t>(first_point);
  for (auto& polygon : shape.polygons) {
    polygon.first_ring -= static_cast<std::uint32_t>(first_ring);
    polygon.id = {};
  }
}

const ImplicitShape* ImplicitShapes::find(const std::string& id) const {
  const auto found = shapes_.find(id);
  return found == shapes_.end() ? nullptr : &found->second;
}

}  // namespace geo

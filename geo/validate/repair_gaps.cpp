#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "geo/validate/pair_sweep.hpp"
#include "geo/validate/polygon_check.hpp"
#include "geo/validate/repair_steps.hpp"

namespace geo {
namespace {

/// Gaps up to so many snap tolerances are taken to be none.
constexpr double kGapInSnaps = 10;

/// Vertices that open edges may gain on the average; a file where many edges lie on one line shall not grow.
constexpr std::size_t kMostPerEdge = 4;

using Edge = std::pair<std::uint32_t, std::uint32_t>;  ///< lower vertex first

class Closing {
 public:
  Closing(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes)
      : part_(part), gap_(tolerances.snap_m * kGapInSnaps), vertices_(tolerances.snap_m), notes_(notes) {}

  void run() {
    for (std::size_t s = 0; s < part_.solids.size(); ++s) {
      for (std::size_t k = 0; k < part_.solids[s].shells.size(); ++k) {
        shell_ = &part_.solids[s].shells[k];
        place_ = fmt::format("solid {}, shell {}", s + 1, k + 1);
        join_vertices();
        divide_edges();
      }
    }
  }

 private:
  template <class Visit>
  void for_rings(const Visit& visit) {
    std::set<std::uint32_t> seen;
    for (const auto& face : *shell_) {
      if (face.polygon >= part_.polygons.size() || !seen.insert(face.polygon).second) continue;
      auto& polygon = part_.polygons[face.polygon];
      visit(polygon.exterior);
      for (auto& ring : polygon.interiors) visit(ring);
    }
  }

  /// Edges that one face only uses; those without length apart.
  std::vector<Edge> open_edges() {
    std::map<Edge, std::size_t> uses;
    for_rings([&](twin::Ring3& ring) {
      for (std::size_t i = 0; i < ring.points.size(); ++i) {
        const auto from = vertices_.number_of(ring.points[i]),
                   to = vertices_.number_of(ring.points[(i + 1) % ring.points.size()]);
        if (from != to) ++uses[std::minmax(from, to)];
      }
    });
    std::vector<Edge> out;
    for (const auto& [edge, count] : uses) {
      if (count == 1) out.push_back(edge);
    }
    return out;
  }

  static std::set<std::uint32_t> ends_of(const std::vector<Edge>& edges) {
    std::set<std::uint32_t> out;
    for (const auto& [from, to] : edges) {
      out.insert(from);
      out.insert(to);
    }
    return out;
  }

  void join_vertices() {
    VertexIndex joined(gap_);
    std::vector<std::uint32_t> first;                 // of each joined vertex
    std::map<std::uint32_t, std::uint32_t> moved_to;  // open vertex → the one it is joined with
    for (const auto vertex : ends_of(open_edges())) {
      const auto number = joined.number_of(vertices_[vertex]);
      if (number == first.size())
        first.push_back(vertex);
      else
        moved_to[vertex] = first[number];
    }
    if (moved_to.empty()) return;
    for_rings([&](twin::Ring3& ring) {
      for (auto& point : ring.points) {
        const auto moved = moved_to.find(vertices_.number_of(point));
        if (moved != moved_to.end()) point = vertices_[moved->second];
      }
    });
    for (const auto& [from, to] : moved_to) {
      notes_.push_back(
          {"302", place_ + ", vertex " + coordinates_of(vertices_[from]),
           fmt::format("{:.4f} m from its neighbour", (vertices_[from] - vertices_[to]).vector().norm()),
           "joined with " + coordinates_of(vertices_[to])});
    }
  }

  /// Vertices of open edges that lie on another open edge go into the ring that has it.
  void divide_edges() {
    const auto edges = open_edges();
    if (edges.empty()) return;
    const auto ends = ends_of(edges);
    const std::vector<std::uint32_t> points(ends.begin(), ends.end());
    std::vector<SweepBox> boxes;
    for (const auto& [from, to] : edges) {
      const auto &a = vertices_[from], &b = vertices_[to];
      boxes.push_back({std::min(a.east, b.east) - gap_, std::min(a.north, b.north) - gap_,
                       std::max(a.east, b.east) + gap_, std::max(a.north, b.north) + gap_});
    }
    for (const auto v : points) {
      const auto& p = vertices_[v];
      boxes.push_back({p.east, p.north, p.east, p.north});
    }
    std::map<Edge, std::map<double, std::uint32_t>> inner;  // along the edge, by share of its length
    std::size_t inserted = 0;
    for_overlapping_pairs(boxes, kSweepBudget, [&](std::size_t i, std::size_t j) {
      if ((i < edges.size()) == (j < edges.size())) return true;
      const Edge& edge = edges[std::min(i, j)];
      const auto vertex = points[std::max(i, j) - edges.size()];
      if (vertex == edge.first || vertex == edge.second) return true;
      const Eigen::Vector3d along = (vertices_[edge.second] - vertices_[edge.first]).vector(),
                            to = (vertices_[vertex] - vertices_[edge.first]).vector();
      const double share = to.dot(along) / along.squaredNorm();
      const double end = gap_ / along.norm();
      if (share > end && share < 1 - end && (to - share * along).norm() <= gap_) {
        inner[edge][share] = vertex;
        ++inserted;
      }
      return inserted <= kMostPerEdge * edges.size();
    });
    if (inner.empty() || inserted > kMostPerEdge * edges.size()) return;
    for_rings([&](twin::Ring3& ring) {
      std::vector<twin::WorkingPosition> out;
      for (std::size_t i = 0; i < ring.points.size(); ++i) {
        out.push_back(ring.points[i]);
        const auto from = vertices_.number_of(ring.points[i]),
                   to = vertices_.number_of(ring.points[(i + 1) % ring.points.size()]);
        const auto found = inner.find(std::minmax(from, to));
        if (found == inner.end()) continue;
        const auto begin = out.size();
        for (const auto& [share, vertex] : found->second) out.push_back(vertices_[vertex]);
        if (from > to) std::reverse(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end());
      }
      ring.points = std::move(out);
    });
    for (const auto& [edge, added] : inner) {
      notes_.push_back({"302",
                        place_ + ", edge " + coordinates_of(vertices_[edge.first]) + "-" +
                            coordinates_of(vertices_[edge.second]),
                        fmt::format("{} vertices of neighbours on the edge", added.size()),
                        "the vertices were put into the edge"});
    }
  }

  twin::ShapePart& part_;
  double gap_;
  VertexIndex vertices_;
  RepairNotes& notes_;
  std::vector<twin::ShellFace>* shell_ = nullptr;
  std::string place_;
};

}  // namespace

void repair_gaps(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes) {
  Closing(part, tolerances, notes).run();
}

}  // namespace geo

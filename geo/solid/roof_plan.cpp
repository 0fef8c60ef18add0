#include "geo/solid/roof_plan.hpp"

#include <CGAL/Arr_curve_data_traits_2.h>
#include <CGAL/Arr_extended_dcel.h>
#include <CGAL/Arr_segment_traits_2.h>
#include <CGAL/Arrangement_2.h>
#include <CGAL/Exact_predicates_exact_constructions_kernel.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <map>
#include <tuple>

#include "geo/solid/noding.hpp"

namespace geo {
namespace {

using Exact = CGAL::Exact_predicates_exact_constructions_kernel;

constexpr int kOutside = -1;

/// The zones that a curve bounds, in order; none for a crease. Crossing the curve leads into or out of each.
using Bounded = std::vector<std::uint32_t>;

Bounded toggled(const Bounded& a, const Bounded& b) {
  Bounded out;
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

struct JoinBounded {
  Bounded operator()(const Bounded& a, const Bounded& b) const { return toggled(a, b); }
};
using Traits = CGAL::Arr_curve_data_traits_2<CGAL::Arr_segment_traits_2<Exact>, Bounded, JoinBounded>;

struct AtVertex {
  bool known = false;
  Eigen::Vector2d position;
  int node = -1;
};
struct InFace {
  bool visited = false;
  int piece = kOutside;  ///< number of the plane that is the height here
  std::uint32_t part = 0;
};
using Arrangement = CGAL::Arrangement_2<Traits, CGAL::Arr_extended_dcel<Traits, AtVertex, char, InFace>>;

double to_double(const Exact::FT& number) {
  return CGAL::to_double(CGAL::exact(number));
}

const Eigen::Vector2d& position(Arrangement::Vertex& vertex) {
  auto& data = vertex.data();
  if (!data.known) data.position = {to_double(vertex.point().x()), to_double(vertex.point().y())};
  data.known = true;
  return data.position;
}

template <class Visit>
void for_each_ring(Arrangement::Face& face, const Visit& visit) {
  if (!face.is_unbounded()) visit(face.outer_ccb());
  for (auto inner = face.inner_ccbs_begin(); inner != face.inner_ccbs_end(); ++inner) visit(*inner);
}

template <class Visit>
void for_each_edge_of(Arrangement::Ccb_halfedge_circulator start, const Visit& visit) {
  auto edge = start;
  do {
    visit(*edge);
  } while (++edge != start);
}

/// A plane of a limit; the same one in several zones has one number.
struct Piece {
  RoofPlane plane;
  int limit;
};

/// The planes of each zone by number.
struct Pieces {
  std::vector<Piece> all;
  std::vector<std::vector<std::size_t>> of_zone;
};

Pieces pieces_of(const std::vector<RoofZone>& zones) {
  Pieces out;
  std::map<std::tuple<double, double, double, int>, std::size_t> numbers;
  for (const auto& zone : zones) {
    auto& own = out.of_zone.emplace_back();
    for (const auto& limit : zone.limits) {
      for (const auto& plane : limit.planes) {
        const auto [at, added] = numbers.try_emplace({plane.a, plane.b, plane.c, limit.limit}, out.all.size());
        if (added) out.all.push_back({plane, limit.limit});
        own.push_back(at->second);
      }
    }
  }
  return out;
}

/// The plane that is the height over a whole face: the height is linear there, so the plane that agrees
/// with it at every vertex is it. kOutside where nothing may rise.
int piece_of(Arrangement::Face& face, const std::vector<RoofLimit>& limits, const Pieces& pieces,
             const std::vector<std::size_t>& own) {
  std::vector<double> error(own.size(), 0.0);
  double highest = 0;
  for_each_ring(face, [&](Arrangement::Ccb_halfedge_circulator ring) {
    for_each_edge_of(ring, [&](Arrangement::Halfedge& edge) {
      const auto& p = position(*edge.target());
      double height = std::numeric_limits<double>::infinity();
      for (const auto& limit : limits) height = std::min(height, limit.at(p));
      highest = std::max(highest, height);
      for (std::size_t i = 0; i < own.size(); ++i) {
        const auto& plane = pieces.all[own[i]].plane;
        error[i] = std::max(error[i], std::abs(plane.at(p) - height) / (1 + plane.steepness()));
      }
    });
  });
  if (highest <= kWeld) return kOutside;
  const double least = *std::min_element(error.begin(), error.end());
  const auto best = std::find_if(error.begin(), error.end(), [&](double e) { return e <= least + 1e-9; });
  return static_cast<int>(own[static_cast<std::size_t>(best - error.begin())]);
}

/// From the unbounded face inwards: a boundary edge leads into a zone or out of it, a crease does not.
void label_faces(Arrangement& arrangement, const std::vector<RoofZone>& zones, const Pieces& pieces) {
  std::vector<std::pair<Arrangement::Face_handle, Bounded>> open{{arrangement.unbounded_face(), {}}};
  arrangement.unbounded_face()->data().visited = true;
  while (!open.empty()) {
    const auto face = open.back().first;
    const Bounded inside = std::move(open.back().second);
    open.pop_back();
    if (!inside.empty()) {
      const auto zone = inside.front();
      face->data().piece = piece_of(*face, zones[zone].limits, pieces, pieces.of_zone[zone]);
    }
    for_each_ring(*face, [&](Arrangement::Ccb_halfedge_circulator ring) {
      for_each_edge_of(ring, [&](Arrangement::Halfedge& edge) {
        auto next = edge.twin()->face();
        if (next->data().visited) return;
        next->data().visited = true;
        open.emplace_back(next, toggled(inside, edge.curve().data()));
      });
    });
  }
}

void remove_edges_inside_pieces(Arrangement& arrangement) {
  std::vector<Arrangement::Halfedge_handle> edges;
  for (auto edge = arrangement.edges_begin(); edge != arrangement.edges_end(); ++edge) {
    if (edge->face()->data().piece == edge->twin()->face()->data().piece) edges.push_back(edge);
  }
  for (auto edge : edges) arrangement.remove_edge(edge);
}

/// Numbers the groups of faces that are joined by edges.
void number_parts(Arrangement& arrangement) {
  std::uint32_t parts = 0;
  for (auto face = arrangement.faces_begin(); face != arrangement.faces_end(); ++face)
    face->data().visited = false;
  for (auto first = arrangement.faces_begin(); first != arrangement.faces_end(); ++first) {
    if (first->data().piece == kOutside || first->data().visited) continue;
    std::vector<Arrangement::Face_handle> open{first};
    first->data().visited = true;
    while (!open.empty()) {
      auto face = open.back();
      open.pop_back();
      face->data().part = parts;
      for_each_ring(*face, [&](Arrangement::Ccb_halfedge_circulator ring) {
        for_each_edge_of(ring, [&](Arrangement::Halfedge& edge) {
          auto next = edge.twin()->face();
          if (next->data().piece == kOutside || next->data().visited) return;
          next->data().visited = true;
          open.push_back(next);
        });
      });
    }
    ++parts;
  }
}

RoofPlan read_cells(Arrangement& arrangement, const Pieces& pieces, const std::vector<LocalPolygon>& buildable) {
  std::vector<std::pair<double, double>> corners;
  for (const auto& polygon : buildable) {
    for (const auto& p : polygon.outer) corners.emplace_back(p.x(), p.y());
    for (const auto& hole : polygon.holes) {
      for (const auto& p : hole) corners.emplace_back(p.x(), p.y());
    }
  }
  std::sort(corners.begin(), corners.end());
  // What zones were cut with may have moved a corner by a rounding.
  const auto is_corner = [&](const Eigen::Vector2d& p) {
    for (auto at = std::lower_bound(corners.begin(), corners.end(), std::pair{p.x() - kWeld, p.y() - kWeld});
         at != corners.end() && at->first <= p.x() + kWeld; ++at) {
      if ((Eigen::Vector2d(at->first, at->second) - p).norm() <= kWeld) return true;
    }
    return false;
  };
  RoofPlan out;
  for (auto face = arrangement.faces_begin(); face != arrangement.faces_end(); ++face) {
    if (face->data().piece == kOutside) continue;
    RoofCell cell;
    const auto& piece = pieces.all[static_cast<std::size_t>(face->data().piece)];
    cell.plane = piece.plane;
    cell.limit = piece.limit;
    cell.part = face->data().part;
    for_each_ring(*face, [&](Arrangement::Ccb_halfedge_circulator start) {
      auto& ring = cell.rings.emplace_back();
      for_each_edge_of(start, [&](Arrangement::Halfedge& edge) {
        auto& data = edge.target()->data();
        if (data.node < 0) {
          data.node = static_cast<int>(out.nodes.size());
          const auto p = position(*edge.target());
          out.nodes.push_back(p);
          out.corner.push_back(is_corner(p));
        }
        ring.push_back(static_cast<std::uint32_t>(data.node));
      });
    });
    out.cells.push_back(std::move(cell));
  }
  return out;
}

}  // namespace

twin::Result<RoofPlan> roof_plan(const std::vector<RoofZone>& zones, const std::vector<LocalPolygon>& corners) {
  try {
    std::vector<Segment> all;
    for (const auto& zone : zones) {
      const auto own = creases(zone.limits, zone.area);
      all.insert(all.end(), own.begin(), own.end());
    }
    std::vector<std::vector<LocalPolygon>> areas;
    for (const auto& zone : zones) areas.push_back(zone.area);
    // Stretches that zones share are one curve: CGAL's sweep loses its way among curves with data that cover each other.
    std::map<std::array<double, 4>, Bounded> stretches;
    for (const auto& line : noded(areas, all)) {
      std::array<double, 2> from{line.from.x(), line.from.y()}, to{line.to.x(), line.to.y()};
      if (from == to) continue;  // two corners at one place
      if (to < from) std::swap(from, to);
      Bounded& bounded = stretches[{from[0], from[1], to[0], to[1]}];
      if (line.zone >= 0) bounded = toggled(bounded, {static_cast<std::uint32_t>(line.zone)});
    }
    std::vector<Traits::Curve_2> curves;
    curves.reserve(stretches.size());
    for (const auto& [ends, bounded] : stretches) {
      curves.emplace_back(Exact::Segment_2({ends[0], ends[1]}, {ends[2], ends[3]}), bounded);
    }
    const auto pieces = pieces_of(zones);
    Arrangement arrangement;
    CGAL::insert(arrangement, curves.begin(), curves.end());
    label_faces(arrangement, zones, pieces);
    remove_edges_inside_pieces(arrangement);
    number_parts(arrangement);
    return read_cells(arrangement, pieces, corners);
  } catch (const std::exception& error) {
    return twin::Problem{"envelope-failed", "The envelope of this unit could not be computed.", "envelope",
                         error.what(), "Simplify the boundary or the sky planes."};
  }
}

}  // namespace geo

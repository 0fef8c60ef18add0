#include "geo/solid/roof_plan.hpp"

#include <CGAL/Arr_curve_data_traits_2.h>
#include <CGAL/Arr_extended_dcel.h>
#include <CGAL/Arr_segment_traits_2.h>
#include <CGAL/Arrangement_2.h>
#include <CGAL/Exact_predicates_exact_constructions_kernel.h>

#include <algorithm>
#include <limits>

#include "geo/solid/noding.hpp"

namespace geo {
namespace {

using Exact = CGAL::Exact_predicates_exact_constructions_kernel;

constexpr unsigned kCrease = 1;
constexpr unsigned kBoundary = 2;
constexpr int kOutside = -1;

struct JoinKinds {
  unsigned operator()(unsigned a, unsigned b) const { return a | b; }
};
using Traits = CGAL::Arr_curve_data_traits_2<CGAL::Arr_segment_traits_2<Exact>, unsigned, JoinKinds>;

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

/// A plane of a limit, numbered by its place in the list of all.
struct Piece {
  RoofPlane plane;
  std::size_t limit;
};

std::vector<Piece> pieces_of(const std::vector<RoofLimit>& limits) {
  std::vector<Piece> out;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    for (const auto& plane : limits[i].planes) out.push_back({plane, i});
  }
  return out;
}

/// The plane that is the height over a whole face: the height is linear there, so the plane that agrees
/// with it at every vertex is it. kOutside where nothing may rise.
int piece_of(Arrangement::Face& face, const std::vector<RoofLimit>& limits,
             const std::vector<Piece>& pieces) {
  std::vector<double> error(pieces.size(), 0.0);
  double highest = 0;
  for_each_ring(face, [&](Arrangement::Ccb_halfedge_circulator ring) {
    for_each_edge_of(ring, [&](Arrangement::Halfedge& edge) {
      const auto& p = position(*edge.target());
      double height = std::numeric_limits<double>::infinity();
      for (const auto& limit : limits) height = std::min(height, limit.at(p));
      highest = std::max(highest, height);
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto& plane = pieces[i].plane;
        error[i] = std::max(error[i], std::abs(plane.at(p) - height) / (1 + plane.steepness()));
      }
    });
  });
  if (highest <= kWeld) return kOutside;
  const double least = *std::min_element(error.begin(), error.end());
  const auto best = std::find_if(error.begin(), error.end(), [&](double e) { return e <= least + 1e-9; });
  return static_cast<int>(best - error.begin());
}

/// From the unbounded face inwards: a boundary edge leads in or out, a crease does not.
void label_faces(Arrangement& arrangement, const std::vector<RoofLimit>& limits,
                 const std::vector<Piece>& pieces) {
  std::vector<std::pair<Arrangement::Face_handle, bool>> open{{arrangement.unbounded_face(), false}};
  arrangement.unbounded_face()->data().visited = true;
  while (!open.empty()) {
    auto [face, inside] = open.back();
    open.pop_back();
    if (inside) face->data().piece = piece_of(*face, limits, pieces);
    for_each_ring(*face, [&, in = inside](Arrangement::Ccb_halfedge_circulator ring) {
      for_each_edge_of(ring, [&](Arrangement::Halfedge& edge) {
        auto next = edge.twin()->face();
        if (next->data().visited) return;
        next->data().visited = true;
        open.emplace_back(next, in != ((edge.curve().data() & kBoundary) != 0));
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

RoofPlan read_cells(Arrangement& arrangement, const std::vector<RoofLimit>& limits,
                    const std::vector<Piece>& pieces, const std::vector<LocalPolygon>& buildable) {
  std::vector<std::pair<double, double>> corners;
  for (const auto& polygon : buildable) {
    for (const auto& p : polygon.outer) corners.emplace_back(p.x(), p.y());
    for (const auto& hole : polygon.holes) {
      for (const auto& p : hole) corners.emplace_back(p.x(), p.y());
    }
  }
  std::sort(corners.begin(), corners.end());
  RoofPlan out;
  for (auto face = arrangement.faces_begin(); face != arrangement.faces_end(); ++face) {
    if (face->data().piece == kOutside) continue;
    RoofCell cell;
    const auto& piece = pieces[static_cast<std::size_t>(face->data().piece)];
    cell.plane = piece.plane;
    cell.limit = limits[piece.limit].limit;
    cell.part = face->data().part;
    for_each_ring(*face, [&](Arrangement::Ccb_halfedge_circulator start) {
      auto& ring = cell.rings.emplace_back();
      for_each_edge_of(start, [&](Arrangement::Halfedge& edge) {
        auto& data = edge.target()->data();
        if (data.node < 0) {
          data.node = static_cast<int>(out.nodes.size());
          const auto p = position(*edge.target());
          out.nodes.push_back(p);
          out.corner.push_back(std::binary_search(corners.begin(), corners.end(), std::pair{p.x(), p.y()}));
        }
        ring.push_back(static_cast<std::uint32_t>(data.node));
      });
    });
    out.cells.push_back(std::move(cell));
  }
  return out;
}

}  // namespace

twin::Result<RoofPlan> roof_plan(const std::vector<LocalPolygon>& buildable, const HeightFunction& heights) {
  try {
    const auto limits = roof_limits(heights, buildable);
    const auto pieces = pieces_of(limits);
    std::vector<Traits::Curve_2> curves;
    for (const auto& line : noded(buildable, creases(limits, buildable))) {
      curves.emplace_back(Exact::Segment_2({line.from.x(), line.from.y()}, {line.to.x(), line.to.y()}),
                          line.boundary ? kBoundary : kCrease);
    }
    Arrangement arrangement;
    CGAL::insert(arrangement, curves.begin(), curves.end());
    label_faces(arrangement, limits, pieces);
    remove_edges_inside_pieces(arrangement);
    number_parts(arrangement);
    return read_cells(arrangement, limits, pieces, buildable);
  } catch (const std::exception& error) {
    return twin::Problem{"envelope-failed", "The envelope of this unit could not be computed.", "envelope",
                         error.what(), "Simplify the boundary or the sky planes."};
  }
}

}  // namespace geo

#include "geo/validate/shell_check.hpp"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace geo {
namespace {

constexpr std::size_t kFewestFaces = 4;
constexpr std::size_t kMaxNamedFaces = 20;

class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent_[root(a)] = root(b); }

 private:
  std::vector<std::size_t> parent_;
};

/// A directed edge of a face, with the corners of its ring at both ends.
struct Side {
  std::uint32_t from = 0, to = 0;
  std::size_t face = 0, from_corner = 0, to_corner = 0;
};

std::uint64_t edge_key(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint64_t>(std::min(a, b)) << 32 | std::max(a, b);
}

class ShellCheck {
 public:
  ShellCheck(const IndexedShell& shell, bool cavity, const VertexIndex& vertices)
      : shell_(shell), cavity_(cavity), vertices_(vertices) {}

  std::vector<GeometryFault> run() {
    if (shell_.faces.size() < kFewestFaces) {
      add("301", {}, fmt::format("{} faces", shell_.faces.size()), "a closed shell needs four faces");
      return std::move(faults_);
    }
    collect();
    switch (find_branches()) {
      case Branches::kNone:
        if (!find_wrong_faces() && !find_components() && !find_openings()) find_inside_out();
        break;
      case Branches::kSheetsTouch:
        find_openings();
        break;
      case Branches::kUnclear:
        break;
    }
    return std::move(faults_);
  }

 private:
  void add(const char* code, std::string where, std::string value, const char* remedy) {
    faults_.push_back({code, std::move(where), std::move(value), remedy});
  }

  std::string edge_place(const Side& side) const {
    return "edge " + coordinates_of(vertices_[side.from]) + "-" + coordinates_of(vertices_[side.to]);
  }

  void collect() {
    std::size_t corners = 0;
    for (const auto* const face : shell_.faces) {
      for (const auto& ring : face->rings) corners += ring.size();
    }
    sides_.reserve(corners);
    corner_vertex_.reserve(corners);
    for (std::size_t f = 0; f < shell_.faces.size(); ++f) {
      for (const auto& ring : shell_.faces[f]->rings) {
        const std::size_t first = corner_vertex_.size();
        corner_vertex_.insert(corner_vertex_.end(), ring.begin(), ring.end());
        for (std::size_t i = 0; i < ring.size(); ++i) {
          const std::size_t next = (i + 1) % ring.size();
          Side side{ring[i], ring[next], f, first + i, first + next};
          if (shell_.reversed[f]) {
            std::swap(side.from, side.to);
            std::swap(side.from_corner, side.to_corner);
          }
          sides_.push_back(side);
        }
      }
    }
    sort_by_edge();
  }

  /// The uses of an edge stand together, in the order of the file.
  void sort_by_edge() {
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    order.reserve(sides_.size());
    for (std::size_t i = 0; i < sides_.size(); ++i) order.emplace_back(edge_key(sides_[i].from, sides_[i].to), i);
    std::sort(order.begin(), order.end());
    uses_.reserve(order.size());
    uses_from_.resize(order.size());
    std::size_t first = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
      const auto [edge, side] = order[k];
      if (k == 0 || edge != order[k - 1].first) {
        first = side;
        uses_from_[first].begin = k;
      }
      ++uses_from_[first].count;
      uses_.push_back(side);
    }
  }

  /// The sides in the order of the file, one per edge: reports do not depend on hashing.
  template <class Visit>
  void for_edges(Visit visit) {
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      const auto [begin, count] = uses_from_[i];
      if (count > 0) visit(sides_[i], std::span<const std::size_t>(uses_).subspan(begin, count));
    }
  }

  /// Sheets touch along an edge that as many faces use one way as the other: pairing them would make the
  /// shell a manifold, so it can still be said whether it is open.
  enum class Branches { kNone, kSheetsTouch, kUnclear };

  Branches find_branches() {
    std::size_t branching = 0;
    const Side* first = nullptr;
    bool balanced = true;
    for_edges([&](const Side& side, std::span<const std::size_t> uses) {
      if (uses.size() <= 2) return;
      ++branching;
      const auto forward = std::count_if(uses.begin(), uses.end(),
                                         [&](std::size_t use) { return sides_[use].from == side.from; });
      balanced = balanced && 2 * static_cast<std::size_t>(forward) == uses.size();
      if (!first) first = &side;
    });
    if (first) {
      add("303", edge_place(*first), fmt::format("edges with more than two faces: {}", branching),
          "two faces meet at an edge");
      return balanced ? Branches::kSheetsTouch : Branches::kUnclear;
    }
    // The corners around a vertex form fans; a closed one next to another means that shells touch there.
    Groups fans(corner_vertex_.size());
    std::vector<bool> open(corner_vertex_.size(), false);
    for_edges([&](const Side& side, std::span<const std::size_t> uses) {
      if (uses.size() == 1) {
        open[side.from_corner] = open[side.to_corner] = true;
        return;
      }
      const Side& other = sides_[uses[1]];
      const bool same_way = side.from == other.from;
      fans.join(side.from_corner, same_way ? other.from_corner : other.to_corner);
      fans.join(side.to_corner, same_way ? other.to_corner : other.from_corner);
    });
    std::vector<bool> fan_open(corner_vertex_.size(), false);
    for (std::size_t c = 0; c < open.size(); ++c) {
      if (open[c]) fan_open[fans.root(c)] = true;
    }
    std::vector<std::pair<std::uint32_t, std::size_t>> fans_at;  // vertex, fan
    fans_at.reserve(corner_vertex_.size());
    for (std::size_t c = 0; c < corner_vertex_.size(); ++c) fans_at.emplace_back(corner_vertex_[c], fans.root(c));
    std::sort(fans_at.begin(), fans_at.end());
    fans_at.erase(std::unique(fans_at.begin(), fans_at.end()), fans_at.end());
    if (!touches_with_closed_fan(fans_at, fan_open)) return Branches::kNone;
    for (const std::uint32_t vertex : corner_vertex_) {
      const auto begin = std::lower_bound(fans_at.begin(), fans_at.end(), std::pair(vertex, std::size_t{0}));
      const auto end = std::find_if(begin, fans_at.end(), [&](const auto& fan) { return fan.first != vertex; });
      const std::vector<std::pair<std::uint32_t, std::size_t>> around(begin, end);
      if (!touches_with_closed_fan(around, fan_open)) continue;
      add("303", "vertex " + coordinates_of(vertices_[vertex]), fmt::format("{} separate fans of faces", around.size()),
          "the faces around a vertex form one fan");
      return Branches::kUnclear;
    }
    return Branches::kNone;
  }

  /// Of (vertex, fan) in order: whether any vertex has several fans and one of them is closed.
  static bool touches_with_closed_fan(std::span<const std::pair<std::uint32_t, std::size_t>> fans,
                                      const std::vector<bool>& fan_open) {
    for (std::size_t i = 1; i < fans.size(); ++i) {
      if (fans[i].first == fans[i - 1].first && !(fan_open[fans[i].second] && fan_open[fans[i - 1].second])) return true;
    }
    return false;
  }

  bool find_components() {
    Groups groups(shell_.faces.size());
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<std::size_t> face_at(vertices_.size(), kNone);
    for (const Side& side : sides_) {
      auto& face = face_at[side.from];
      if (face == kNone) face = side.face;
      groups.join(side.face, face);
    }
    std::size_t components = 0;
    for (std::size_t f = 0; f < shell_.faces.size(); ++f) components += groups.root(f) == f;
    if (components == 1) return false;
    add("305", {}, fmt::format("{} components", components), "write each component as a solid of its own");
    return true;
  }

  bool find_openings() {
    std::size_t count = 0;
    const Side* first = nullptr;
    for_edges([&](const Side& side, std::span<const std::size_t> uses) {
      if (uses.size() != 1) return;
      ++count;
      if (!first) first = &side;
    });
    if (!first) return false;
    add("302", edge_place(*first), fmt::format("open edges: {}", count),
        "add the missing face, or join its edges to the neighbours'");
    return true;
  }

  /// Neighbours that use their common edge the same way: one of them is wrongly turned.
  bool find_wrong_faces() {
    bool agree = true;
    for_edges([&](const Side& side, std::span<const std::size_t> uses) {
      agree = agree && (uses.size() != 2 || side.from != sides_[uses[1]].from);
    });
    if (agree) return false;
    std::vector<std::vector<std::pair<std::size_t, bool>>> neighbours(shell_.faces.size());
    for_edges([&](const Side& side, std::span<const std::size_t> uses) {
      if (uses.size() != 2) return;
      const Side& other = sides_[uses[1]];
      const bool differ = side.from == other.from;
      neighbours[side.face].push_back({other.face, differ});
      neighbours[other.face].push_back({side.face, differ});
    });
    // Turn faces until all agree with their neighbours; the fewer are taken to be the wrong ones.
    std::vector<int> turned(shell_.faces.size(), -1);
    std::vector<std::size_t> wrong;
    for (std::size_t start = 0; start < turned.size(); ++start) {
      if (turned[start] >= 0) continue;
      std::vector<std::size_t> queue{start};
      turned[start] = 0;
      for (std::size_t next = 0; next < queue.size(); ++next) {
        for (const auto& [other, differ] : neighbours[queue[next]]) {
          const int wanted = differ ? 1 - turned[queue[next]] : turned[queue[next]];
          if (turned[other] < 0) {
            turned[other] = wanted;
            queue.push_back(other);
          } else if (turned[other] != wanted) {
            add("307", face_place(other), "the shell is one-sided",
                "check the faces: no closed body has one side");
            return true;
          }
        }
      }
      const auto count =
          std::count_if(queue.begin(), queue.end(), [&](std::size_t f) { return turned[f] == 1; });
      const int odd = 2 * static_cast<std::size_t>(count) <= queue.size() ? 1 : 0;
      for (const std::size_t f : queue) {
        if (turned[f] == odd) wrong.push_back(f);
      }
    }
    std::sort(wrong.begin(), wrong.end());
    for (std::size_t i = 0; i < std::min(wrong.size(), kMaxNamedFaces); ++i) {
      add("307", face_place(wrong[i]), fmt::format("{} of {} faces", wrong.size(), turned.size()),
          "turn the face");
    }
    return true;
  }

  void find_inside_out() {
    if ((six_volumes(shell_, vertices_, vertices_[sides_[0].from]) < 0) == cavity_) return;
    add("405", {}, cavity_ ? "faces outwards" : "faces inwards", "turn all faces of the shell");
  }

  static std::string face_place(std::size_t face) { return fmt::format("face {}", face + 1); }

  const IndexedShell& shell_;
  bool cavity_;
  const VertexIndex& vertices_;
  std::vector<GeometryFault> faults_;
  std::vector<Side> sides_;
  std::vector<std::uint32_t> corner_vertex_;
  struct Uses {
    std::size_t begin = 0, count = 0;
  };
  std::vector<std::size_t> uses_;     ///< sides, those of one edge together
  std::vector<Uses> uses_from_;       ///< by the first side of an edge; none at the others
};

}  // namespace

std::vector<GeometryFault> check_shell(const IndexedShell& shell, bool cavity, const VertexIndex& vertices) {
  return ShellCheck(shell, cavity, vertices).run();
}

double six_volumes(const IndexedShell& shell, const VertexIndex& vertices,
                   const twin::WorkingPosition& origin) {
  double sum = 0;
  for (std::size_t f = 0; f < shell.faces.size(); ++f) {
    double face = 0;
    for (const auto& ring : shell.faces[f]->rings) {
      const Eigen::Vector3d a = (vertices[ring[0]] - origin).vector();
      for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
        const Eigen::Vector3d b = (vertices[ring[i]] - origin).vector(),
                              c = (vertices[ring[i + 1]] - origin).vector();
        face += a.dot(b.cross(c));
      }
    }
    sum += shell.reversed[f] ? -face : face;
  }
  return sum;
}

}  // namespace geo

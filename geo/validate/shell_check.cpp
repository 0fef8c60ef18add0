#include "geo/validate/shell_check.hpp"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

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

struct EdgeHash {
  std::size_t operator()(std::uint64_t edge) const {
    return static_cast<std::size_t>((edge ^ (edge >> 29)) * 0x9E3779B97F4A7C15ull);
  }
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
          by_edge_[edge_key(side.from, side.to)].push_back(sides_.size());
          sides_.push_back(side);
        }
      }
    }
  }

  /// The sides in the order of the file, one per edge: reports do not depend on hashing.
  template <class Visit>
  void for_edges(Visit visit) {
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      const auto& uses = by_edge_[edge_key(sides_[i].from, sides_[i].to)];
      if (uses.front() == i) visit(sides_[i], uses);
    }
  }

  /// Sheets touch along an edge that as many faces use one way as the other: pairing them would make the
  /// shell a manifold, so it can still be said whether it is open.
  enum class Branches { kNone, kSheetsTouch, kUnclear };

  Branches find_branches() {
    std::size_t branching = 0;
    const Side* first = nullptr;
    bool balanced = true;
    for_edges([&](const Side& side, const std::vector<std::size_t>& uses) {
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
    for_edges([&](const Side& side, const std::vector<std::size_t>& uses) {
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
    std::unordered_map<std::uint32_t, std::set<std::size_t>> fans_at;
    for (std::size_t c = 0; c < corner_vertex_.size(); ++c) fans_at[corner_vertex_[c]].insert(fans.root(c));
    for (const std::uint32_t vertex : corner_vertex_) {
      const auto& around = fans_at[vertex];
      if (around.size() > 1 &&
          std::any_of(around.begin(), around.end(), [&](std::size_t fan) { return !fan_open[fan]; })) {
        add("303", "vertex " + coordinates_of(vertices_[vertex]),
            fmt::format("{} separate fans of faces", around.size()),
            "the faces around a vertex form one fan");
        return Branches::kUnclear;
      }
    }
    return Branches::kNone;
  }

  bool find_components() {
    Groups groups(shell_.faces.size());
    std::unordered_map<std::uint32_t, std::size_t> face_at;
    for (const Side& side : sides_)
      groups.join(side.face, face_at.emplace(side.from, side.face).first->second);
    std::set<std::size_t> roots;
    for (std::size_t f = 0; f < shell_.faces.size(); ++f) roots.insert(groups.root(f));
    if (roots.size() == 1) return false;
    add("305", {}, fmt::format("{} components", roots.size()), "write each component as a solid of its own");
    return true;
  }

  bool find_openings() {
    std::size_t count = 0;
    const Side* first = nullptr;
    for_edges([&](const Side& side, const std::vector<std::size_t>& uses) {
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
    std::vector<std::vector<std::pair<std::size_t, bool>>> neighbours(shell_.faces.size());
    bool agree = true;
    for_edges([&](const Side& side, const std::vector<std::size_t>& uses) {
      if (uses.size() != 2) return;
      const Side& other = sides_[uses[1]];
      const bool differ = side.from == other.from;
      agree = agree && !differ;
      neighbours[side.face].push_back({other.face, differ});
      neighbours[other.face].push_back({side.face, differ});
    });
    if (agree) return false;
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
  std::unordered_map<std::uint64_t, std::vector<std::size_t>, EdgeHash> by_edge_;
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

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "geo/validate/repair_steps.hpp"
#include "geo/validate/shell_check.hpp"

namespace geo {
namespace {

/// A use of an edge by a face, from the lower vertex number to the higher one or back.
struct Use {
  std::size_t face = 0;
  bool upwards = false;
};
using Edges = std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Use>>;

Edges edges_of(const IndexedShell& shell) {
  Edges out;
  for (std::size_t f = 0; f < shell.faces.size(); ++f) {
    for (const auto& ring : shell.faces[f]->rings) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto from = ring[i], to = ring[(i + 1) % ring.size()];
        out[std::minmax(from, to)].push_back({f, (from < to) != shell.reversed[f]});
      }
    }
  }
  return out;
}

/// Which faces to turn so that neighbours agree, the fewer of each component; none when a side has no end.
std::optional<std::vector<bool>> turns_to_agree(const Edges& edges, std::size_t faces) {
  std::vector<std::vector<std::pair<std::size_t, bool>>> neighbours(faces);
  for (const auto& [edge, uses] : edges) {
    if (uses.size() != 2) continue;
    const bool differ = uses[0].upwards == uses[1].upwards;
    neighbours[uses[0].face].push_back({uses[1].face, differ});
    neighbours[uses[1].face].push_back({uses[0].face, differ});
  }
  std::vector<bool> turned(faces, false), seen(faces, false);
  for (std::size_t start = 0; start < faces; ++start) {
    if (seen[start]) continue;
    std::vector<std::size_t> component{start};
    seen[start] = true;
    std::size_t count = 0;
    for (std::size_t next = 0; next < component.size(); ++next) {
      for (const auto& [other, differ] : neighbours[component[next]]) {
        const bool wanted = turned[component[next]] != differ;
        if (!seen[other]) {
          seen[other] = true;
          turned[other] = wanted;
          count += wanted;
          component.push_back(other);
        } else if (turned[other] != wanted) {
          return std::nullopt;
        }
      }
    }
    if (2 * count > component.size()) {
      for (const auto f : component) turned[f] = !turned[f];
    }
  }
  return turned;
}

class Turning {
 public:
  Turning(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes)
      : part_(part), vertices_(tolerances.snap_m), notes_(notes), uses_(part.polygons.size(), 0) {
    for (const auto& polygon : part.polygons)
      faces_.push_back(check_polygon(polygon, vertices_, tolerances).face);
    for (const auto& solid : part.solids) {
      for (const auto& shell : solid.shells) {
        for (const auto& face : shell) {
          if (face.polygon < uses_.size()) ++uses_[face.polygon];
        }
      }
    }
  }

  void run() {
    for (std::size_t s = 0; s < part_.solids.size(); ++s) {
      for (std::size_t k = 0; k < part_.solids[s].shells.size(); ++k) {
        turn_shell(part_.solids[s].shells[k], k > 0, fmt::format("solid {}, shell {}", s + 1, k + 1));
      }
    }
  }

 private:
  void turn_shell(std::vector<twin::ShellFace>& shell, bool cavity, const std::string& place) {
    IndexedShell indexed;
    for (const auto& face : shell) {
      if (face.polygon >= faces_.size()) return;
      indexed.faces.push_back(&faces_[face.polygon]);
      indexed.reversed.push_back(face.reversed);
    }
    if (shell.empty()) return;
    const Edges edges = edges_of(indexed);
    auto turned = turns_to_agree(edges, shell.size());
    if (!turned) return;
    const bool closed =
        std::all_of(edges.begin(), edges.end(), [](const auto& e) { return e.second.size() == 2; });
    if (closed) {
      for (std::size_t f = 0; f < shell.size(); ++f)
        indexed.reversed[f] = indexed.reversed[f] != (*turned)[f];
      const double six = six_volumes(indexed, vertices_, vertices_[edges.begin()->first.first]);
      if (six != 0 && (six < 0) != cavity) turned->flip();
    }
    const auto count = static_cast<std::size_t>(std::count(turned->begin(), turned->end(), true));
    if (count == 0) return;
    const bool whole = count == shell.size();
    if (whole)
      notes_.push_back({"405", place, cavity ? "faces outwards" : "faces inwards", "the shell was turned"});
    for (std::size_t f = 0; f < shell.size(); ++f) {
      if (!(*turned)[f]) continue;
      turn(shell[f]);
      if (!whole) {
        notes_.push_back(
            {"307", fmt::format("{}, face {}", place, f + 1),
             fmt::format("{} of {} faces turned away from their neighbours", count, shell.size()),
             "the face was turned"});
      }
    }
  }

  /// The polygon's own way is the outer side where only one face uses it.
  void turn(twin::ShellFace& face) {
    if (uses_[face.polygon] > 1 || face.reversed) {
      face.reversed = !face.reversed;
      return;
    }
    auto& polygon = part_.polygons[face.polygon];
    std::reverse(polygon.exterior.points.begin(), polygon.exterior.points.end());
    for (auto& ring : polygon.interiors) std::reverse(ring.points.begin(), ring.points.end());
  }

  twin::ShapePart& part_;
  VertexIndex vertices_;
  RepairNotes& notes_;
  std::vector<std::size_t> uses_;
  std::vector<IndexedFace> faces_;
};

}  // namespace

void repair_orientation(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes) {
  Turning(part, tolerances, notes).run();
}

}  // namespace geo

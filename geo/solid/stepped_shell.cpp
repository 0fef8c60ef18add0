#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "geo/solid/closed_walks.hpp"
#include "geo/solid/shell.hpp"

namespace geo {
namespace {

using Ring = std::vector<std::uint32_t>;
using Edge = std::pair<std::uint32_t, std::uint32_t>;

/// The distinct heights that the cells around a node give it; the ground is always among them.
struct Stairs {
  std::vector<double> heights;  ///< rising, the first is 0

  std::uint32_t nearest(double height) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < heights.size(); ++i) {
      if (std::abs(heights[i] - height) < std::abs(heights[best] - height)) best = i;
    }
    return static_cast<std::uint32_t>(best);
  }
};

/// A node is off its place by rounding, which a steep plane turns into height: where planes meet, the flattest decides.
std::vector<Stairs> stairs_of(const RoofPlan& plan) {
  struct Height {
    double steepness, value;
  };
  std::vector<std::vector<Height>> all(plan.nodes.size());
  for (const auto& cell : plan.cells) {
    for (const auto& ring : cell.rings) {
      for (auto node : ring) all[node].push_back({cell.plane.steepness(), cell.plane.at(plan.nodes[node])});
    }
  }
  std::vector<Stairs> out(plan.nodes.size());
  for (std::size_t node = 0; node < all.size(); ++node) {
    auto& heights = out[node].heights;
    heights = {0};
    std::sort(all[node].begin(), all[node].end(), [](const Height& a, const Height& b) {
      return a.steepness != b.steepness ? a.steepness < b.steepness : a.value < b.value;
    });
    for (const Height& one : all[node]) {
      const double slack = 2 * kWeld * (1 + one.steepness);
      if (one.value <= slack) continue;
      if (std::none_of(heights.begin(), heights.end(), [&](double h) { return std::abs(h - one.value) <= slack; }))
        heights.push_back(one.value);
    }
    std::sort(heights.begin(), heights.end());
  }
  return out;
}

/// Builds the solid of one part, whose cells may end in steps.
class SteppedShell {
 public:
  SteppedShell(const RoofPlan& plan, const std::vector<Stairs>& stairs, const twin::PlanPosition& origin)
      : plan_(plan), stairs_(stairs), origin_(origin) {}

  void add(const RoofCell& cell) {
    EnvelopeFace face{{}, cell.limit};
    for (const auto& ring : cell.rings) {
      auto& lifted = face.rings.emplace_back();
      for (std::size_t i = 0; i < ring.size(); ++i) {
        lifted.push_back(vertex(ring[i], level(cell, ring[i])));
        edges_[{ring[i], ring[(i + 1) % ring.size()]}] = &cell;
      }
    }
    solid_.faces.push_back(std::move(face));
  }

  /// Walls and bottom, once all cells are in. False where heights cross along an edge: the plan lacks a crease.
  bool finish() {
    for (const auto& [edge, cell] : edges_) {
      const auto other = edges_.find({edge.second, edge.first});
      if (!add_wall(edge, *cell, other == edges_.end() ? nullptr : other->second)) return false;
    }
    EnvelopeFace bottom;
    for (auto& loop : outline()) {
      auto& ring = bottom.rings.emplace_back();
      for (auto node : loop) ring.push_back(vertex(node, 0));
      std::reverse(ring.begin(), ring.end());
    }
    std::stable_sort(bottom.rings.begin(), bottom.rings.end(),
                     [&](const Ring& a, const Ring& b) { return plan_area(a) < plan_area(b); });
    if (!bottom.rings.empty()) solid_.faces.push_back(std::move(bottom));
    return true;
  }

  EnvelopeSolid solid() { return std::move(solid_); }

 private:
  std::uint32_t level(const RoofCell& cell, std::uint32_t node) const {
    return stairs_[node].nearest(cell.plane.at(plan_.nodes[node]));
  }

  std::uint32_t vertex(std::uint32_t node, std::uint32_t step) {
    const auto [at, added] = numbers_.try_emplace({node, step}, static_cast<std::uint32_t>(solid_.vertices.size()));
    if (added) {
      const auto& p = plan_.nodes[node];
      solid_.vertices.push_back({origin_.east + p.x(), origin_.north + p.y(), stairs_[node].heights[step]});
    }
    return at->second;
  }

  /// Where the cell left of the edge stands above what is right of it. Every height of the nodes is a corner, so that
  /// neighbouring walls share their edges.
  bool add_wall(const Edge& edge, const RoofCell& left, const RoofCell* right) {
    const auto [a, b] = edge;
    const auto high_a = level(left, a), high_b = level(left, b);
    const auto low_a = right == nullptr ? 0 : level(*right, a), low_b = right == nullptr ? 0 : level(*right, b);
    if (high_a <= low_a && high_b <= low_b) return true;  // level, or the other side's wall
    if (high_a < low_a || high_b < low_b) return false;
    Ring ring;
    for (auto step = low_b; step <= high_b; ++step) ring.push_back(vertex(b, step));
    for (auto step = high_a + 1; step-- > low_a;) ring.push_back(vertex(a, step));
    solid_.faces.push_back({{std::move(ring)}, -1});
    return true;
  }

  /// Closed walks along edges with a cell on the left only.
  std::vector<Ring> outline() const {
    std::multimap<std::uint32_t, std::uint32_t> next;
    for (const auto& [edge, cell] : edges_) {
      if (!edges_.contains({edge.second, edge.first})) next.emplace(edge);
    }
    return closed_walks(std::move(next));
  }

  double plan_area(const Ring& ring) const {
    LocalRing local;
    for (auto v : ring)
      local.emplace_back(solid_.vertices[v].east - origin_.east, solid_.vertices[v].north - origin_.north);
    return signed_area(local);
  }

  const RoofPlan& plan_;
  const std::vector<Stairs>& stairs_;
  twin::PlanPosition origin_;
  EnvelopeSolid solid_;
  std::map<Edge, std::uint32_t> numbers_;
  std::map<Edge, const RoofCell*> edges_;
};

}  // namespace

twin::Result<std::vector<EnvelopeSolid>> stepped_shells(const RoofPlan& plan, const twin::PlanPosition& origin) {
  const auto stairs = stairs_of(plan);
  if (std::all_of(stairs.begin(), stairs.end(), [](const Stairs& one) { return one.heights.size() <= 2; }))
    return shells(plan, origin);
  std::map<std::uint32_t, std::vector<const RoofCell*>> parts;
  for (const auto& cell : plan.cells) parts[cell.part].push_back(&cell);
  std::vector<EnvelopeSolid> out;
  for (const auto& [number, cells] : parts) {
    SteppedShell shell(plan, stairs, origin);
    for (const auto* cell : cells) shell.add(*cell);
    if (!shell.finish()) {
      return twin::Problem{"envelope-failed", "The tiers of this unit could not be joined to one solid.", "envelope", "",
                           "Simplify the boundary, the tiers or the sky planes."};
    }
    out.push_back(shell.solid());
  }
  return out;
}

}  // namespace geo

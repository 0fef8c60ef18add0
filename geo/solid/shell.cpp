#include "geo/solid/shell.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "geo/solid/closed_walks.hpp"

namespace geo {
namespace {

using Ring = std::vector<std::uint32_t>;

/// Builds the solid of one part.
class Shell {
 public:
  Shell(const RoofPlan& plan, const std::vector<double>& heights, const twin::PlanPosition& origin)
      : plan_(plan), heights_(heights), origin_(origin) {}

  void add_top(const RoofCell& cell) {
    EnvelopeFace face{{}, cell.limit};
    for (const auto& ring : cell.rings) {
      auto& lifted = face.rings.emplace_back();
      for (std::size_t i = 0; i < ring.size(); ++i) {
        lifted.push_back(top(ring[i]));
        edges_.emplace(ring[i], ring[(i + 1) % ring.size()]);
      }
    }
    solid_.faces.push_back(std::move(face));
  }

  /// Walls and bottom, once all tops are in.
  EnvelopeSolid finish() {
    EnvelopeFace bottom;
    for (auto& loop : outline()) {
      std::set<std::uint32_t> corners;
      for (std::size_t i = 0; i < loop.size(); ++i) {
        const auto before = loop[(i + loop.size() - 1) % loop.size()], after = loop[(i + 1) % loop.size()];
        if (is_corner(loop[i]) || bends(before, loop[i], after)) corners.insert(loop[i]);
      }
      const auto corner = std::find_if(loop.begin(), loop.end(), [&](auto node) { return corners.contains(node); });
      if (corner == loop.end()) continue;
      std::rotate(loop.begin(), corner, loop.end());
      Ring foot;
      for (std::size_t from = 0; from < loop.size();) {
        std::size_t to = from + 1;
        while (to < loop.size() && !corners.contains(loop[to])) ++to;
        add_wall(loop, from, to);
        foot.push_back(low(loop[from]));
        from = to;
      }
      std::reverse(foot.begin(), foot.end());
      bottom.rings.push_back(std::move(foot));
    }
    put_outer_first(bottom);
    if (!bottom.rings.empty()) solid_.faces.push_back(std::move(bottom));
    return std::move(solid_);
  }

 private:
  std::uint32_t vertex(std::uint32_t node, bool lifted) {
    const double up = lifted ? heights_[node] : 0;
    const auto [at, added] =
        numbers_.try_emplace({node, up > 0}, static_cast<std::uint32_t>(solid_.vertices.size()));
    if (added) {
      const auto& p = plan_.nodes[node];
      solid_.vertices.push_back({origin_.east + p.x(), origin_.north + p.y(), up});
    }
    return at->second;
  }
  std::uint32_t top(std::uint32_t node) { return vertex(node, true); }
  std::uint32_t low(std::uint32_t node) { return vertex(node, false); }
  bool is_corner(std::uint32_t node) const { return plan_.corner[node] || heights_[node] == 0; }

  /// Whether the outline turns here, by more than a node is off its place by rounding.
  bool bends(std::uint32_t before, std::uint32_t node, std::uint32_t after) const {
    const Eigen::Vector2d to = plan_.nodes[node] - plan_.nodes[before], on = plan_.nodes[after] - plan_.nodes[node];
    const double aside = to.x() * on.y() - to.y() * on.x();
    return to.dot(on) <= 0 || std::abs(aside) > kWeld * std::max(to.norm(), on.norm());
  }

  /// Closed walks along edges with a cell on the left only.
  std::vector<Ring> outline() const {
    std::multimap<std::uint32_t, std::uint32_t> next;
    for (const auto& [a, b] : edges_) {
      if (!edges_.contains({b, a})) next.emplace(a, b);
    }
    return closed_walks(std::move(next));
  }

  /// Under the stretch from corner `from` to the corner at `to`, seen from outside counter-clockwise.
  void add_wall(const Ring& loop, std::size_t from, std::size_t to) {
    const auto last = loop[to % loop.size()];
    Ring ring{low(loop[from]), low(last)};
    const auto push = [&](std::uint32_t v) {
      if (v != ring.back() && v != ring.front()) ring.push_back(v);
    };
    push(top(last));
    for (std::size_t i = to; i-- > from;) push(top(loop[i]));
    if (ring.size() >= 3) solid_.faces.push_back({{std::move(ring)}, -1});
  }

  /// The one outer ring of the bottom turns clockwise in plan.
  void put_outer_first(EnvelopeFace& bottom) const {
    const auto area = [&](const Ring& ring) {
      LocalRing local;
      for (auto v : ring)
        local.emplace_back(solid_.vertices[v].east - origin_.east, solid_.vertices[v].north - origin_.north);
      return signed_area(local);
    };
    std::stable_sort(bottom.rings.begin(), bottom.rings.end(),
                     [&](const Ring& a, const Ring& b) { return area(a) < area(b); });
  }

  const RoofPlan& plan_;
  const std::vector<double>& heights_;
  twin::PlanPosition origin_;
  EnvelopeSolid solid_;
  std::map<std::pair<std::uint32_t, bool>, std::uint32_t> numbers_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> edges_;
};

/// The height at each node by the flattest plane that meets there: a node is off its place by rounding,
/// which a steep plane would turn into metres.
std::vector<double> node_heights(const RoofPlan& plan) {
  std::vector<double> height(plan.nodes.size(), 0),
      steepness(plan.nodes.size(), std::numeric_limits<double>::max());
  for (const auto& cell : plan.cells) {
    for (const auto& ring : cell.rings) {
      for (auto node : ring) {
        if (cell.plane.steepness() >= steepness[node]) continue;
        steepness[node] = cell.plane.steepness();
        height[node] = cell.plane.at(plan.nodes[node]);
      }
    }
  }
  for (auto& h : height) h = h > kWeld ? h : 0;
  return height;
}

}  // namespace

std::vector<EnvelopeSolid> shells(const RoofPlan& plan, const twin::PlanPosition& origin) {
  const auto at = node_heights(plan);
  std::map<std::uint32_t, std::vector<const RoofCell*>> parts;
  for (const auto& cell : plan.cells) parts[cell.part].push_back(&cell);

  std::vector<EnvelopeSolid> out;
  for (const auto& [number, cells] : parts) {
    Shell shell(plan, at, origin);
    bool rises = false;
    for (const auto* cell : cells) {
      shell.add_top(*cell);
      for (auto node : cell->rings.front()) rises = rises || at[node] > 0;
    }
    if (rises) out.push_back(shell.finish());
  }
  return out;
}

}  // namespace geo

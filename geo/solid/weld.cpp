#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "geo/solid/roof_plan.hpp"

namespace geo {
namespace {

using Ring = std::vector<std::uint32_t>;
using Link = std::pair<std::uint32_t, std::uint32_t>;

Link link(std::uint32_t a, std::uint32_t b) {
  return {std::min(a, b), std::max(a, b)};
}

/// For each node the one that stands for it; a corner of the area stands for its neighbours.
Ring representatives(const RoofPlan& plan) {
  const auto n = static_cast<std::uint32_t>(plan.nodes.size());
  Ring order(n), stands(n);
  std::iota(order.begin(), order.end(), 0U);
  std::iota(stands.begin(), stands.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return plan.nodes[a].x() < plan.nodes[b].x(); });
  const auto find = [&](std::uint32_t i) {
    while (stands[i] != i) i = stands[i] = stands[stands[i]];
    return i;
  };
  for (std::uint32_t i = 0; i < n; ++i) {
    for (std::uint32_t j = i + 1; j < n; ++j) {
      const auto &p = plan.nodes[order[i]], &q = plan.nodes[order[j]];
      if (q.x() - p.x() > kWeld) break;
      if ((p - q).norm() > kWeld) continue;
      auto a = find(order[i]), b = find(order[j]);
      if (a == b || (plan.corner[a] && plan.corner[b])) continue;
      if (plan.corner[b]) std::swap(a, b);
      stands[b] = a;
    }
  }
  for (std::uint32_t i = 0; i < n; ++i) stands[i] = find(i);
  return stands;
}

/// Nodes on the open segment from a to b, in order.
Ring between(const RoofPlan& plan, const Ring& used, std::uint32_t a, std::uint32_t b) {
  const Eigen::Vector2d p = plan.nodes[a], along = plan.nodes[b] - p;
  const double length = along.norm();
  std::vector<std::pair<double, std::uint32_t>> found;
  for (auto node : used) {
    if (node == a || node == b) continue;
    const Eigen::Vector2d to = plan.nodes[node] - p;
    const double t = to.dot(along) / length;
    if (t <= 0 || t >= length) continue;
    if (std::abs(along.x() * to.y() - along.y() * to.x()) / length <= kWeld) found.emplace_back(t, node);
  }
  std::sort(found.begin(), found.end());
  Ring out;
  for (const auto& [t, node] : found) out.push_back(node);
  return out;
}

/// Splits a closed walk at every node it visits twice; walks to and fro along one edge vanish.
std::vector<Ring> simple_loops(const Ring& walk) {
  std::vector<Ring> out;
  Ring path;
  for (auto node : walk) {
    const auto seen = std::find(path.begin(), path.end(), node);
    if (seen != path.end()) {
      if (path.end() - seen >= 3) out.emplace_back(seen, path.end());
      path.erase(seen, path.end());
    }
    path.push_back(node);
  }
  if (path.size() >= 3) out.push_back(std::move(path));
  return out;
}

LocalRing positions(const RoofPlan& plan, const Ring& ring) {
  LocalRing out;
  for (auto node : ring) out.push_back(plan.nodes[node]);
  return out;
}

bool contains(const LocalRing& ring, const Eigen::Vector2d& p) {
  bool in = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const auto &a = ring[i], &b = ring[j];
    if ((a.y() > p.y()) != (b.y() > p.y()) &&
        p.x() < (b.x() - a.x()) * (p.y() - a.y()) / (b.y() - a.y()) + a.x())
      in = !in;
  }
  return in;
}

/// Outer rings with the holes that lie in them.
std::vector<RoofCell> cells_of(const RoofPlan& plan, const RoofCell& from, const std::vector<Ring>& loops) {
  std::vector<RoofCell> out;
  for (const auto& loop : loops) {
    if (signed_area(positions(plan, loop)) > 0) out.push_back({{loop}, from.plane, from.limit, from.part});
  }
  for (const auto& loop : loops) {
    const LocalRing hole = positions(plan, loop);
    if (out.empty() || signed_area(hole) > 0) continue;
    auto owner = std::find_if(out.begin(), out.end(), [&](const RoofCell& cell) {
      return contains(positions(plan, cell.rings.front()), (hole[0] + hole[1]) / 2);
    });
    (owner == out.end() ? out.front() : *owner).rings.push_back(loop);
  }
  return out;
}

}  // namespace

RoofPlan welded(const RoofPlan& plan) {
  RoofPlan out{plan.nodes, plan.corner, {}};
  const Ring stands = representatives(plan);
  Ring used;
  for (std::uint32_t i = 0; i < stands.size(); ++i) {
    if (stands[i] == i) used.push_back(i);
  }
  std::map<Link, Ring> splits;
  const auto split = [&](std::uint32_t a, std::uint32_t b) {
    auto [at, added] = splits.try_emplace(link(a, b));
    if (added) at->second = between(plan, used, at->first.first, at->first.second);
    Ring nodes = at->second;
    if (a > b) std::reverse(nodes.begin(), nodes.end());
    return nodes;
  };
  for (const auto& cell : plan.cells) {
    std::vector<Ring> loops;
    for (const auto& ring : cell.rings) {
      Ring walk;
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto a = stands[ring[i]], b = stands[ring[(i + 1) % ring.size()]];
        if (a == b) continue;
        walk.push_back(a);
        for (auto node : split(a, b)) walk.push_back(node);
      }
      for (auto& loop : simple_loops(walk)) loops.push_back(std::move(loop));
    }
    for (auto& part : cells_of(plan, cell, loops)) out.cells.push_back(std::move(part));
  }

  std::map<std::uint32_t, std::set<std::uint32_t>> neighbours;
  for (const auto& cell : out.cells) {
    for (const auto& ring : cell.rings) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto a = ring[i], b = ring[(i + 1) % ring.size()];
        neighbours[a].insert(b);
        neighbours[b].insert(a);
      }
    }
  }
  const auto superfluous = [&](std::uint32_t node) {
    if (plan.corner[node] || neighbours[node].size() != 2) return false;
    const auto a = *neighbours[node].begin(), b = *neighbours[node].rbegin();
    const Eigen::Vector2d before = plan.nodes[node] - plan.nodes[a], after = plan.nodes[b] - plan.nodes[node];
    const double aside = before.x() * after.y() - before.y() * after.x();
    return before.dot(after) > 0 && std::abs(aside) <= kWeld * std::max(before.norm(), after.norm());
  };
  for (auto& cell : out.cells) {
    for (auto& ring : cell.rings) std::erase_if(ring, superfluous);
  }
  return out;
}

}  // namespace geo

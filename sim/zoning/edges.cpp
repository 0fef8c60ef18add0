#include "sim/zoning/edges.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/zoning/regulation_types.hpp"

namespace sim {
namespace {

constexpr std::array<std::string_view, 3> kOrientations = {"front", "rear", "side"};
constexpr std::array<std::string_view, 2> kAdjacencies = {"street", "interior"};

template <std::size_t N>
std::string_view known_word(const std::string& word, const std::array<std::string_view, N>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? std::string_view() : *found;
}

struct Direction {
  double east = 0, north = 0, length = 0;
};

Direction direction_of(const twin::PlanRing& ring, std::size_t edge, std::size_t count) {
  const auto &a = ring[edge], &b = ring[(edge + 1) % count];
  const double east = b.east - a.east, north = b.north - a.north, length = std::hypot(east, north);
  return length > 0 ? Direction{east / length, north / length, length} : Direction{};
}

void take_words(const twin::PlanUnit& unit, std::vector<EdgeClass>& out) {
  for (const auto& regulation : unit.regulations) {
    const auto* const type = find_regulation_type(regulation.type);
    if (type == nullptr) continue;
    for (const auto edge : regulation.edges) {
      if (edge >= out.size()) continue;
      if (type->kind == RegulationKind::kEdgeOrientation) out[edge].orientation = known_word(regulation.code, kOrientations);
      if (type->kind == RegulationKind::kEdgeAdjacency) out[edge].adjacency = known_word(regulation.code, kAdjacencies);
    }
  }
}

void settle_adjacency(std::vector<EdgeClass>& out) {
  const auto has = [&](std::string_view word) {
    return std::any_of(out.begin(), out.end(), [&](const EdgeClass& edge) { return edge.adjacency == word; });
  };
  const std::string_view rest = has("street") ? kAdjacencies[1] : has("interior") ? kAdjacencies[0] : std::string_view();
  for (auto& edge : out) {
    if (edge.adjacency.empty()) edge.adjacency = rest;
  }
}

void settle_orientation(const twin::PlanRing& ring, std::vector<EdgeClass>& out) {
  std::size_t front = out.size();
  double longest = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i].orientation == "front") {
      front = i;
      break;
    }
    const double length = direction_of(ring, i, out.size()).length;
    if (out[i].adjacency == "street" && out[i].orientation.empty() && length > longest) {
      longest = length;
      front = i;
    }
  }
  if (front == out.size()) return;
  if (out[front].orientation.empty()) out[front].orientation = "front";
  const Direction along = direction_of(ring, front, out.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!out[i].orientation.empty()) continue;
    const Direction other = direction_of(ring, i, out.size());
    const bool faces_away = along.east * other.east + along.north * other.north < -std::sqrt(0.5) + 1e-12;
    out[i].orientation = faces_away ? "rear" : "side";
  }
}

bool matches(const twin::Regulation& regulation, const EdgeClass& edge) {
  const auto* const orientation = information_of(regulation, "orientation");
  const auto* const adjacency = information_of(regulation, "adjacency");
  return (orientation == nullptr || edge.orientation == orientation->code) &&
         (adjacency == nullptr || edge.adjacency == adjacency->code);
}

}  // namespace

std::size_t edge_count(const twin::PlanUnit& unit) {
  const auto& ring = unit.boundary.outer;
  return ring.size() > 1 && ring.front() == ring.back() ? ring.size() - 1 : ring.size();
}

std::vector<EdgeClass> edge_classes(const twin::PlanUnit& unit) {
  std::vector<EdgeClass> out(edge_count(unit));
  take_words(unit, out);
  settle_adjacency(out);
  settle_orientation(unit.boundary.outer, out);
  return out;
}

std::vector<std::uint32_t> edges_meant(const twin::PlanUnit& unit, const twin::Regulation& regulation,
                                       const std::vector<EdgeClass>& classes) {
  const auto& ring = unit.boundary.outer;
  std::vector<std::uint32_t> out;
  for (std::uint32_t edge = 0; edge < classes.size(); ++edge) {
    const bool named = regulation.edges.empty() ||
                       std::find(regulation.edges.begin(), regulation.edges.end(), edge) != regulation.edges.end();
    if (named && direction_of(ring, edge, classes.size()).length > 0 && matches(regulation, classes[edge]))
      out.push_back(edge);
  }
  return out;
}

bool asks_for_unknown_edges(const twin::Regulation& regulation, const std::vector<EdgeClass>& classes) {
  if (information_of(regulation, "orientation") != nullptr &&
      std::all_of(classes.begin(), classes.end(), [](const EdgeClass& edge) { return edge.orientation.empty(); }))
    return true;
  return information_of(regulation, "adjacency") != nullptr &&
         std::all_of(classes.begin(), classes.end(), [](const EdgeClass& edge) { return edge.adjacency.empty(); });
}

}  // namespace sim

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// What an edge of a unit's outer ring is to its plot; "" = not known.
struct EdgeClass {
  std::string_view orientation;  ///< "front", "rear", "side"
  std::string_view adjacency;    ///< "street", "interior"
};

/// Number of edges of the outer ring as sent.
std::size_t edge_count(const twin::PlanUnit& unit);

/// What `edge-adjacency` and `edge-orientation` say, and what follows: beside edges at a street all others are
/// interior; the longest edge at a street is the front, edges that face away from it (within 45°) are the rear, the
/// others sides.
std::vector<EdgeClass> edge_classes(const twin::PlanUnit& unit);

/// The edges with length that a regulation holds for: those that it names (all where it names none), as far as they
/// have the orientation and adjacency that it asks for.
std::vector<std::uint32_t> edges_meant(const twin::PlanUnit& unit, const twin::Regulation& regulation,
                                       const std::vector<EdgeClass>& classes);

/// True where a regulation asks for an orientation or adjacency that no edge of the unit is known to have.
bool asks_for_unknown_edges(const twin::Regulation& regulation, const std::vector<EdgeClass>& classes);

}  // namespace sim

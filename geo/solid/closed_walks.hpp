#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace geo {

/// Closed walks along directed edges, each edge once: from node to node as `next` says, until a walk is back where it began.
std::vector<std::vector<std::uint32_t>> closed_walks(std::multimap<std::uint32_t, std::uint32_t> next);

}  // namespace geo

#pragma once

#include <set>
#include <utility>

#include "datasets/synth/layout.hpp"
#include "datasets/synth/site.hpp"
#include "datasets/synth/text_file.hpp"

namespace datasets {

/// The districts of a city: a few thousand pairs for a million buildings.
using DistrictSet = std::set<std::pair<int, int>>;

/// Streets on land of whole districts, as OSM XML: every crossing is one node that all its ways share, every way
/// bears highway, name, lanes, maxspeed and `length`, the metres of its line in the plane of EPSG:3879. Nodes
/// first, then ways, each made anew from the seed. @returns how many ways.
twin::Result<std::uint64_t> write_streets(TextFile& file, const Site& site, std::uint64_t seed,
                                          const DistrictSet& districts);

}  // namespace datasets

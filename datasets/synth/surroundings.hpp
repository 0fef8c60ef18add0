#pragma once

#include <string>
#include <vector>

#include "datasets/synth/layout.hpp"
#include "datasets/synth/massing.hpp"
#include "datasets/synth/site.hpp"
#include "datasets/synth/streets_osm.hpp"

namespace datasets {

enum class SurroundingKind { kStreet, kSquare, kPark, kPlot, kWater };

/// A surface of the city beside its buildings. Polygons are plane to a few millimetres and face the sky.
struct Surrounding {
  SurroundingKind kind = SurroundingKind::kPlot;
  std::string id, name;  ///< `name` is empty where it has none
  std::vector<std::vector<Vertex>> polygons;
};

/// A tree of a park, on its foot.
struct Tree {
  std::string id;
  Vertex foot;
  std::int64_t height_mm = 0;
};

/// Streets, squares, parks and plots of one district, on the ground of the site. A street between two districts
/// is that of the northern or eastern one, where there is one.
std::vector<Surrounding> surroundings_of(const District& district, const Site& site, const DistrictSet& districts);

/// Trees of its parks, at least 4 m inside them.
std::vector<Tree> trees_of(const District& district, const Site& site);

/// The sea in and beside the districts, at height 0; one object for each place of the lattice that has some.
std::vector<Surrounding> sea_around(const Site& site, std::uint64_t seed, const DistrictSet& districts);

}  // namespace datasets

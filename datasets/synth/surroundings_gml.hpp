#pragma once

#include <string>

#include "datasets/synth/city_gml.hpp"
#include "datasets/synth/surroundings.hpp"

namespace datasets {

/// CityGML 2.0 pieces of the surroundings; append to `out`, after `append_gml_head`.
void append_gml_surrounding(std::string& out, const Surrounding& surrounding);

/// The first tree of a file holds the shape that the others refer to.
void append_gml_tree(std::string& out, const Tree& tree, bool is_first);

/// What the shape of the tree reaches.
void add_bounds(const Tree& tree, CityBounds& bounds);

}  // namespace datasets

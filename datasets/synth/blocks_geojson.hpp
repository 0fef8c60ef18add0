#pragma once

#include <string>

#include "datasets/synth/district.hpp"
#include "datasets/synth/site.hpp"

namespace datasets {

/// Blocks of a district as GeoJSON polygons inside their streets: use, district, its character, the street of the
/// first side. Parks, squares and vacant ground are blocks too.
void append_blocks_head(std::string& out);
void append_blocks(std::string& out, const District& district, const Site& site);
void append_blocks_tail(std::string& out);

}  // namespace datasets

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/result.hpp"

namespace geo {

/// What to say of a table that is a layer of our own exports which no import reads, known by its columns: which layer it is, and the
/// way back. Nothing for other tables, and for the layers that are read (building, register_row). Code `layer-not-read`.
std::optional<twin::Problem> own_layer_problem(const std::string& file, const std::vector<std::string>& columns);

}  // namespace geo

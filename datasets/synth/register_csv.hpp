#pragma once

#include <string>

#include "datasets/synth/building_card.hpp"

namespace datasets {

/// The building register as CSV (RFC 4180, UTF-8, line feeds); append to `out`. An empty cell is a gap.
void append_csv_head(std::string& out);
void append_csv_row(std::string& out, const BuildingCard& card);

}  // namespace datasets

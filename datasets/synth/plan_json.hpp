#pragma once

#include <cstdint>
#include <string>

#include "datasets/synth/district.hpp"
#include "datasets/synth/site.hpp"

namespace datasets {

/// Plan units in the simple plan form (type "kaksonen-plan", version 1), one a line: eight named ones in the
/// town, and in every further district its vacant blocks.
void append_plan_head(std::string& out);
/// @returns how many; `written` counts those before.
std::uint64_t append_plan_units(std::string& out, const District& district, const Site& site, std::uint64_t written);
void append_plan_tail(std::string& out);

}  // namespace datasets

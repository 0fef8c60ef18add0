#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/register_mapping.hpp"
#include "twin_core/base/diagnostics.hpp"

namespace geo {

/// The rule of a name that a Shapefile cut at ten characters; nullptr unless all known names that begin so mean one field.
const ColumnRule* rule_of_cut_name(const RegisterMapping& mapping, std::string_view column);

/// What a register's reader does not read, for its report: `column-unknown` (warning) for each column whose name is
/// nearly one of a field that no other column gives, and one `column-not-read` (info) with all the others.
/// @param rules  of each column, nullptr for those that are not read
std::vector<twin::Finding> unread_columns(const RegisterMapping& mapping, std::span<const std::string> columns,
                                          std::span<const ColumnRule* const> rules);

}  // namespace geo

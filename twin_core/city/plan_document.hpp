#pragma once

#include <span>
#include <string>
#include <string_view>

#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace twin {

/// What a plan says of a unit and its regulations beyond figures, as JSON members. One spelling for files,
/// plan unit documents, process inputs and differences:
///
/// unit: `plan` {key, identifier, name, kind, approved, planner}, `kind`, `life_cycle`, `valid` {from, to},
/// `underground`, `vertical_limit_n2000_m` {low, high}, `description`, `related` […], `property_ids` […],
/// `repealed_by`
///
/// regulation: `code`, `information` [{type, code, value, value_max, unit, text}], `group`, `life_cycle`,
/// `valid`, `place` (GeoJSON Point, LineString, or Polygon of one ring: kept as a closed ring; working frame)
std::span<const std::string_view> plan_member_names();
std::span<const std::string_view> regulation_member_names();

/// Adds the members of which something is known.
void put_plan_members(const PlanUnit& unit, Json& out);
void put_regulation_members(const Regulation& regulation, Json& out);

/// Reads these members where they stand; null is "not known". Other members are not looked at.
/// Errors, with JSON pointer: `input-invalid`, `member-unknown` (inside one of them), `time-invalid` (no
/// day), `code-unknown` (life cycle), `value-out-of-range` (vertical limit upside down).
Status take_plan_members(const Json& document, const std::string& pointer, PlanUnit& unit);
Status take_regulation_members(const Json& document, const std::string& pointer, Regulation& regulation);

/// True for a day that exists, written as in "2025-05-01".
bool is_day(std::string_view text);

}  // namespace twin

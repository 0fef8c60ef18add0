#pragma once

#include "geo/io/plan_reader.hpp"

namespace geo {

/// The two forms behind `read_plan`.
twin::Result<PlanFile> read_national_plan(std::string_view name, const twin::Json& document);
twin::Result<PlanFile> read_simple_plan(std::string_view name, const twin::Json& document);
bool is_national_plan(const twin::Json& document);
bool is_simple_plan(const twin::Json& document);

}  // namespace geo

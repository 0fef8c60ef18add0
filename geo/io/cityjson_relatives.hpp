#pragma once

#include "geo/io/cityjson_family.hpp"

namespace geo::cityjson {

/// Finds out who belongs to whom, from "children" and "parents". Errors and findings: those of `read_family`.
twin::Status link_relatives(Family& family, const JsonPlace& place, ParsedValue& parsed, twin::Diagnostics& diagnostics);

}  // namespace geo::cityjson

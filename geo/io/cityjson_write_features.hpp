#pragma once

#include <functional>
#include <string>
#include <vector>

#include "geo/io/cityjson_write_tables.hpp"
#include "geo/io/export.hpp"
#include "twin_core/base/json.hpp"

namespace geo::cityjson {

/// Calls `write` with the id and the city objects of each building, then of each other object that belongs to none, in
/// feature order, then of each plan unit and each of `solids`, until something fails. With each go all objects that belong to it, and to those; an object with the id of a
/// building is left out. Memory holds one of these families, ids as hashes, and who is whose part.
twin::Status for_each_feature(const twin::BranchState& state, const ShapeLoader& shapes, const std::vector<PlanSolid>& solids, WriteTables& tables,
                              const std::function<twin::Status(const std::string&, const twin::Json&)>& write);

}  // namespace geo::cityjson

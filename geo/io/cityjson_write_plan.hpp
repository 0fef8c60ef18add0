#pragma once

#include "geo/io/cityjson_write_building.hpp"
#include "geo/io/export.hpp"
#include "geo/io/export_layers.hpp"

namespace geo::cityjson {

/// A plan unit as "LandUse": its area at its ground level, its columns of the layer `plan_unit` as attributes, `kClassAttribute`
/// "PlanUnit". Its id is "plan_unit:ID", taken from `ids`. Empty where another object has that id.
twin::Json city_objects_of(const ExportFeature& unit, std::span<const ExportColumn> columns, ObjectIds& ids, WriteTables& tables);

/// What an engine made of a plan unit, as "GenericCityObject" of the class "PlanEnvelope" or "PlanMassing". Ids as above.
twin::Json city_objects_of(const PlanSolid& solid, ObjectIds& ids, WriteTables& tables);

}  // namespace geo::cityjson

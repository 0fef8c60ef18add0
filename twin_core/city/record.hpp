#pragma once

#include "twin_core/base/digest.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/city_object.hpp"
#include "twin_core/city/import_report.hpp"
#include "twin_core/city/kept_row.hpp"
#include "twin_core/city/manifest.hpp"
#include "twin_core/city/plan_unit.hpp"
#include "twin_core/city/population_area.hpp"
#include "twin_core/city/rule_table.hpp"
#include "twin_core/city/street.hpp"
#include "twin_core/city/terrain.hpp"
#include "twin_core/city/time_series.hpp"

namespace twin {

/// Canonical bytes of an entity: equal values give equal bytes, so the digest is the identity of the
/// value. The first byte is the record's version; decode reads every version ever written.
/// Decoding never trusts lengths: error `record-malformed` for anything cut off or left over.
Bytes encode(const Building& building);
Bytes encode(const BuildingShape& shape);
Bytes encode(const CityObject& object);
Bytes encode(const ImportReport& report);
Bytes encode(const PlanUnit& unit);
Bytes encode(const Street& street);
Bytes encode(const PopulationArea& area);
Bytes encode(const Terrain& terrain);
Bytes encode(const TerrainHeights& heights);
Bytes encode(const TimeSeries& series);
Bytes encode(const SeriesSamples& samples);
Bytes encode(const Manifest& manifest);
Bytes encode(const KeptRow& row);
Bytes encode(const RuleTable& table);

Result<Building> decode_building(ByteView bytes);
Result<BuildingShape> decode_building_shape(ByteView bytes);
Result<CityObject> decode_city_object(ByteView bytes);
Result<ImportReport> decode_import_report(ByteView bytes);
Result<PlanUnit> decode_plan_unit(ByteView bytes);
Result<Street> decode_street(ByteView bytes);
Result<PopulationArea> decode_population_area(ByteView bytes);
Result<Terrain> decode_terrain(ByteView bytes);
Result<TerrainHeights> decode_terrain_heights(ByteView bytes);
Result<TimeSeries> decode_time_series(ByteView bytes);
Result<SeriesSamples> decode_series_samples(ByteView bytes);
Result<Manifest> decode_manifest(ByteView bytes);
Result<KeptRow> decode_kept_row(ByteView bytes);
Result<RuleTable> decode_rule_table(ByteView bytes);

}  // namespace twin

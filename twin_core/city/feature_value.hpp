#pragma once

#include <memory>
#include <variant>

#include "twin_core/city/building.hpp"
#include "twin_core/city/city_object.hpp"
#include "twin_core/city/feature.hpp"
#include "twin_core/city/import_report.hpp"
#include "twin_core/city/kept_row.hpp"
#include "twin_core/city/plan_unit.hpp"
#include "twin_core/city/population_area.hpp"
#include "twin_core/city/rule_table.hpp"
#include "twin_core/city/street.hpp"
#include "twin_core/city/terrain.hpp"
#include "twin_core/city/time_series.hpp"

namespace twin {

/// The kind of the entities that a record stands for. A new kind of feature: its record in a header of its own,
/// a name in `feature.hpp`, a line here and in FeatureValue, encode and decode in `record.hpp`, a case in
/// `store/entity_value.cpp`, its attributes in `history/attributes.hpp`.
template <class Record> inline constexpr EntityKind kKindOf = EntityKind{};
template <> inline constexpr EntityKind kKindOf<Building> = EntityKind::kBuilding;
template <> inline constexpr EntityKind kKindOf<PlanUnit> = EntityKind::kPlanUnit;
template <> inline constexpr EntityKind kKindOf<CityObject> = EntityKind::kCityObject;
template <> inline constexpr EntityKind kKindOf<KeptRow> = EntityKind::kRegisterRow;
template <> inline constexpr EntityKind kKindOf<Street> = EntityKind::kStreet;
template <> inline constexpr EntityKind kKindOf<PopulationArea> = EntityKind::kPopulationArea;
template <> inline constexpr EntityKind kKindOf<Terrain> = EntityKind::kTerrain;
template <> inline constexpr EntityKind kKindOf<ImportReport> = EntityKind::kImportReport;
template <> inline constexpr EntityKind kKindOf<TimeSeries> = EntityKind::kTimeSeries;
template <> inline constexpr EntityKind kKindOf<RuleTable> = EntityKind::kRuleTable;

/// What a feature is; nothing where only its digest is known.
using FeatureValue = std::variant<std::monostate, std::shared_ptr<const Building>, std::shared_ptr<const PlanUnit>,
                                  std::shared_ptr<const CityObject>, std::shared_ptr<const Street>,
                                  std::shared_ptr<const PopulationArea>, std::shared_ptr<const Terrain>,
                                  std::shared_ptr<const ImportReport>, std::shared_ptr<const TimeSeries>,
                                  std::shared_ptr<const KeptRow>, std::shared_ptr<const RuleTable>>;

}  // namespace twin

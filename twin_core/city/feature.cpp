#include "twin_core/city/feature.hpp"

namespace twin {

std::string_view name_of(EntityKind kind) {
  switch (kind) {
    case EntityKind::kManifest: return "manifest";
    case EntityKind::kBuilding: return "building";
    case EntityKind::kPlanUnit: return "plan_unit";
    case EntityKind::kBranch: return "branch";
    case EntityKind::kEditLock: return "edit_lock";
    case EntityKind::kCityObject: return "city_object";
    case EntityKind::kStreet: return "street";
    case EntityKind::kPopulationArea: return "population_area";
    case EntityKind::kTerrain: return "terrain";
    case EntityKind::kImportReport: return "import_report";
    case EntityKind::kTimeSeries: return "time_series";
    case EntityKind::kRegisterRow: return "register_row";
    case EntityKind::kRuleTable: return "rule_table";
  }
  return "unknown";
}

bool is_feature(EntityKind kind) {
  switch (kind) {
    case EntityKind::kManifest:
    case EntityKind::kBranch:
    case EntityKind::kEditLock: return false;
    case EntityKind::kBuilding:
    case EntityKind::kPlanUnit:
    case EntityKind::kCityObject:
    case EntityKind::kStreet:
    case EntityKind::kPopulationArea:
    case EntityKind::kTerrain:
    case EntityKind::kImportReport:
    case EntityKind::kTimeSeries:
    case EntityKind::kRegisterRow:
    case EntityKind::kRuleTable: return true;
  }
  return false;
}

}  // namespace twin

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
  }
  return "unknown";
}

bool is_feature(EntityKind kind) {
  return kind == EntityKind::kBuilding || kind == EntityKind::kPlanUnit || kind == EntityKind::kCityObject;
}

}  // namespace twin

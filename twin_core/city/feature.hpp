#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace twin {

/// Dense integer of a feature: given at its first commit, the same on every branch, never reused.
/// Tiles carry it as a UINT32 property column, value frames are indexed by it.
using FeatureNumber = std::uint32_t;

/// What an entity is. The names are part of the commit format: never rename one.
enum class EntityKind : std::uint8_t {
  kManifest = 1,   ///< "manifest": the twin's own settings, id "twin"; no feature number
  kBuilding = 2,   ///< "building"
  kPlanUnit = 3,   ///< "plan_unit"
  kBranch = 4,     ///< "branch", operations ledger only; no feature number
  kEditLock = 5,   ///< "edit_lock", operations ledger only; no feature number
  kCityObject = 6,  ///< "city_object"
  kStreet = 7,      ///< "street"
  kPopulationArea = 8,  ///< "population_area"
  kTerrain = 9,     ///< "terrain"
  kImportReport = 10,  ///< "import_report", id = name of the file
  kTimeSeries = 11,  ///< "time_series"
  kRegisterRow = 12,  ///< "register_row"
  kRuleTable = 13,  ///< "rule_table", id = name of the table
};

inline constexpr std::size_t kEntityKinds = 16;  ///< above the highest value

std::string_view name_of(EntityKind kind);
bool is_feature(EntityKind kind);

struct EntityKey {
  EntityKind kind = EntityKind::kBuilding;
  std::string id;
  auto operator<=>(const EntityKey&) const = default;
};

}  // namespace twin

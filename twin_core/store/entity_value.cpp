#include "twin_core/store/entity_value.hpp"

#include <fmt/format.h>

#include "twin_core/base/text.hpp"
#include "twin_core/city/record.hpp"

namespace twin {
namespace {

constexpr const char* kManifestId = "twin";
constexpr std::size_t kLargestLockRecord = 65'536;

Problem malformed(const EntityKey& entity, std::string message) {
  return {"record-malformed", std::move(message), fmt::format("{} {}", name_of(entity.kind), excerpt(entity.id)), "",
          "Encode the value with the functions of city/record.hpp, under its own id."};
}

Problem other_entity(const EntityKey& entity, const std::string& id) {
  return malformed(entity, fmt::format("The record belongs to another entity, {}.", excerpt(id)));
}

template <class Record>
Result<EntityValue> decode_feature(const EntityKey& entity, Result<Record> decoded) {
  TWIN_TRY(Record record, std::move(decoded));
  if (record.id != entity.id) return other_entity(entity, record.id);
  EntityValue out;
  out.feature = std::make_shared<const Record>(std::move(record));
  return out;
}

}  // namespace

Digest EntityValue::blob() const {
  if (const auto* building = as<Building>()) return building->shape;
  if (const auto* object = as<CityObject>()) return object->shape;
  if (const auto* report = as<ImportReport>()) return report->findings;
  if (const auto* terrain = as<Terrain>()) return terrain->heights;
  if (const auto* series = as<TimeSeries>()) return series->samples;
  return {};
}

Result<EntityValue> decode_value(const EntityKey& entity, ByteView bytes) {
  EntityValue out;
  switch (entity.kind) {
    case EntityKind::kBuilding: return decode_feature<Building>(entity, decode_building(bytes));
    case EntityKind::kPlanUnit: return decode_feature<PlanUnit>(entity, decode_plan_unit(bytes));
    case EntityKind::kCityObject: return decode_feature<CityObject>(entity, decode_city_object(bytes));
    case EntityKind::kImportReport: return decode_feature<ImportReport>(entity, decode_import_report(bytes));
    case EntityKind::kStreet: return decode_feature<Street>(entity, decode_street(bytes));
    case EntityKind::kPopulationArea: return decode_feature<PopulationArea>(entity, decode_population_area(bytes));
    case EntityKind::kTerrain: return decode_feature<Terrain>(entity, decode_terrain(bytes));
    case EntityKind::kTimeSeries: return decode_feature<TimeSeries>(entity, decode_time_series(bytes));
    case EntityKind::kRegisterRow: return decode_feature<KeptRow>(entity, decode_kept_row(bytes));
    case EntityKind::kRuleTable: return decode_feature<RuleTable>(entity, decode_rule_table(bytes));
    case EntityKind::kManifest: {
      TWIN_TRY(Manifest manifest, decode_manifest(bytes));
      if (entity.id != kManifestId) return other_entity(entity, kManifestId);
      out.manifest = std::make_shared<const Manifest>(std::move(manifest));
      return out;
    }
    case EntityKind::kBranch: {
      TWIN_TRY(BranchRecord branch, decode_branch_record(bytes));
      if (branch.name != entity.id) return other_entity(entity, branch.name);
      out.branch = std::make_shared<const BranchRecord>(std::move(branch));
      return out;
    }
    case EntityKind::kEditLock:
      if (bytes.size() > kLargestLockRecord) return malformed(entity, "An edit lock's record is at most 64 KiB.");
      return out;
  }
  return malformed(entity, "There is no such kind of entity.");
}

Ledger ledger_of(EntityKind kind) {
  return kind == EntityKind::kBranch || kind == EntityKind::kEditLock ? Ledger::kOperations : Ledger::kCity;
}

Digest value_in(const BranchState& state, const FeatureIndex& features, const EntityKey& entity) {
  if (entity.kind == EntityKind::kManifest) return entity.id == kManifestId ? state.manifest_digest() : Digest{};
  const auto number = features.find(entity);
  const BranchState::Feature* found = number ? state.feature(*number) : nullptr;
  return found ? found->value : Digest{};
}

void write_change(BranchStateEditor& editor, const FeatureIndex& features, const Change& change, EntityValue value) {
  if (change.entity.kind == EntityKind::kManifest) {
    editor.set_manifest(change.after, std::move(value.manifest));
    return;
  }
  const FeatureNumber number = features.find(change.entity).value();
  if (change.after.is_nothing()) {
    editor.erase(number);
  } else {
    editor.put(number, change.entity.kind, change.after, std::move(value.feature));
  }
}

}  // namespace twin

#include "server/app/import_changes.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "twin_core/city/record.hpp"

namespace server {

using twin::EntityKey;
using twin::EntityKind;
using twin::Json;
using twin::Problem;

namespace {

constexpr std::size_t kMostListed = 1000;

Json entity_json(const EntityKey& entity) { return {{"kind", twin::name_of(entity.kind)}, {"id", entity.id}}; }

Json listed(const std::vector<EntityKey>& entities) {
  Json out = Json::array();
  for (const auto& entity : entities) {
    if (out.size() == kMostListed) break;
    out.push_back(entity_json(entity));
  }
  return out;
}

/// Sorts what changed of one entity into geometry and the rest.
void note(const EntityKey& entity, const twin::Attributes& before, const twin::Attributes& after, ImportChanges& changes) {
  std::vector<std::string> names;
  for (const auto& difference : twin::diff(before, after)) {
    if (difference.name == twin::kGeometry) {
      changes.geometry.push_back(entity);
    } else {
      names.push_back(difference.name);
    }
  }
  if (!names.empty()) changes.attributes.push_back({entity, std::move(names)});
}

/// Records of one kind that are light: compared with those of the branch.
template <class Record>
void note_all(const twin::BranchState& state, const std::vector<Record>& records, ImportChanges& changes) {
  if (records.empty()) return;
  std::unordered_map<std::string_view, const Record*> before;
  state.for_each<Record>([&](twin::FeatureNumber, const Record& record) { before.emplace(record.id, &record); });
  for (const Record& record : records) {
    const EntityKey entity{twin::kKindOf<Record>, record.id};
    const auto found = before.find(record.id);
    if (found == before.end()) {
      changes.added.push_back(entity);
    } else if (!(*found->second == record)) {
      note(entity, twin::attributes_of(*found->second), twin::attributes_of(record), changes);
    }
  }
}

twin::Attributes attributes_of(const geo::ReadBuilding& read) {
  return twin::attributes_of(twin::WholeBuilding{read.building, read.shape, true});
}

/// Most buildings of a new edition are those of the old one: these need not be taken apart.
bool is_same(const geo::ReadBuilding& before, const geo::ReadBuilding& after) {
  if (before.shape != after.shape) return false;
  twin::Building building = after.building;
  building.shape = before.building.shape;  // the digest of what was read is not set yet
  return building == before.building;
}

}  // namespace

Json ImportChanges::counts() const {
  return {{"added", added.size()}, {"removed", removed.size()}, {"geometry", geometry.size()}, {"attributes", attributes.size()}};
}

Json ImportChanges::lists() const {
  Json changed = Json::array();
  for (const auto& entry : attributes) {
    if (changed.size() == kMostListed) break;
    Json one = entity_json(entry.entity);
    one["attributes"] = entry.attributes;
    changed.push_back(std::move(one));
  }
  return {{"added", listed(added)}, {"removed", listed(removed)}, {"geometry", listed(geometry)}, {"attributes", std::move(changed)}};
}

ImportChanges changes_of(const std::vector<geo::ReadBuilding>& existing, const twin::BranchState& state,
                         const geo::CityBatch& batch, const std::vector<RepealedUnit>& repealed) {
  ImportChanges changes;
  std::unordered_map<std::string, const geo::ReadBuilding*> buildings;
  for (const auto& read : existing) buildings.emplace(read.building.id, &read);
  for (const auto& read : batch.buildings) {
    const EntityKey entity{EntityKind::kBuilding, read.building.id};
    const auto found = buildings.find(read.building.id);
    if (found == buildings.end()) {
      changes.added.push_back(entity);
    } else if (!is_same(*found->second, read)) {
      note(entity, attributes_of(*found->second), attributes_of(read), changes);
    }
  }
  std::vector<twin::CityObject> objects;
  for (const auto& read : batch.objects) objects.push_back(read.object);
  note_all(state, objects, changes);
  std::unordered_map<std::string, const twin::TimeSeries*> series;
  state.for_each<twin::TimeSeries>([&](twin::FeatureNumber, const twin::TimeSeries& one) { series.emplace(one.id, &one); });
  for (const auto& read : batch.buildings) {
    for (const auto& one : read.series) {
      twin::TimeSeries after = one.series;
      after.samples = twin::sha256(twin::encode(one.samples));
      const EntityKey entity{EntityKind::kTimeSeries, after.id};
      const auto found = series.find(after.id);
      if (found == series.end()) {
        changes.added.push_back(entity);
      } else {
        note(entity, twin::attributes_of(*found->second), twin::attributes_of(after), changes);
      }
    }
  }
  note_all(state, batch.plan_units, changes);
  note_all(state, batch.streets, changes);
  note_all(state, batch.population_areas, changes);
  std::vector<twin::Terrain> terrains;
  for (const auto& read : batch.terrains) terrains.push_back(read.terrain);
  note_all(state, terrains, changes);
  std::vector<twin::PlanUnit> changed_units;
  for (const auto& one : repealed) changed_units.push_back(one.unit);
  note_all(state, changed_units, changes);
  return changes;
}

bool has_model(const geo::FileReport& file) { return file.format.find("register") == std::string::npos; }

twin::Status check_editions(const std::vector<geo::FileReport>& files) {
  for (const auto& file : files) {
    const auto& tally = file.diagnostics.tally;
    if (!has_model(file) || (tally.rejected == 0 && tally.read > 0)) continue;
    return Problem{"edition-incomplete", "What a complete edition lacks is removed, but not every record of this file could be taken.",
                   file.name, fmt::format("{} of {} records rejected", tally.rejected, tally.read),
                   "Correct the file, or import it without --complete."};
  }
  return twin::Done{};
}

std::vector<EntityKey> removed_by(const twin::BranchState& state, const geo::CityBatch& batch) {
  std::vector<EntityKey> removed;
  std::set<std::string> names;
  for (const auto& file : batch.files) {
    if (has_model(file)) names.insert(file.name);
  }
  std::set<EntityKey> present;
  for (const auto& read : batch.buildings) {
    present.insert({EntityKind::kBuilding, read.building.id});
    for (const auto& one : read.series) present.insert({EntityKind::kTimeSeries, one.series.id});
  }
  for (const auto& read : batch.objects) present.insert({EntityKind::kCityObject, read.object.id});
  for (const auto& read : batch.past) present.insert({EntityKind::kBuilding, read.building.id});  // ends by its own date
  for (const auto& unit : batch.plan_units) present.insert({EntityKind::kPlanUnit, unit.id});
  for (const auto& street : batch.streets) present.insert({EntityKind::kStreet, street.id});
  for (const auto& area : batch.population_areas) present.insert({EntityKind::kPopulationArea, area.id});
  std::set<std::string> plans = names;
  for (const auto& unit : batch.plan_units) plans.insert(unit.source);
  const auto look_at = [&](EntityKey entity, const std::string& source) {
    const auto& sources = entity.kind == EntityKind::kPlanUnit ? plans : names;
    if (sources.contains(source) && !present.contains(entity)) removed.push_back(std::move(entity));
  };
  state.for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
    look_at({EntityKind::kBuilding, building.id}, building.source);
  });
  state.for_each<twin::CityObject>([&](twin::FeatureNumber, const twin::CityObject& object) {
    look_at({EntityKind::kCityObject, object.id}, object.source);
  });
  state.for_each<twin::TimeSeries>([&](twin::FeatureNumber, const twin::TimeSeries& one) {
    look_at({EntityKind::kTimeSeries, one.id}, one.source.str());
  });
  state.for_each_plan_unit([&](twin::FeatureNumber, const twin::PlanUnit& unit) {
    look_at({EntityKind::kPlanUnit, unit.id}, unit.source);
  });
  state.for_each<twin::Street>([&](twin::FeatureNumber, const twin::Street& street) {
    look_at({EntityKind::kStreet, street.id}, street.source);
  });
  state.for_each<twin::PopulationArea>([&](twin::FeatureNumber, const twin::PopulationArea& area) {
    look_at({EntityKind::kPopulationArea, area.id}, area.source);
  });
  return removed;
}

std::vector<EntityKey> exchanged_by(const twin::BranchState& state, const geo::CityBatch& batch) {
  std::set<std::string> brought;
  for (const auto& read : batch.buildings) brought.insert(read.building.id);
  std::vector<EntityKey> removed;
  state.for_each<twin::CityObject>([&](twin::FeatureNumber, const twin::CityObject& object) {
    if (object.type.str() == "Building" && brought.contains(object.id)) removed.push_back({EntityKind::kCityObject, object.id});
  });
  return removed;
}

std::vector<std::string> leaving_buildings(const std::vector<EntityKey>& removed, const geo::CityBatch& batch) {
  std::vector<std::string> out;
  for (const auto& entity : removed) {
    if (entity.kind == EntityKind::kBuilding) out.push_back(entity.id);
  }
  if (batch.past.empty()) return out;
  std::set<std::string_view> standing;
  for (const auto& read : batch.buildings) standing.insert(read.building.id);
  std::map<std::string_view, bool> ended;  // by the last state of each
  for (const auto& read : batch.past) ended[read.building.id] = read.lifespan.to.has_value();
  for (const auto& [id, has_ended] : ended) {
    if (has_ended && !standing.contains(id)) out.emplace_back(id);
  }
  return out;
}

}  // namespace server

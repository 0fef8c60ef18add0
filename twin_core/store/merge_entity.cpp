#include "twin_core/store/merge_entity.hpp"

#include <set>

#include "twin_core/city/record.hpp"
#include "twin_core/history/attributes.hpp"
#include "twin_core/store/entity_value.hpp"

namespace twin {
namespace {

/// Three records of one kind, attribute by attribute. Starts from ours and takes what theirs changed.
template <class Record>
Record merge_records(const EntityKey& entity, const Record* base, const Record& ours, const Record& theirs, Take take,
                     std::vector<Conflict>& conflicts) {
  const Attributes in_base = base ? attributes_of(*base) : Attributes{};
  const Attributes in_ours = attributes_of(ours);
  const Attributes in_theirs = attributes_of(theirs);
  const auto value_in = [](const Attributes& attributes, const std::string& name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? Json(nullptr) : found->second;
  };
  Record merged = ours;
  for (const AttributeDifference& difference : diff(in_ours, in_theirs)) {
    const std::string& name = difference.name;
    if (name == kRegulationOrder) continue;
    const Json before = value_in(in_base, name);
    if (difference.b == before) continue;  // only ours changed
    const bool only_theirs = difference.a == before;
    if (!only_theirs) conflicts.push_back({entity, name, before, difference.a, difference.b});
    if (only_theirs || take == Take::kTheirs) copy_attribute(name, theirs, merged);
  }
  return merged;
}

Result<EntityValue> value_of(const Store& store, const EntityKey& entity, const Digest& digest) {
  if (digest.is_nothing()) return EntityValue{};
  TWIN_TRY(const Bytes bytes, store.blob(digest));
  return decode_value(entity, bytes);
}

MergedEntity with_bytes(Bytes bytes) {
  const Digest digest = sha256(bytes);
  return {digest, std::move(bytes), {}};
}

/// Nothing when the values are not of this kind.
template <class Record>
std::optional<MergedEntity> merge_features(const EntityKey& entity, const EntityValue& base, const EntityValue& ours,
                                           const EntityValue& theirs, Take take, std::vector<Conflict>& conflicts) {
  const Record *of_ours = ours.as<Record>(), *of_theirs = theirs.as<Record>();
  if (!of_ours || !of_theirs) return std::nullopt;
  return with_bytes(encode(merge_records(entity, base.as<Record>(), *of_ours, *of_theirs, take, conflicts)));
}

Result<MergedEntity> merge_buildings(const Store& store, const EntityKey& entity, const Building* base,
                                     const Building& ours, const Building& theirs, Take take,
                                     std::vector<Conflict>& conflicts) {
  std::optional<WholeBuilding> whole_base;
  if (base) {
    TWIN_TRY(whole_base, whole_building(store, *base));
  }
  TWIN_TRY(const WholeBuilding whole_ours, whole_building(store, ours));
  TWIN_TRY(const WholeBuilding whole_theirs, whole_building(store, theirs));
  WholeBuilding merged = merge_records(entity, whole_base ? &*whole_base : nullptr, whole_ours, whole_theirs, take, conflicts);
  std::optional<Bytes> shape;
  if (merged.shape != BuildingShape{} || !merged.building.shape.is_nothing()) {
    shape = encode(merged.shape);
    merged.building.shape = sha256(*shape);
  }
  MergedEntity out = with_bytes(encode(merged.building));
  out.shape = std::move(shape);
  return out;
}

template <class Record>
bool take_attributes(const EntityValue& value, Attributes& out) {
  const Record* const record = value.as<Record>();
  if (record != nullptr) out = attributes_of(*record);
  return record != nullptr;
}

Result<Attributes> attributes_in(const Store& store, const EntityValue& value) {
  if (const Building* building = value.as<Building>()) {
    TWIN_TRY(const WholeBuilding whole, whole_building(store, *building));
    return attributes_of(whole);
  }
  if (value.manifest) return attributes_of(*value.manifest);
  Attributes out;
  [[maybe_unused]] const bool known =
      take_attributes<PlanUnit>(value, out) || take_attributes<CityObject>(value, out) || take_attributes<ImportReport>(value, out) ||
      take_attributes<Street>(value, out) || take_attributes<PopulationArea>(value, out) || take_attributes<Terrain>(value, out) ||
      take_attributes<TimeSeries>(value, out) || take_attributes<KeptRow>(value, out) ||
      take_attributes<RuleTable>(value, out);
  return out;
}

/// One side removed what the other one changed: what that changed.
Result<Conflict> removal_conflict(const Store& store, const EntityKey& entity, const ThreeValues& values) {
  const bool ours_removed = values.ours.is_nothing();
  TWIN_TRY(const EntityValue base, value_of(store, entity, values.base));
  TWIN_TRY(const EntityValue changed, value_of(store, entity, ours_removed ? values.theirs : values.ours));
  TWIN_TRY(const Attributes before, attributes_in(store, base));
  TWIN_TRY(const Attributes after, attributes_in(store, changed));
  Conflict out{entity, "", Json::object(), nullptr, nullptr};
  Json& now = ours_removed ? out.theirs : out.ours;
  now = Json::object();
  for (const AttributeDifference& difference : diff(before, after)) {
    out.base[difference.name] = difference.a;
    now[difference.name] = difference.b;
  }
  return out;
}

}  // namespace

Result<WholeBuilding> whole_building(const Store& store, const Building& building) {
  WholeBuilding out{building, {}, true};
  if (building.shape.is_nothing()) return out;
  TWIN_TRY(const Bytes bytes, store.blob(building.shape));
  TWIN_TRY(out.shape, decode_building_shape(bytes));
  return out;
}

Result<MergedEntity> merge_entity(const Store& store, const EntityKey& entity, const ThreeValues& values, Take take,
                                  std::vector<Conflict>& conflicts) {
  if (values.ours == values.theirs || values.theirs == values.base) return MergedEntity{values.ours, {}, {}};
  if (values.ours == values.base) return MergedEntity{values.theirs, {}, {}};
  if (values.ours.is_nothing() || values.theirs.is_nothing()) {
    TWIN_TRY(Conflict conflict, removal_conflict(store, entity, values));
    conflicts.push_back(std::move(conflict));
    return MergedEntity{take == Take::kTheirs ? values.theirs : values.ours, {}, {}};
  }
  TWIN_TRY(const EntityValue base, value_of(store, entity, values.base));
  TWIN_TRY(const EntityValue ours, value_of(store, entity, values.ours));
  TWIN_TRY(const EntityValue theirs, value_of(store, entity, values.theirs));
  if (const Building* building = ours.as<Building>(); building && theirs.as<Building>()) {
    return merge_buildings(store, entity, base.as<Building>(), *building, *theirs.as<Building>(), take, conflicts);
  }
  if (auto merged = merge_features<PlanUnit>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (auto merged = merge_features<CityObject>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (auto merged = merge_features<ImportReport>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (auto merged = merge_features<Street>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (auto merged = merge_features<PopulationArea>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (auto merged = merge_features<Terrain>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (auto merged = merge_features<TimeSeries>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (auto merged = merge_features<KeptRow>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (auto merged = merge_features<RuleTable>(entity, base, ours, theirs, take, conflicts)) return std::move(*merged);
  if (ours.manifest && theirs.manifest) {
    return with_bytes(encode(merge_records(entity, base.manifest.get(), *ours.manifest, *theirs.manifest, take, conflicts)));
  }
  return Problem{"record-malformed", "Values of this kind cannot be merged.", std::string(name_of(entity.kind)), entity.id, ""};
}

}  // namespace twin

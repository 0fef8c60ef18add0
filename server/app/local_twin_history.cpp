// What differs between states of a LocalTwin, merging and taking back.
#include <fmt/format.h>

#include <map>

#include "server/app/json_shapes.hpp"
#include "server/app/local_twin.hpp"
#include "server/app/times.hpp"
#include "twin_core/history/attributes.hpp"
#include "twin_core/history/diff.hpp"
#include "twin_core/store/merge_branches.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

/// "main", or "main@2026-11-22T12:00:00Z", "main@3f2a91c0…", "main@41".
When when_of(const std::string& name, std::string& branch) {
  const auto at = name.find('@');
  branch = name.substr(0, at);
  return {at == std::string::npos ? "" : name.substr(at + 1), ""};
}

/// The attributes of a feature; of a building with those in its shape when `with_shape`.
Result<twin::Attributes> attributes_in(const twin::Store& store, const twin::BranchState::Feature& feature, bool with_shape) {
  if (const auto* unit = feature.as<twin::PlanUnit>()) return twin::attributes_of(*unit);
  if (const auto* object = feature.as<twin::CityObject>()) return twin::attributes_of(*object);
  if (const auto* row = feature.as<twin::KeptRow>()) return twin::attributes_of(*row);
  if (const auto* street = feature.as<twin::Street>()) return twin::attributes_of(*street);
  if (const auto* area = feature.as<twin::PopulationArea>()) return twin::attributes_of(*area);
  if (const auto* terrain = feature.as<twin::Terrain>()) return twin::attributes_of(*terrain);
  if (const auto* series = feature.as<twin::TimeSeries>()) return twin::attributes_of(*series);
  if (const auto* table = feature.as<twin::RuleTable>()) return twin::attributes_of(*table);
  const auto* building = feature.as<twin::Building>();
  if (!with_shape) return twin::attributes_of(twin::WholeBuilding{*building, {}, false});
  TWIN_TRY(const twin::WholeBuilding whole, twin::whole_building(store, *building));
  return twin::attributes_of(whole);
}

/// Attributes that a changed feature has otherwise. Shapes are read only where they are not the same one.
Result<std::vector<twin::AttributeDifference>> changed_attributes(const twin::Store& store,
                                                                  const twin::BranchState::Feature& a,
                                                                  const twin::BranchState::Feature& b) {
  const auto *building_a = a.as<twin::Building>(), *building_b = b.as<twin::Building>();
  const bool other_shape = building_a && building_b && building_a->shape != building_b->shape;
  TWIN_TRY(const auto in_a, attributes_in(store, a, other_shape));
  TWIN_TRY(const auto in_b, attributes_in(store, b, other_shape));
  return twin::diff(in_a, in_b);
}

Json conflict_json(const twin::Conflict& conflict) {
  return {{"kind", twin::name_of(conflict.entity.kind)},
          {"id", conflict.entity.id},
          {"attribute", conflict.attribute.empty() ? Json(nullptr) : Json(conflict.attribute)},
          {"base", conflict.base},
          {"ours", conflict.ours},
          {"theirs", conflict.theirs}};
}

Json merge_json(const twin::MergeAnswer& answer) {
  Json out = {{"commit", nullptr}, {"sequence", nullptr}, {"time", nullptr}};
  if (answer.receipt) out.update(receipt_to_json(*answer.receipt));
  Json conflicts = Json::array();
  for (const auto& conflict : answer.conflicts) conflicts.push_back(conflict_json(conflict));
  out["changes"] = answer.changes;
  out["base"] = answer.base.is_nothing() ? Json(nullptr) : Json(answer.base.hex());
  out["unchanged"] = !answer.receipt && answer.conflicts.empty();
  out["conflicts"] = std::move(conflicts);
  return out;
}

Result<twin::Take> take_of(const std::string& text) {
  if (text.empty()) return twin::Take::kNone;
  if (text == "ours") return twin::Take::kOurs;
  if (text == "theirs") return twin::Take::kTheirs;
  return Problem{"parameter-invalid", "Conflicts are decided for ours or theirs.", "take", text,
                 "Give ours, theirs, or nothing at all."};
}

}  // namespace

Result<Json> LocalTwin::diff(const std::string& a, const std::string& b, const std::string& valid_at) {
  std::string branch_a, branch_b;
  When when_a = when_of(a, branch_a), when_b = when_of(b, branch_b);
  when_a.valid_at = when_b.valid_at = valid_at;
  TWIN_TRY(const twin::Snapshot left, state(branch_a, when_a));
  TWIN_TRY(const twin::Snapshot right, state(branch_b, when_b));
  Json features = Json::array();
  std::map<std::string, int> counts = {{"added", 0}, {"removed", 0}, {"changed", 0}, {"geometry", 0}, {"attributes", 0}};
  for (const auto& difference : twin::diff(*left, *right)) {
    if (difference.kind == twin::EntityKind::kImportReport) continue;  // what a file answered is told by the report
    const std::string what =
        difference.in_a.is_nothing() ? "added" : difference.in_b.is_nothing() ? "removed" : "changed";
    ++counts[what];
    Json entry = {{"kind", twin::name_of(difference.kind)},
                  {"id", difference.id},
                  {"feature", difference.number},
                  {"change", what}};
    if (what == "changed") {
      TWIN_TRY(const auto attributes, changed_attributes(*store_, *left->feature(difference.number), *right->feature(difference.number)));
      Json list = Json::array();
      bool geometry = false;
      for (const auto& attribute : attributes) {
        geometry = geometry || attribute.name == twin::kGeometry;
        list.push_back({{"name", attribute.name}, {"a", attribute.a}, {"b", attribute.b}});
      }
      counts["geometry"] += geometry;
      counts["attributes"] += attributes.size() > std::size_t{geometry};
      entry["geometry"] = geometry;
      entry["attributes"] = std::move(list);
    }
    const auto* unit_a = left->plan_unit(difference.number);
    const auto* unit_b = right->plan_unit(difference.number);
    if (unit_a || unit_b) entry["kpi"] = kpi_difference(unit_a, unit_b);
    features.push_back(std::move(entry));
  }
  return Json{{"a", a}, {"b", b}, {"counts", counts}, {"features", std::move(features)}};
}

Result<Json> LocalTwin::merge(const MergeRequest& request) {
  TWIN_TRY(const twin::Take take, take_of(request.take));
  const auto answer = twin::merge_branches(*store_, {request.from, request.branch, request.author, request.message, take});
  if (!answer) return answer.problem();
  return merge_json(*answer);
}

Result<Json> LocalTwin::revert(const MergeRequest& request) {
  TWIN_TRY(const twin::Take take, take_of(request.take));
  const auto answer = twin::revert_commit(*store_, {request.branch, request.commit, request.author, request.message, take});
  if (!answer) return answer.problem();
  return merge_json(*answer);
}

Result<Json> LocalTwin::undo(const std::string& branch, const std::string& commit, const std::string& author) {
  TWIN_TRY(const twin::LogEntry entry, store_->find_commit(commit));
  TWIN_TRY(const twin::Receipt receipt, store_->undo(branch, entry.hash, author));
  return receipt_to_json(receipt);
}

}  // namespace server

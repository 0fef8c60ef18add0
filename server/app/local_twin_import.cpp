// Import into a LocalTwin: files become one batch, the batch becomes one commit, or several made at once.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <tuple>

#include "geo/io/population_mapping.hpp"
#include "geo/io/register_mapping.hpp"
#include "geo/io/text_encoding.hpp"
#include "server/app/import_changes.hpp"
#include "server/app/import_command.hpp"
#include "server/app/import_history.hpp"
#include "server/app/import_reports.hpp"
#include "server/app/json_shapes.hpp"
#include "server/app/known_objects.hpp"
#include "server/app/link_list.hpp"
#include "server/app/local_twin.hpp"
#include "server/app/plan_checks.hpp"
#include "server/app/plan_ground.hpp"
#include "server/app/plan_repeals.hpp"
#include "server/app/removed_rows.hpp"
#include "server/app/times.hpp"
#include "twin_core/base/free_memory.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/store/merge_entity.hpp"

namespace server {

using twin::EntityKind;
using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

/// Files with records of which none could be taken: there is nothing to commit.
bool is_all_rejected(const geo::CityBatch& batch) {
  std::uint64_t taken = 0;
  for (const auto& file : batch.files) taken += file.diagnostics.tally.accepted + file.diagnostics.tally.repaired;
  return taken == 0 && batch.rejected() > 0;
}

void tell_links(const geo::CityBatch& batch, Json& document) {
  Json linked = no_links();
  for (const auto& [reason, count] : batch.linked) linked[reason] = count;
  document["linked"] = std::move(linked);
  document["register_rows"] = {{"review", batch.rows_for_review}, {"unlinked", batch.rows_without_building}};
}

Json import_document(const geo::CityBatch& batch) {
  Json files = Json::array();
  for (const auto& file : batch.files) files.push_back(file_report_to_json(file));
  Json out = {{"files", std::move(files)}, {"commit", nullptr}};
  tell_links(batch, out);
  return out;
}

/// Units of the branch that have a ground now, unless this import ends or changes them anyway.
void take_grounded(std::vector<twin::PlanUnit>&& grounded, const std::vector<twin::EntityKey>& removed, const std::vector<RepealedUnit>& repealed,
                   geo::CityBatch& batch) {
  for (auto& unit : grounded) {
    const bool ends = std::find(removed.begin(), removed.end(), twin::EntityKey{EntityKind::kPlanUnit, unit.id}) != removed.end();
    const bool changes = std::any_of(repealed.begin(), repealed.end(), [&](const RepealedUnit& one) { return one.unit.id == unit.id; });
    if (!ends && !changes) batch.plan_units.push_back(std::move(unit));
  }
}

constexpr int kMostTries = 6;  ///< of an import whose branch others change meanwhile

}  // namespace

Result<std::vector<geo::ReadBuilding>> LocalTwin::whole_buildings(const twin::BranchState& state) const {
  std::vector<geo::ReadBuilding> out;
  out.reserve(state.building_count());
  std::optional<Problem> failed;
  state.for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
    if (failed) return;
    auto whole = twin::whole_building(*store_, building);
    if (whole) {
      out.push_back({std::move(whole->building), std::move(whole->shape)});
    } else {
      failed = whole.problem();
    }
  });
  if (failed) return *failed;
  return out;
}

Result<ImportAnswer> LocalTwin::import_files(const ImportOrder& order) {
  // What was read is linked and compared with the branch as it was then: after a change of others it is done again.
  for (int tries = 0; tries < kMostTries; ++tries) {
    auto answer = import_once(order);
    if (answer || answer.problem().code != "branch-moved") return answer;
    if (order.progress) order.progress("the branch has changed, once more: reading", 0, 0, "");
  }
  return Problem{"branch-moved", "While the files were read and linked, others changed buildings, links or what else the import rests on; "
                                 "nothing was imported.",
                 order.branch, fmt::format("{} tries", kMostTries),
                 "Import again when they are done, or into a branch of its own that you merge afterwards."};
}

Result<ImportAnswer> LocalTwin::import_once(const ImportOrder& order) {
  const auto started = std::chrono::steady_clock::now();
  geo::Lifespan span;
  TWIN_TRY(std::tie(span.from, span.to), read_span(order.validity.from, order.validity.to));
  TWIN_TRY(const twin::Snapshot state, store_->snapshot(order.branch));
  geo::ReadOptions options;
  if (state->manifest()) options.frame = *state->manifest();
  if (!order.encoding.empty() && !geo::text_encoding_named(order.encoding)) return geo::unknown_encoding(order.encoding);
  options.crs = order.crs;
  options.layers = order.layers;
  options.encoding = order.encoding;
  if (!order.mapping.empty()) {
    TWIN_CHECK(geo::take_mapping(order.mapping_name, order.mapping, options));
  }
  options.progress = order.progress;
  options.checks = order.checks;
  options.plan_checks = plan_checks();

  TWIN_TRY(std::vector<geo::ReadBuilding> existing, whole_buildings(*state));
  std::vector<twin::KeptRow> kept;
  state->for_each<twin::KeptRow>([&](twin::FeatureNumber, const twin::KeptRow& row) { kept.push_back(row); });
  geo::CityBatch batch = geo::read_city(order.files, options, existing, kept);
  const std::vector<RepealedUnit> repealed = apply_repeals(*state, batch);
  std::vector<twin::PlanUnit> grounded = settle_ground(*store_, *state, batch);
  ImportAnswer answer;
  answer.document = import_document(batch);
  if (batch.refused) return *batch.refused;
  for (const auto& file : batch.files) {
    if (!file.unreadable || file.diagnostics.findings.empty()) continue;
    const twin::Finding& finding = file.diagnostics.findings.front();
    return Problem{finding.code, "The file cannot be read; nothing was imported.", file.name + " " + finding.place,
                   finding.value, finding.remedy};
  }
  const bool has_layers = std::any_of(batch.files.begin(), batch.files.end(), [](const geo::FileReport& file) { return !file.layers.empty(); });
  if (!order.layers.empty() && !has_layers) {
    return Problem{"parameter-invalid", "None of the files has layers.", "layer", order.layers.front(), "Leave out --layer: it chooses among the layers of a file."};
  }
  if (order.max_rejects && batch.rejected() > *order.max_rejects) {
    answer.too_many_rejects = true;
    return answer;
  }
  if (is_all_rejected(batch)) return answer;
  std::vector<twin::EntityKey> removed;
  std::vector<twin::Building> relinked;
  if (order.complete) {
    TWIN_CHECK(check_editions(batch.files));
    removed = take_removed(*state, batch, relinked);
  } else {
    removed = take_exchanged(*state, batch, relinked);
  }
  take_grounded(std::move(grounded), removed, repealed, batch);
  free_rows_of(removed, existing, relinked, kept, batch);
  if (order.complete) take_rows_of_older_editions(removed, existing, kept, batch);
  tell_links(batch, answer.document);
  TWIN_CHECK(settle_shapes(*store_, *state, batch.objects));
  ImportChanges changes = changes_of(existing, *state, batch, repealed);
  changes.removed = std::move(removed);
  answer.document["changes"] = changes.counts();
  answer.document["changed"] = changes.lists();
  if (span.from || span.to) answer.document["valid"] = span_to_json(span.from, span.to);
  if (order.progress) order.progress("writing", 0, static_cast<double>(batch.buildings.size()), "buildings");
  TWIN_TRY(ImportHistory history, take_history(*store_, order.branch, batch));
  std::vector<twin::EntityKey> ended;
  for (const auto& write : history.endings) ended.push_back(write.entity);
  free_rows_of(ended, existing, {}, kept, batch);
  twin::Command command = import_command(order, span, batch, repealed);
  if (order.message.empty()) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    command.message += fmt::format(" ({:.1f} s)", took.count());
  }
  for (const auto& entity : changes.removed) command.writes.push_back({entity, std::nullopt, span.from, span.to});
  std::move(history.endings.begin(), history.endings.end(), std::back_inserter(command.writes));
  add_import_reports(batch.files, *store_, *state, command);
  if (history.values > 0 || !history.endings.empty()) {
    answer.document["history"] = {{"earlier", history.values}, {"ended", history.endings.size()}, {"commits", history.rounds.size()}};
  }
  existing = std::vector<geo::ReadBuilding>();
  twin::give_back_free_memory();  // a city as it was read makes room for its bytes
  auto written = store_->submit_series(import_commands(std::move(command), history, state, order.complete));
  batch = {};  // takes its time, like the writing
  const auto committed = written.get();
  if (committed) {
    answer.document["commit"] = committed->commit.hex();
  } else if (committed.problem().code == "nothing-to-do") {
    TWIN_TRY(const twin::Snapshot now, store_->snapshot(order.branch));
    answer.document["commit"] = now->head().is_nothing() ? Json(nullptr) : Json(now->head().hex());
    answer.document["unchanged"] = true;
  } else {
    return committed.problem();
  }
  return answer;
}

}  // namespace server

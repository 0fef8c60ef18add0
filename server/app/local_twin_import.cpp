// Import into a LocalTwin: files become one batch, the batch becomes one commit.
#include <fmt/format.h>

#include <chrono>
#include <iterator>

#include "geo/io/population_mapping.hpp"
#include "geo/io/register_mapping.hpp"
#include "server/app/import_changes.hpp"
#include "server/app/import_history.hpp"
#include "server/app/import_reports.hpp"
#include "server/app/json_shapes.hpp"
#include "server/app/link_list.hpp"
#include "server/app/local_twin.hpp"
#include "server/app/plan_checks.hpp"
#include "server/app/plan_ground.hpp"
#include "server/app/plan_repeals.hpp"
#include "server/app/times.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/store/merge_entity.hpp"

namespace server {

using twin::EntityKind;
using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

std::string file_list(const std::vector<geo::InputFile>& files) {
  std::string out;
  for (const auto& file : files) out += (out.empty() ? "" : ", ") + file.name;
  return out;
}

Json import_document(const geo::CityBatch& batch) {
  Json files = Json::array();
  for (const auto& file : batch.files) files.push_back(file_report_to_json(file));
  Json linked = no_links();
  for (const auto& [reason, count] : batch.linked) linked[reason] = count;
  return {{"files", std::move(files)}, {"linked", std::move(linked)},
          {"register_rows", {{"review", batch.rows_for_review}, {"unlinked", batch.rows_without_building}}}, {"commit", nullptr}};
}

/// Holds as long as the building that it belongs to.
void add_series(geo::ReadSeries& read, const twin::Write& building, twin::Command& command) {
  twin::Bytes samples = twin::encode(read.samples);
  read.series.samples = twin::sha256(samples);
  twin::Write write{{EntityKind::kTimeSeries, read.series.id}, twin::encode(read.series), building.valid_from, building.valid_to};
  command.writes.push_back(std::move(write));
  command.blobs.push_back(std::move(samples));
}

/// The digest of the shape, which tells it from the one that the twin has.
void set_shape(geo::ReadObject& read) {
  if (read.shape != twin::BuildingShape{}) read.object.shape = twin::sha256(twin::encode(read.shape));
}

/// When a plan unit holds: as the caller says, else as its plan says.
geo::Lifespan span_of(const twin::PlanUnit& unit, const geo::Lifespan& asked) {
  if (asked.from || asked.to) return asked;
  const auto from = read_time(unit.valid.from, "from"), to = read_time(unit.valid.to, "to");
  geo::Lifespan own{from ? *from : std::nullopt, to ? *to : std::nullopt};
  // A unit that a later plan ended is told as ended, not left out, from the day it ended.
  if (!unit.repealed_by.empty() || (own.from && own.to && *own.to < *own.from)) own.to.reset();
  return own;
}

/// The frame is written without a span: it holds whatever time is asked for.
twin::Command import_command(const ImportOrder& order, const geo::Lifespan& span, geo::CityBatch& batch,
                             const std::vector<RepealedUnit>& repealed) {
  twin::Command command;
  command.branch = order.branch;
  command.author = order.author;
  command.purpose = "import";
  command.message = order.message.empty() ? "Import " + file_list(order.files) : order.message;
  if (batch.manifest) {
    command.writes.push_back({{EntityKind::kManifest, "twin"}, twin::encode(*batch.manifest), {}, {}});
  }
  for (auto& read : batch.buildings) {
    twin::Bytes shape = twin::encode(read.shape);
    read.building.shape = twin::sha256(shape);
    const bool dated = read.lifespan.from || read.lifespan.to;  // what a file says of a building goes before --valid-from
    command.writes.push_back({{EntityKind::kBuilding, read.building.id}, twin::encode(read.building),
                              dated ? read.lifespan.from : span.from, dated ? read.lifespan.to : span.to});
    command.blobs.push_back(std::move(shape));
    read.shape = {};
    for (auto& one : read.series) add_series(one, command.writes.back(), command);
  }
  for (auto& read : batch.objects) {
    command.writes.push_back({{EntityKind::kCityObject, read.object.id}, twin::encode(read.object), span.from, span.to});
    if (!read.object.shape.is_nothing()) command.blobs.push_back(twin::encode(std::exchange(read.shape, {})));
  }
  for (const auto& row : batch.kept_rows) {
    command.writes.push_back({{EntityKind::kRegisterRow, row.id}, twin::encode(row), span.from, span.to});
  }
  for (const auto& id : batch.released_rows) {
    command.writes.push_back({{EntityKind::kRegisterRow, id}, std::nullopt, span.from, span.to});
  }
  for (const auto& unit : batch.plan_units) {
    const geo::Lifespan own = span_of(unit, span);
    command.writes.push_back({{EntityKind::kPlanUnit, unit.id}, twin::encode(unit), own.from, own.to});
  }
  for (const auto& [unit, from] : repealed) {
    command.writes.push_back({{EntityKind::kPlanUnit, unit.id}, twin::encode(unit), from ? from : span.from, {}});
  }
  for (const auto& street : batch.streets) {
    command.writes.push_back({{EntityKind::kStreet, street.id}, twin::encode(street), span.from, span.to});
  }
  for (const auto& area : batch.population_areas) {
    command.writes.push_back({{EntityKind::kPopulationArea, area.id}, twin::encode(area), span.from, span.to});
  }
  for (auto& read : batch.terrains) {
    command.writes.push_back({{EntityKind::kTerrain, read.terrain.id}, twin::encode(read.terrain), span.from, span.to});
    command.blobs.push_back(twin::encode(read.heights));
    read.heights = {};
  }
  return command;
}

/// The commits before the import's own one, which leaves the frame to the first of them. The last receipt.
Result<std::optional<twin::Receipt>> commit_rounds(twin::Store& store, twin::Command& own, ImportHistory& history) {
  std::optional<twin::Receipt> out;
  for (std::size_t round = 0; round < history.rounds.size(); ++round) {
    twin::Command command;
    command.branch = own.branch;
    command.author = own.author;
    command.purpose = own.purpose;
    command.message = own.message + " (earlier states)";
    if (round == 0 && !own.writes.empty() && own.writes.front().entity.kind == EntityKind::kManifest) {
      command.writes.push_back(std::move(own.writes.front()));
      own.writes.erase(own.writes.begin());
    }
    std::move(history.rounds[round].begin(), history.rounds[round].end(), std::back_inserter(command.writes));
    command.blobs = std::move(history.blobs[round]);
    auto committed = store.commit(std::move(command));
    if (committed) {
      out = *committed;
    } else if (committed.problem().code != "nothing-to-do") {
      return committed.problem();
    }
  }
  return out;
}

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
  const auto started = std::chrono::steady_clock::now();
  geo::Lifespan span;
  TWIN_TRY(span.from, read_time(order.validity.from, "valid-from"));
  TWIN_TRY(span.to, read_time(order.validity.to, "valid-to"));
  TWIN_TRY(const twin::Snapshot state, store_->snapshot(order.branch));
  geo::ReadOptions options;
  if (state->manifest()) options.frame = *state->manifest();
  options.crs = order.crs;
  if (!order.mapping.empty()) {
    TWIN_CHECK(geo::take_mapping(order.mapping_name, order.mapping, options));
  }
  options.progress = order.progress;
  options.checks = order.checks;
  options.plan_checks = plan_checks();

  TWIN_TRY(const std::vector<geo::ReadBuilding> existing, whole_buildings(*state));
  std::vector<twin::KeptRow> kept;
  state->for_each<twin::KeptRow>([&](twin::FeatureNumber, const twin::KeptRow& row) { kept.push_back(row); });
  geo::CityBatch batch = geo::read_city(order.files, options, existing, kept);
  const std::vector<RepealedUnit> repealed = apply_repeals(*state, batch);
  settle_ground(*store_, *state, batch);
  ImportAnswer answer;
  answer.document = import_document(batch);
  if (batch.refused) return *batch.refused;
  for (const auto& file : batch.files) {
    if (!file.unreadable || file.diagnostics.findings.empty()) continue;
    const twin::Finding& finding = file.diagnostics.findings.front();
    return Problem{finding.code, "The file cannot be read; nothing was imported.", file.name + " " + finding.place,
                   finding.value, finding.remedy};
  }
  if (order.max_rejects && batch.rejected() > *order.max_rejects) {
    answer.too_many_rejects = true;
    return answer;
  }
  std::vector<twin::EntityKey> removed;
  if (order.complete) {
    TWIN_CHECK(check_editions(batch.files));
    removed = take_removed(*state, batch);
    take_removed_rows(kept, removed, batch);
  }
  for (auto& read : batch.objects) set_shape(read);
  ImportChanges changes = changes_of(existing, *state, batch, repealed);
  changes.removed = std::move(removed);
  answer.document["changes"] = changes.counts();
  answer.document["changed"] = changes.lists();
  if (order.progress) order.progress("writing", 0, static_cast<double>(batch.buildings.size()), "buildings");
  TWIN_TRY(ImportHistory history, take_history(*store_, order.branch, batch));
  twin::Command command = import_command(order, span, batch, repealed);
  if (order.message.empty()) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    command.message += fmt::format(" ({:.1f} s)", took.count());
  }
  for (const auto& entity : changes.removed) command.writes.push_back({entity, std::nullopt, span.from, span.to});
  std::move(history.endings.begin(), history.endings.end(), std::back_inserter(command.writes));
  add_import_reports(batch.files, *store_, *state, command);
  TWIN_TRY(const auto earlier, commit_rounds(*store_, command, history));
  if (history.values > 0 || !history.endings.empty()) {
    answer.document["history"] = {{"earlier", history.values}, {"ended", history.endings.size()}, {"commits", history.rounds.size()}};
  }
  auto committed = store_->commit(std::move(command));
  if (committed) {
    answer.document["commit"] = committed->commit.hex();
  } else if (committed.problem().code == "nothing-to-do" && earlier) {
    answer.document["commit"] = earlier->commit.hex();
  } else if (committed.problem().code == "nothing-to-do") {
    answer.document["commit"] = state->head().is_nothing() ? Json(nullptr) : Json(state->head().hex());
    answer.document["unchanged"] = true;
  } else {
    return committed.problem();
  }
  return answer;
}

}  // namespace server

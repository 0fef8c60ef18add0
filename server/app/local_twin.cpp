#include "server/app/local_twin.hpp"

#include <algorithm>
#include <filesystem>
#include <random>

#include <fmt/format.h>

#include "geo/io/export.hpp"
#include "server/app/json_shapes.hpp"
#include "server/app/link_list.hpp"
#include "server/app/plan_solids.hpp"
#include "server/app/plan_unit_json.hpp"
#include "server/app/temporary_folder.hpp"
#include "server/app/times.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/city/record.hpp"

namespace server {

using twin::Digest;
using twin::Json;
using twin::Problem;
using twin::Result;

LocalTwin::LocalTwin(std::shared_ptr<twin::Store> store, std::string twin_name)
    : store_(std::move(store)), twin_name_(std::move(twin_name)) {}

Result<twin::Snapshot> LocalTwin::state(const std::string& branch, const When& when) const {
  twin::Moment moment;
  moment.as_of = when.as_of;
  TWIN_TRY(moment.valid_at, read_time(when.valid_at, "valid-at"));
  return store_->snapshot_at(branch, moment);
}

namespace {

/// What ground there is: heights, how finely, where, and from which file.
Json terrain_json(const twin::BranchState& state) {
  Json out = Json::array();
  state.for_each<twin::Terrain>([&](twin::FeatureNumber, const twin::Terrain& terrain) {
    const auto bounds = terrain.bounds();
    out.push_back({{"id", terrain.id}, {"step_m", terrain.step_m}, {"columns", terrain.columns}, {"rows", terrain.rows},
                   {"lowest_m", terrain.lowest_m}, {"highest_m", terrain.highest_m}, {"missing", terrain.missing},
                   {"bounds_m", {bounds.low.east, bounds.low.north, bounds.high.east, bounds.high.north}}});
  });
  return out;
}

}  // namespace

Result<Json> LocalTwin::info(const When& when) {
  TWIN_TRY(const twin::Snapshot main, state("main", when));
  Json linked = no_links();
  main->for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
    Json& count = linked[std::string(twin::name_of(building.link))];
    count = count.get<int>() + 1;
  });
  Json objects = Json::object();
  main->for_each<twin::CityObject>([&](twin::FeatureNumber, const twin::CityObject& object) {
    Json& count = objects[object.type.str()];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  });
  Json names = Json::array();
  for (const auto& branch : store_->branches()) names.push_back(branch.name);
  Json out = {{"twin", twin_name_},
              {"name", twin_name_},
              {"crs", nullptr},
              {"height_reference", nullptr},
              {"geoid", nullptr},
              {"scene_origin", nullptr},
              {"branches", std::move(names)},
              {"buildings", main->building_count()},
              {"plan_units", main->plan_unit_count()},
              {"city_objects", std::move(objects)},
              {"streets", main->count(twin::EntityKind::kStreet)},
              {"population_areas", main->count(twin::EntityKind::kPopulationArea)},
              {"terrain", terrain_json(*main)},
              {"linked", std::move(linked)},
              {"register_rows", row_counts(*main)},
              {"commits", main->sequence()},
              {"head", main->head().is_nothing() ? Json(nullptr) : Json(main->head().hex())},
              {"empty_state", nullptr}};
  if (const twin::Manifest* manifest = main->manifest()) {
    out["name"] = manifest->name;
    out["crs"] = manifest->crs;
    if (!manifest->height_reference.empty()) out["height_reference"] = manifest->height_reference;
    if (manifest->geoid) {
      out["geoid"] = {{"undulation_m", manifest->geoid->undulation_m},
                      {"error_m", manifest->geoid->error_m},
                      {"source", manifest->geoid->source}};
    }
    const auto& origin = manifest->scene_origin;
    out["scene_origin"] = {origin.east, origin.north, origin.up};
  }
  std::size_t features = 0;
  for (std::size_t kind = 0; kind < twin::kEntityKinds; ++kind) features += main->count(static_cast<twin::EntityKind>(kind));
  features -= main->count(twin::EntityKind::kImportReport);  // what was said of an import is no part of the city
  if (features == 0) {
    const bool now = when.as_of.empty() && when.valid_at.empty();
    out["empty_state"] = now ? "No city yet. Bring one in: kaksonen import --twin FILE city.gml register.csv"
                             : "Nothing of the city was there at that time.";
  }
  return out;
}

Result<Json> LocalTwin::log(const std::string& branch, std::size_t limit, std::uint64_t before_sequence) {
  TWIN_TRY(const auto entries, store_->log(twin::Ledger::kCity, branch, limit, before_sequence));
  Json list = Json::array();
  for (const auto& entry : entries) list.push_back(log_entry_to_json(entry));
  return Json{{"branch", branch}, {"entries", std::move(list)}};
}

Result<Json> LocalTwin::verify() { return verification_to_json(store_->verify()); }

Result<Json> LocalTwin::branches() {
  Json list = Json::array();
  for (const auto& branch : store_->branches()) {
    Json entry = {{"name", branch.name},
                  {"head", branch.head.is_nothing() ? Json(nullptr) : Json(branch.head.hex())},
                  {"sequence", branch.sequence},
                  {"parent", branch.parent.empty() ? Json(nullptr) : Json(branch.parent)},
                  {"created_by", branch.created_by.empty() ? Json(nullptr) : Json(branch.created_by)},
                  {"created_at", nullptr},
                  {"tileset", "/branches/" + branch.name + "/tiles/tileset.json"}};
    if (!branch.parent.empty()) entry["created_at"] = twin::to_rfc3339(branch.created_at);
    list.push_back(std::move(entry));
  }
  return Json{{"branches", std::move(list)}};
}

Result<Json> LocalTwin::create_branch(const std::string& name, const std::string& from,
                                      const std::string& author, const std::string& message, const std::string& key) {
  TWIN_TRY(const twin::Receipt receipt, store_->create_branch(name, from, author, message, key));
  Json out = receipt_to_json(receipt);
  out["name"] = name;
  out["parent"] = from;
  out["tileset"] = "/branches/" + name + "/tiles/tileset.json";
  return out;
}

Result<Json> LocalTwin::delete_branch(const std::string& name, const std::string& author) {
  TWIN_TRY(const twin::Receipt receipt, store_->delete_branch(name, author));
  Json out = receipt_to_json(receipt);
  out["name"] = name;
  return out;
}

twin::Status LocalTwin::export_to(const std::string& branch, const geo::ExportForm& form,
                                  const std::filesystem::path& out, const When& when, const geo::Progress& progress,
                                  twin::Diagnostics* told) {
  TWIN_TRY(const twin::Snapshot city, state(branch, when));
  constexpr std::size_t kStep = 500;
  std::size_t done = 0;
  const auto shapes = [&](const Digest& digest) -> Result<twin::BuildingShape> {
    if (progress && done++ % kStep == 0) {
      progress("exporting", static_cast<double>(done - 1), static_cast<double>(city->building_count()), "buildings");
    }
    TWIN_TRY(const twin::Bytes bytes, store_->blob(digest));
    return twin::decode_building_shape(bytes);
  };
  const auto heights = [&](const Digest& digest) -> Result<twin::TerrainHeights> {
    TWIN_TRY(const twin::Bytes bytes, store_->blob(digest));
    return twin::decode_terrain_heights(bytes);
  };
  const auto texts = [&](const Digest& digest) -> Result<std::string> {
    TWIN_TRY(const twin::Bytes bytes, store_->blob(digest));
    return std::string(bytes.begin(), bytes.end());
  };
  geo::ExportExtras more{heights, texts, {}, told};
  if (form.format == "cityjson" || form.format == "cityjsonseq") {
    twin::Diagnostics unsaid;
    TWIN_TRY(more.solids, plan_solids(form.with, *city, [&](const std::string& process, const Json& inputs) {
               sim::Sink sink;
               return run_in(*city, process, inputs, sink, when);
             }, told != nullptr ? *told : unsaid));
  }
  return geo::export_branch(*city, shapes, form, out, more);
}

Result<ExportedFile> LocalTwin::export_branch(const std::string& branch, const geo::ExportForm& form, const When& when) {
  TWIN_TRY(const TemporaryFolder folder, TemporaryFolder::make());
  const std::filesystem::path file = folder.path() / ("export." + form.format);
  twin::Diagnostics told;
  TWIN_CHECK(export_to(branch, form, file, when, {}, &told));
  return ExportedFile{bytes_of(file), std::move(told.findings)};
}

Result<Json> LocalTwin::run(const std::string& process, const Json& request, const std::string& branch,
                            sim::Sink& sink, const When& when) {
  TWIN_TRY(const twin::Snapshot city, state(branch, when));
  return run_in(*city, process, request, sink, when);
}

Result<Json> LocalTwin::run_in(const twin::BranchState& city, const std::string& process, const Json& request, sim::Sink& sink,
                               const When& others) {
  sim::RunContext context;
  context.city = &city;
  context.blobs = [this](const Digest& digest) { return store_->blob(digest); };
  context.states = [this, &others](const std::string& name) {
    const auto at = name.find('@');
    return state(name.substr(0, at), {at == std::string::npos ? others.as_of : name.substr(at + 1), others.valid_at});
  };
  context.memory = &memory_;
  return sim::execute(process, request, context, sink);
}

}  // namespace server

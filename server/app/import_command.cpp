#include "server/app/import_command.hpp"

#include <iterator>
#include <set>

#include "server/app/times.hpp"
#include "twin_core/base/in_parallel.hpp"
#include "twin_core/city/record.hpp"

namespace server {

using twin::EntityKind;

namespace {

std::string file_list(const std::vector<geo::InputFile>& files) {
  std::string out;
  for (const auto& file : files) out += (out.empty() ? "" : ", ") + file.name;
  return out;
}

/// Holds as long as the building that it belongs to.
void add_series(geo::ReadSeries& read, const geo::Lifespan& building, twin::Command& command) {
  twin::Bytes samples = twin::encode(read.samples);
  read.series.samples = twin::sha256(samples);
  twin::Write write{{EntityKind::kTimeSeries, read.series.id}, twin::encode(read.series), building.from, building.to};
  command.writes.push_back(std::move(write));
  command.blobs.push_back(std::move(samples));
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

constexpr std::size_t kEncodedTogether = 64;

/// A record and what it refers to, as bytes; the shape itself is given up.
struct Encoded {
  twin::Bytes record, shape;
};

/// Gives the buildings up: their bytes are there now.
void add_buildings(std::vector<geo::ReadBuilding> buildings, const geo::Lifespan& span, twin::Command& command) {
  std::vector<Encoded> encoded(buildings.size());
  const auto encode = [&](std::size_t i) {
    auto& [building, shape, lifespan, series] = buildings[i];
    encoded[i].shape = twin::encode(std::exchange(shape, {}));
    building.shape = twin::sha256(encoded[i].shape);
    encoded[i].record = twin::encode(building);
  };
  twin::in_parallel(buildings.size(), encode, kEncodedTogether);
  for (std::size_t i = 0; i < buildings.size(); ++i) {
    auto& [building, shape, lifespan, series] = buildings[i];
    const bool dated = lifespan.from || lifespan.to;  // what a file says of a building goes before --valid-from
    command.writes.push_back({{EntityKind::kBuilding, building.id}, std::move(encoded[i].record), dated ? lifespan.from : span.from,
                              dated ? lifespan.to : span.to});
    command.blobs.push_back(std::move(encoded[i].shape));
    const twin::Write& write = command.writes.back();
    const geo::Lifespan held{write.valid_from, write.valid_to};
    for (auto& one : series) add_series(one, held, command);
  }
}

void add_objects(std::vector<geo::ReadObject> objects, const geo::Lifespan& span, twin::Command& command) {
  std::vector<Encoded> encoded(objects.size());
  const auto encode = [&](std::size_t i) {
    auto& [object, shape] = objects[i];
    encoded[i].record = twin::encode(object);
    if (!object.shape.is_nothing()) encoded[i].shape = twin::encode(std::exchange(shape, {}));
  };
  twin::in_parallel(objects.size(), encode, kEncodedTogether);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    command.writes.push_back({{EntityKind::kCityObject, objects[i].object.id}, std::move(encoded[i].record), span.from, span.to});
    if (!objects[i].object.shape.is_nothing()) command.blobs.push_back(std::move(encoded[i].shape));
  }
}

/// What the commands were worked out from. What a file answered is the file's own and rests on nothing.
twin::Basis basis_of(const std::vector<twin::Command>& commands, const twin::Snapshot& state, bool complete) {
  std::set<EntityKind> kinds = {EntityKind::kManifest, EntityKind::kBuilding, EntityKind::kCityObject, EntityKind::kRegisterRow};
  if (complete) {
    for (std::size_t kind = 0; kind < twin::kEntityKinds; ++kind) kinds.insert(static_cast<EntityKind>(kind));
  }
  for (const auto& command : commands) {
    for (const auto& write : command.writes) kinds.insert(write.entity.kind);
  }
  kinds.erase(EntityKind::kImportReport);
  return {state, {kinds.begin(), kinds.end()}};
}

}  // namespace

twin::Command import_command(const ImportOrder& order, const geo::Lifespan& span, geo::CityBatch& batch,
                             const std::vector<RepealedUnit>& repealed) {
  twin::Command command;
  command.branch = order.branch;
  command.author = order.author;
  command.purpose = "import";
  command.writes.reserve(batch.buildings.size() + batch.objects.size() + batch.kept_rows.size() + batch.streets.size());
  command.blobs.reserve(batch.buildings.size() + batch.objects.size());
  command.message = order.message.empty() ? "Import " + file_list(order.files) : order.message;
  if (batch.manifest) {
    command.writes.push_back({{EntityKind::kManifest, "twin"}, twin::encode(*batch.manifest), {}, {}});
  }
  add_buildings(std::exchange(batch.buildings, {}), span, command);
  add_objects(std::exchange(batch.objects, {}), span, command);
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

std::vector<twin::Command> import_commands(twin::Command own, ImportHistory& history, const twin::Snapshot& state, bool complete) {
  std::vector<twin::Command> out;
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
    out.push_back(std::move(command));
  }
  out.push_back(std::move(own));
  out.front().basis = basis_of(out, state, complete);
  return out;
}

}  // namespace server

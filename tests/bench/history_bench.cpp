// How fast a long history is: 1,000 commits over 80,000 buildings. Prints one line for each question.
//
//   history_bench [buildings] [commits]
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string_view>

#include "twin_core/base/random_stream.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/history/diff.hpp"
#include "twin_core/store/merge_branches.hpp"
#include "twin_core/store/store.hpp"

namespace {

using twin::EntityKind;

int number_or(int argc, char** argv, int index, int otherwise) {
  int out = otherwise;
  if (index < argc) std::from_chars(argv[index], argv[index] + std::string_view(argv[index]).size(), out);
  return std::max(out, 1);
}

template <class T>
T need(twin::Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "{}: {} {}\n", result.problem().code, result.problem().message, result.problem().value);
  std::exit(1);
}

double milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void print(const std::string& what, double ms) { fmt::print("{:<62} {:>10.2f} ms\n", what, ms); }

/// A building as an import makes it: a full card, a footprint of six corners, a model of eight faces.
twin::Building building(int index, twin::BuildingShape& shape) {
  twin::Building out;
  out.id = fmt::format("BID_{:08}", index);
  const double east = 25'490'000 + index % 400 * 30.0, north = 6'670'000 + index / 400 * 30.0;
  out.ground_m = 3;
  out.height_m = 9 + index % 20;
  out.roof_type = "1000";
  out.card.permanent_id = fmt::format("1{:08}X", index);
  out.card.use_code = "039";
  out.card.use_text = "Muut asuinkerrostalot";
  out.card.floor_area_m2 = 600 + index % 700;
  out.card.storeys = 3 + index % 7;
  out.card.completion_year = 1900 + index % 125;
  out.card.address = fmt::format("Hämeentie {}", index);
  out.source = "city.gml";
  for (const auto& [x, y] : {std::pair{0.0, 0.0}, {20.0, 0.0}, {20.0, 8.0}, {12.0, 8.0}, {12.0, 14.0}, {0.0, 14.0}}) {
    out.footprint.outer.push_back({east + x, north + y});
    out.bounds.add(twin::WorkingPosition{east + x, north + y, out.ground_m});
    out.bounds.add(twin::WorkingPosition{east + x, north + y, out.ground_m + out.height_m});
  }
  twin::ShapePart& part = shape.parts.emplace_back();
  part.id = out.id;
  for (int face = 0; face < 8; ++face) {
    twin::Polygon3& polygon = part.polygons.emplace_back();
    for (int corner = 0; corner < 4; ++corner) polygon.exterior.points.push_back({east + face, north + corner, 3.0 + corner % 2 * out.height_m});
  }
  return out;
}

twin::Command city(int buildings) {
  twin::Command command;
  command.author = "bench";
  command.purpose = "import";
  command.message = "Import city.gml";
  for (int i = 0; i < buildings; ++i) {
    twin::BuildingShape shape;
    twin::Building one = building(i, shape);
    command.blobs.push_back(twin::encode(shape));
    one.shape = twin::sha256(command.blobs.back());
    command.writes.push_back({{EntityKind::kBuilding, one.id}, twin::encode(one), {}, {}});
  }
  return command;
}

/// Another register card for five buildings anywhere in the city.
twin::Command edit(const twin::Store& store, const std::string& branch, twin::RandomStream& random, int buildings, int step) {
  const twin::Snapshot state = need(store.snapshot(branch));
  twin::Command command;
  command.branch = branch;
  command.author = "bench";
  command.purpose = "edit";
  command.message = fmt::format("Edit {}", step);
  std::vector<int> chosen;
  while (chosen.size() < std::min<std::size_t>(5, static_cast<std::size_t>(buildings))) {
    const auto index = static_cast<int>(random.below(static_cast<std::uint64_t>(buildings)));
    if (std::find(chosen.begin(), chosen.end(), index) == chosen.end()) chosen.push_back(index);
  }
  for (const int index : chosen) {
    twin::Building one = *state->building(static_cast<twin::FeatureNumber>(index));
    one.card.floor_area_m2 = 100 + step + index % 17;
    command.writes.push_back({{EntityKind::kBuilding, one.id}, twin::encode(one), {}, {}});
  }
  return command;
}

}  // namespace

int main(int argc, char** argv) {
  const int buildings = number_or(argc, argv, 1, 80'000), commits = number_or(argc, argv, 2, 1'000);
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("kaksonen-history-bench-{}", getpid());
  std::filesystem::create_directories(folder);
  const auto file = folder / "city.twin";
  twin::RandomStream random(1, "history_bench", "");
  std::setvbuf(stdout, nullptr, _IOLBF, 1024);
  fmt::print("{} buildings, {} commits of 5 buildings, a tenth of them on a branch\n", buildings, commits);

  auto store = need(twin::Store::open(file, twin::Store::Mode::kCreateIfMissing));
  twin::Command first = city(buildings);
  print("import as one commit", milliseconds([&] { need(store->commit(std::move(first))); }));
  const double writing = milliseconds([&] {
    for (int i = 0; i < commits; ++i) {
      if (i == commits / 2) need(store->create_branch("plan-b", "main", "bench", ""));
      const bool on_branch = i > commits / 2 && i % 5 == 0;
      need(store->commit(edit(*store, on_branch ? "plan-b" : "main", random, buildings, i)));
    }
  });
  print("one commit, durable, on average", writing / commits);

  store.reset();
  print("open", milliseconds([&] { store = need(twin::Store::open(file, twin::Store::Mode::kOpenExisting)); }));
  print("log, newest 20", milliseconds([&] { need(store->log(twin::Ledger::kCity, "main", 20)); }));
  print("log, all", milliseconds([&] { need(store->log(twin::Ledger::kCity, "main", SIZE_MAX)); }));
  const auto head = need(store->snapshot("main"));
  print("diff main plan-b", milliseconds([&] { twin::diff(*head, *need(store->snapshot("plan-b"))); }));

  const auto as_of = [&](int sequence) { return need(store->snapshot_at("main", {std::to_string(sequence), {}})); };
  print("as of the commit before", milliseconds([&] { as_of(static_cast<int>(head->sequence()) - 1); }));
  print("as of half of the history ago, first time", milliseconds([&] { as_of(commits / 2); }));
  print("as of the import, first time", milliseconds([&] { as_of(1); }));
  print("as of the import, again", milliseconds([&] { as_of(1); }));
  print("as of one commit after the import", milliseconds([&] { as_of(2); }));
  std::size_t differences = 0;
  const double compared = milliseconds([&] { differences = twin::diff(*as_of(1), *head).size(); });
  print(fmt::format("diff main@1 main ({} buildings differ)", differences), compared);

  std::size_t changes = 0;
  const double merged = milliseconds([&] { changes = need(twin::merge_branches(*store, {"plan-b", "main", "bench", "", twin::Take::kOurs})).changes; });
  print(fmt::format("merge plan-b into main ({} buildings change)", changes), merged);
  const auto log = need(store->log(twin::Ledger::kCity, "main", SIZE_MAX));
  print("revert the oldest edit", milliseconds([&] {
          need(twin::revert_commit(*store, {"main", log[log.size() - 2].hash.hex(), "bench", "", twin::Take::kOurs}));
        }));
  twin::Command planned = edit(*store, "main", random, buildings, commits);
  for (auto& write : planned.writes) write.valid_from = twin::system_clock()() + std::chrono::hours(24 * 365);
  need(store->commit(std::move(planned)));
  const auto now = twin::system_clock()();
  print("valid at this instant, first time", milliseconds([&] { need(store->snapshot_at("main", {"", now})); }));
  print("valid at this instant, again", milliseconds([&] { need(store->snapshot_at("main", {"", now})); }));
  twin::Store::Verification found;
  const double verifying = milliseconds([&] { found = store->verify(); });
  print(fmt::format("verify ({} commits, {} values, {} findings)", found.commits, found.values, found.findings.size()), verifying);
  store.reset();
  fmt::print("file {:.1f} MB\n", static_cast<double>(std::filesystem::file_size(file)) / 1e6);
  std::filesystem::remove_all(folder);
}

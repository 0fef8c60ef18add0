#include "geo/io/city_batch.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <future>
#include <unordered_map>
#include <unordered_set>

#include "geo/io/city_linking.hpp"
#include "geo/io/file_ingest.hpp"
#include "geo/io/known_links.hpp"
#include "geo/io/known_shape.hpp"
#include "geo/io/population_ingest.hpp"
#include "geo/io/register_placing.hpp"
#include "twin_core/base/free_memory.hpp"

namespace geo {
namespace {

using twin::Severity;

/// Numbers of records that stay are kept right when one is dropped later.
void reject_one(FileReport& report, const std::string& type) {
  const auto move = [](twin::Tally& tally) {
    --(tally.accepted > 0 ? tally.accepted : tally.repaired);
    ++tally.rejected;
  };
  move(report.diagnostics.tally);
  if (const auto of_class = report.classes.find(type); of_class != report.classes.end()) move(of_class->second);
}

/// Remembers which file an id came from; the file first named keeps it.
class IdsSeen {
 public:
  bool take(const std::string& id, FileReport& report, const std::string& type = {}) {
    const auto [entry, fresh] = from_.try_emplace(id, report.name);
    if (fresh) return true;
    report.diagnostics.add(
        {"duplicate-id", Severity::kError, id, "", report.name, id,
         "The same id came from " + entry->second + ", which is kept; this one is left out."});
    reject_one(report, type);
    return false;
  }

 private:
  std::unordered_map<std::string, std::string> from_;
};

/// Around streets, terrain and population.
twin::Box bounds_of_fields(const CityBatch& batch) {
  twin::Box out;
  for (const auto& street : batch.streets) {
    for (const auto& node : street.nodes) out.add(twin::WorkingPosition{node.position.east, node.position.north, 0});
  }
  for (const auto& read : batch.terrains) out.add(read.terrain.bounds());
  for (const auto& area : batch.population_areas) {
    for (const auto& polygon : area.boundary) {
      for (const auto& point : polygon.outer) out.add(twin::WorkingPosition{point.east, point.north, 0});
    }
  }
  return out;
}

twin::Manifest new_manifest(twin::Manifest frame, const CityBatch& batch, const std::string& first_file) {
  twin::Box bounds;
  for (const auto* buildings : {&batch.buildings, &batch.past}) {
    for (const auto& read : *buildings) bounds.add(read.building.bounds);
  }
  // The middle of the city is where its houses are, not that of the sea beside it.
  if (bounds.empty()) {
    for (const auto& read : batch.objects) bounds.add(read.object.bounds);
  }
  double lowest = bounds.empty() ? 0 : bounds.low.up;
  for (const auto* buildings : {&batch.buildings, &batch.past}) {
    for (const auto& read : *buildings) lowest = std::min(lowest, read.building.ground_m);
  }
  for (const auto& unit : batch.plan_units) {
    for (const auto& point : unit.boundary.outer)
      bounds.add(twin::WorkingPosition{point.east, point.north, lowest});
  }
  // A scene begins where the buildings stand; streets and counts of a whole region do not move it.
  if (bounds.empty()) bounds = bounds_of_fields(batch);
  frame.name = std::filesystem::path(first_file).stem().string();
  frame.scene_origin = {std::round((bounds.low.east + bounds.high.east) / 2),
                        std::round((bounds.low.north + bounds.high.north) / 2), std::floor(lowest)};
  return frame;
}

twin::Problem too_early(const twin::Problem& problem) {
  auto out = problem;
  if (out.place.empty()) out.place = "--crs";
  return out;
}

/// Series of one id may stand in one twin once; the first keeps it.
class SeriesSeen {
 public:
  void keep_new(ReadBuilding& read, FileReport& report) {
    std::erase_if(read.series, [&](const ReadSeries& one) {
      if (ids_.insert(one.series.id).second) return false;
      report.diagnostics.add({"duplicate-id", Severity::kWarning, one.series.id, "", report.name, read.building.id,
                              "A time series of this id was read before and is kept; this one is left out."});
      return true;
    });
  }

 private:
  std::unordered_set<std::string> ids_;
};

/// Series belong to what stands: a state of the past has none.
void leave_out_series(std::vector<ReadBuilding>& past, FileReport& report) {
  std::size_t count = 0;
  for (auto& read : past) {
    count += read.series.size();
    read.series.clear();
  }
  if (count == 0) return;
  report.diagnostics.add({"object-passed-over", Severity::kInfo, "", "", report.name, "Dynamizer of the past: " + std::to_string(count),
                          "Nothing to do: time series of buildings that stand are read."});
}

/// Adds what one file gave to the batch.
class Gathering {
 public:
  explicit Gathering(CityBatch& batch) : batch_(batch) {}

  void add(IngestedFile&& file) {
    auto& report = file.report;
    const bool gave = !(file.buildings.empty() && file.objects.empty() && file.past.empty() && file.plan_units.empty() &&
                        file.streets.empty() && file.terrains.empty() && file.population_areas.empty());
    leave_out_series(file.past, report);
    std::unordered_map<std::string, bool> with_past;  // whether the id is this file's
    for (auto& read : file.past) {
      const auto [entry, fresh] = with_past.try_emplace(read.building.id, false);
      if (fresh) {
        entry->second = building_ids_.take(read.building.id, report, "Building");
      } else if (!entry->second) {
        reject_one(report, "Building");
      }
      if (entry->second) batch_.past.push_back(std::move(read));
    }
    // In place: a whole city would otherwise be there twice while it changes hands.
    auto kept = file.buildings.begin();
    for (auto& read : file.buildings) {
      const auto earlier = with_past.extract(read.building.id);
      if (earlier && !earlier.mapped()) reject_one(report, "Building");
      const bool ours = earlier ? earlier.mapped() : building_ids_.take(read.building.id, report, "Building");
      if (!ours) continue;
      series_.keep_new(read, report);
      if (&*kept != &read) *kept = std::move(read);
      ++kept;
    }
    file.buildings.erase(kept, file.buildings.end());
    batch_.file_of.resize(batch_.file_of.size() + file.buildings.size(), batch_.files.size());
    take(std::move(file.buildings), batch_.buildings);
    std::erase_if(file.objects, [&](const ReadObject& read) { return !object_ids_.take(read.object.id, report, read.object.type); });
    take(std::move(file.objects), batch_.objects);
    for (auto& unit : file.plan_units) {
      if (unit_ids_.take(unit.id, report)) batch_.plan_units.push_back(std::move(unit));
    }
    for (auto& cancellation : file.cancellations) batch_.cancellations.push_back(std::move(cancellation));
    for (auto& street : file.streets) {
      if (street_ids_.take(street.id, report)) batch_.streets.push_back(std::move(street));
    }
    for (auto& read : file.terrains) {
      if (terrain_ids_.take(read.terrain.id, report)) batch_.terrains.push_back(std::move(read));
    }
    for (auto& area : file.population_areas) {
      if (area_ids_.take(area.id, report)) batch_.population_areas.push_back(std::move(area));
    }
    if (first_file_.empty() && gave) first_file_ = report.name;
    if (rows.empty()) rows.reserve(file.rows.size());
    for (auto& row : file.rows) rows.push_back({std::move(row), batch_.files.size()});
    if (file.refused && !batch_.refused) batch_.refused = std::move(file.refused);
    batch_.files.push_back(std::move(report));
  }

  const std::string& first_file() const { return first_file_; }
  std::vector<FiledRow> rows;

 private:
  template <class Item>
  static void take(std::vector<Item>&& items, std::vector<Item>& into) {
    if (into.empty()) {
      into = std::move(items);
    } else {
      std::move(items.begin(), items.end(), std::back_inserter(into));
    }
  }

  CityBatch& batch_;
  IdsSeen building_ids_, object_ids_, unit_ids_, street_ids_, terrain_ids_, area_ids_;
  SeriesSeen series_;
  std::string first_file_;
};

/// Registers need no frame, so they are read while the first model is.
class RegistersAhead {
 public:
  RegistersAhead(const std::vector<InputFile>& files, ReadOptions options) : files_(files), options_(std::move(options)) {
    options_.progress = {};
    if (files.size() > 1) others_ = std::async(std::launch::async, [this] { return read(); });
  }

  /// Nothing for a file of another kind, and for the first one: whoever needs it waits for it anyway.
  std::optional<IngestedFile> of(std::size_t file) {
    if (file == 0) return std::nullopt;
    if (others_.valid()) read_ = others_.get();
    return std::move(read_[file]);
  }

 private:
  std::vector<std::optional<IngestedFile>> read() const {
    std::vector<std::optional<IngestedFile>> out(files_.size());
    for (std::size_t i = 1; i < files_.size(); ++i) out[i] = ingest_register(files_[i], options_);
    return out;
  }

  const std::vector<InputFile>& files_;
  ReadOptions options_;
  std::vector<std::optional<IngestedFile>> read_;
  std::future<std::vector<std::optional<IngestedFile>>> others_;  ///< the last member: it ends before what it reads from
};

}  // namespace

std::uint64_t CityBatch::rejected() const {
  std::uint64_t out = 0;
  for (const auto& file : files) out += file.diagnostics.tally.rejected;
  return out;
}

CityBatch read_city(const std::vector<InputFile>& files, const ReadOptions& options,
                    const std::vector<ReadBuilding>& existing, const std::vector<twin::KeptRow>& kept) {
  CityBatch batch;
  auto agreement = FrameAgreement::make(options.frame, options.crs);
  if (!agreement) {
    batch.refused = too_early(agreement.problem());
    return batch;
  }
  std::vector<FiledRow> file_rows;
  std::string first_file;
  {
    Gathering gathering(batch);
    RegistersAhead registers(files, options);
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (options.progress && i > 0) options.progress("reading " + files[i].name, 0, 0, "bytes");
      auto ahead = registers.of(i);
      gathering.add(ahead ? std::move(*ahead) : ingest_file(files[i], *agreement, options));
    }
    file_rows = std::move(gathering.rows);
    first_file = gathering.first_file();
  }
  if (!file_rows.empty()) twin::give_back_free_memory();  // linking has other needs than reading
  if (batch.refused) {
    batch.buildings.clear();
    batch.objects.clear();
    batch.past.clear();
    batch.plan_units.clear();
    batch.cancellations.clear();
    batch.streets.clear();
    batch.terrains.clear();
    batch.population_areas.clear();
    return batch;
  }
  if (options.frame) keep_known_shapes(batch.buildings, existing, options.frame->scene_origin);
  if (options.progress)
    options.progress("linking", 0, static_cast<double>(batch.buildings.size()), "buildings");
  auto known_links = take_known_links(file_rows);
  auto before = filed_rows(kept);
  place_rows(file_rows, *agreement, batch.files);
  place_rows(before, *agreement, batch.files);
  auto rows = with_kept_rows(std::move(file_rows), existing, std::move(before), batch);
  link_city(batch, std::move(rows), existing, kept);
  apply_known_links(batch, std::move(known_links), existing);
  std::vector<const twin::Building*> known;
  for (const auto& read : batch.buildings) known.push_back(&read.building);
  for (const auto& read : existing) known.push_back(&read.building);
  place_on_buildings(batch.population_areas, known, batch.files);
  const bool something = !batch.buildings.empty() || !batch.objects.empty() || !batch.past.empty() || !batch.plan_units.empty() || !batch.streets.empty() ||
                         !batch.terrains.empty() || !batch.population_areas.empty();
  if (agreement->is_new() && something) {
    batch.manifest = new_manifest(*agreement->frame(), batch, first_file);
  }
  return batch;
}

std::vector<FileReport> validate_files(const std::vector<InputFile>& files, const ReadOptions& options) {
  std::vector<FileReport> out;
  for (const auto& file : files) {
    // Every file by itself: what its neighbours say about coordinates is no matter of its validity.
    auto agreement = FrameAgreement::for_validation(options.crs);
    if (!agreement) {
      FileReport report{file.name, "unknown", "", {}, true};
      report.diagnostics.add(twin::finding_of(too_early(agreement.problem())));
      out.push_back(std::move(report));
      continue;
    }
    auto whole = options;
    whole.checks.every_level = true;
    whole.report_only = true;
    out.push_back(ingest_file(file, *agreement, whole).report);
  }
  return out;
}

}  // namespace geo

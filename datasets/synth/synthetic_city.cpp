#include "datasets/synth/synthetic_city.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <system_error>

#include "datasets/synth/blocks_geojson.hpp"
#include "datasets/synth/builder.hpp"
#include "datasets/synth/city_gml.hpp"
#include "datasets/synth/flaws.hpp"
#include "datasets/synth/head_office.hpp"
#include "datasets/synth/house_json.hpp"
#include "datasets/synth/layout.hpp"
#include "datasets/synth/plan_json.hpp"
#include "datasets/synth/register_csv.hpp"
#include "datasets/synth/residents_csv.hpp"
#include "datasets/synth/services_geojson.hpp"
#include "datasets/synth/streets_osm.hpp"
#include "datasets/synth/surroundings_gml.hpp"
#include "datasets/synth/text_file.hpp"

namespace datasets {
namespace {

constexpr int kMostBuildings = 1'000'000;

using VisitBuilding =
    std::function<twin::Status(const SyntheticBuilding&, const Block&, std::uint64_t serial, int nth)>;
using VisitDistrict = std::function<twin::Status(const District&)>;

/// The districts that are reached, each before its buildings, and the asked number of buildings in building
/// order. Made anew on every call, so nothing has to be kept.
twin::Status for_each_building(const SynthOptions& options, const VisitDistrict& enter,
                               const VisitBuilding& visit) {
  const Site site(options.seed);
  const auto wanted = static_cast<std::uint64_t>(options.buildings);
  std::uint64_t serial = 0;
  twin::Status status = twin::Done{};
  Layout(options.seed).for_each_district([&](const District& district) {
    status = enter(district);
    if (!status) {
      return false;
    }
    for (const Block& block : district.blocks) {
      int nth = 0;
      for (const SyntheticBuilding& building : buildings_on(block, site, options.seed)) {
        if (serial == wanted) {
          return false;
        }
        status = visit(building, block, ++serial, nth++);
        if (!status) {
          return false;
        }
      }
    }
    return serial < wanted;
  });
  return status;
}

/// What has to be known before the first byte is written.
struct Extent {
  DistrictSet districts;
};

twin::Result<Extent> extent_of(const SynthOptions& options) {
  Extent extent;
  TWIN_CHECK(for_each_building(
      options,
      [&](const District& district) {
        extent.districts.insert({district.east, district.north});
        return twin::Status(twin::Done{});
      },
      [](const SyntheticBuilding&, const Block&, std::uint64_t, int) { return twin::Status(twin::Done{}); }));
  return extent;
}

twin::Status check(const SynthOptions& options) {
  if (options.buildings < 1 || options.buildings > kMostBuildings) {
    return twin::Problem{"value-out-of-range", "A synthetic city has 1 to 1,000,000 buildings.", "--buildings",
                         fmt::format("{}", options.buildings), "Ask for a number in this range."};
  }
  if (!(options.errors_percent >= 0 && options.errors_percent <= 5)) {
    return twin::Problem{"value-out-of-range", "Errors of each kind strike 0 to 5 buildings of a hundred.", "--errors",
                         fmt::format("{}", options.errors_percent), "Ask for a number in this range."};
  }
  if (options.out.empty()) {
    return twin::Problem{"value-missing", "The files need a folder.", "--out", "",
                         "Name the folder to write to."};
  }
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) {
    return twin::Problem{"file-not-writable", "The folder cannot be made.", options.out.string(),
                         error.message(), "Check the folder's name and permissions."};
  }
  return twin::Done{};
}

/// The files that are written building by building, side by side.
class BuildingFiles {
 public:
  static twin::Result<BuildingFiles> open(const SynthOptions& options, const Extent& extent);
  twin::Status enter(const District& district);
  twin::Status add(const SyntheticBuilding& building, const Block& block, std::uint64_t serial, int nth);
  twin::Status finish(SynthSummary& summary);

  SynthSummary counts;
  HouseIdentity house;  ///< of the head office, once it was met

 private:
  BuildingFiles(const SynthOptions& options, const Extent& extent, std::vector<TextFile> files)
      : options_(&options), extent_(&extent), site_(options.seed), files_(std::move(files)) {}
  enum File { kCity, kRegister, kTruth, kResidents, kServices, kPlan, kBlocks };
  static constexpr std::array<const char*, 7> kNames{"city.gml",         "register.csv", "truth.csv",     "residents.csv",
                                                     "services.geojson", "plan.json",    "blocks.geojson"};
  std::string& text(File file) { return files_[file].text(); }
  void add(const Surrounding& surrounding);

  const SynthOptions* options_;
  const Extent* extent_;
  Site site_;
  std::vector<TextFile> files_;
  CityBounds bounds_;  ///< of the city that has been written
  EnvelopePlace envelope_;
  std::string id_before_;
};

twin::Result<BuildingFiles> BuildingFiles::open(const SynthOptions& options, const Extent& extent) {
  std::vector<TextFile> files;
  for (const char* name : kNames) {
    TWIN_TRY(TextFile file, TextFile::create(options.out / name));
    files.push_back(std::move(file));
  }
  BuildingFiles out(options, extent, std::move(files));
  out.envelope_ = append_gml_head(out.text(kCity), options.seed);
  append_csv_head(out.text(kRegister));
  append_truth_head(out.text(kTruth));
  append_residents_head(out.text(kResidents));
  append_services_head(out.text(kServices));
  append_plan_head(out.text(kPlan));
  append_blocks_head(out.text(kBlocks));
  return out;
}

void BuildingFiles::add(const Surrounding& surrounding) {
  append_gml_surrounding(text(kCity), surrounding);
  ++counts.surroundings;
  for (const auto& polygon : surrounding.polygons) {
    for (const Vertex& vertex : polygon) bounds_.add(vertex);
  }
}

twin::Status BuildingFiles::enter(const District& district) {
  counts.plan_units += append_plan_units(text(kPlan), district, site_, counts.plan_units);
  append_blocks(text(kBlocks), district, site_);
  for (const Surrounding& surrounding : surroundings_of(district, site_, extent_->districts)) add(surrounding);
  for (const Tree& tree : trees_of(district, site_)) {
    append_gml_tree(text(kCity), tree, counts.trees++ == 0);
    add_bounds(tree, bounds_);
  }
  return twin::Done{};
}

twin::Status BuildingFiles::add(const SyntheticBuilding& building, const Block& block, std::uint64_t serial, int nth) {
  const std::uint64_t seed = options_->seed;
  BuildingCard card = card_of(building, block, serial, nth, seed);
  if (block.use == BlockUse::kHeadOffice && nth == 0 && building.storeys == HeadOffice::kStoreys) {
    house = {card.permanent_id, card.model_id, card.address};
  }
  counts.residents += append_residents(text(kResidents), building, card, serial, seed);
  counts.services += append_service(text(kServices), building, card, counts.services == 0) ? 1 : 0;

  for (const Mass& mass : building.masses) bounds_.add(mass);  // as it is without its flaw
  Flaw flaw = flaw_of(serial, options_->errors_percent, seed);
  if (!card.has_row && is_of_row(flaw)) flaw = Flaw::kNone;
  const std::string true_id = card.model_id;
  if (flaw == Flaw::kNone) {
    append_gml_building(text(kCity), building, card);
  } else {
    ++counts.flawed;
    SyntheticBuilding flawed = building;
    make_flaw(flaw, flawed, card, serial, id_before_, seed);
    append_gml_building(text(kCity), flawed, card);
  }
  if (card.has_row) {
    ++counts.register_rows;
    append_csv_row(text(kRegister), card);
  }
  append_truth(text(kTruth), card, true_id, flaw, serial, counts.register_rows);
  id_before_ = card.model_id;
  ++counts.buildings;
  if (options_->progress && serial % 1000 == 0) {
    options_->progress(serial, static_cast<std::uint64_t>(options_->buildings));
  }
  for (TextFile& file : files_) {
    TWIN_CHECK(file.flush_when_large());
  }
  return twin::Done{};
}

twin::Status BuildingFiles::finish(SynthSummary& summary) {
  for (const Surrounding& sea : sea_around(site_, options_->seed, extent_->districts)) {
    add(sea);
    TWIN_CHECK(files_[kCity].flush_when_large());
  }
  append_gml_tail(text(kCity));
  TWIN_CHECK(files_[kCity].overwrite(envelope_.lower, corner_text(bounds_.low)));
  TWIN_CHECK(files_[kCity].overwrite(envelope_.upper, corner_text(bounds_.high)));
  append_services_tail(text(kServices));
  append_plan_tail(text(kPlan));
  append_blocks_tail(text(kBlocks));
  summary = counts;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    TWIN_CHECK(files_[i].finish());
    summary.bytes += files_[i].bytes();
    summary.files.push_back(kNames[i]);
  }
  return twin::Done{};
}

twin::Status write_whole(SynthSummary& summary, const SynthOptions& options, const std::string& name,
                         const std::function<twin::Status(TextFile&)>& fill) {
  TWIN_TRY(TextFile file, TextFile::create(options.out / name));
  TWIN_CHECK(fill(file));
  TWIN_CHECK(file.finish());
  summary.bytes += file.bytes();
  summary.files.push_back(name);
  return twin::Done{};
}

}  // namespace

twin::Result<SynthSummary> write_synthetic_city(const SynthOptions& options) {
  TWIN_CHECK(check(options));
  TWIN_TRY(const Extent extent, extent_of(options));
  TWIN_TRY(BuildingFiles files, BuildingFiles::open(options, extent));
  TWIN_CHECK(for_each_building(
      options, [&](const District& district) { return files.enter(district); },
      [&](const SyntheticBuilding& building, const Block& block, std::uint64_t serial, int nth) {
        return files.add(building, block, serial, nth);
      }));
  SynthSummary summary;
  TWIN_CHECK(files.finish(summary));
  summary.city = options.out / "city.gml";
  summary.register_csv = options.out / "register.csv";
  summary.plan = options.out / "plan.json";

  const Site site(options.seed);
  TWIN_CHECK(write_whole(summary, options, "streets.osm", [&](TextFile& file) -> twin::Status {
    TWIN_TRY(summary.street_ways, write_streets(file, site, options.seed, extent.districts));
    return twin::Done{};
  }));
  const std::string house = house_json(Layout(options.seed).town(), site, files.house);
  if (!house.empty()) {
    TWIN_CHECK(write_whole(summary, options, "house.json", [&](TextFile& file) -> twin::Status {
      file.text() = house;
      return twin::Done{};
    }));
  }
  return summary;
}

}  // namespace datasets

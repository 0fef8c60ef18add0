// bench linking: how many register rows find their building, and how many the wrong one.
#include <filesystem>

#include <fmt/format.h>

#include "datasets/synth/synthetic_city.hpp"
#include "server/app/linking_trial.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"

namespace server {

using twin::Json;
using twin::Result;

namespace {

Json json_of(const std::string& what, const TrialResult& trial) {
  return {{"what", what},
          {"rows", trial.rows},
          {"linked", trial.linked},
          {"right", trial.right},
          {"precision", trial.precision()},
          {"recall", trial.recall()},
          {"review", trial.review},
          {"review_right", trial.review_right},
          {"seconds", trial.seconds}};
}

/// A folder that goes with its owner.
class TemporaryCity {
 public:
  explicit TemporaryCity(int buildings) {
    path_ = std::filesystem::temp_directory_path() / fmt::format("kaksonen-linking-{}-{}", buildings, fmt::ptr(this));
  }
  ~TemporaryCity() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

twin::Status try_synthetic(int buildings, std::uint64_t seed, Json& out) {
  const TemporaryCity city(buildings);
  datasets::SynthOptions options;
  options.buildings = buildings;
  options.seed = seed;
  options.out = city.path();
  TWIN_CHECK(datasets::write_synthetic_city(options));
  TWIN_TRY(const TrialResult import, try_import(city.path()));
  out.push_back(json_of(fmt::format("synthetic city of {}, imported as it is", buildings), import));
  TWIN_TRY(const TrialCity apart, synthetic_taken_apart(city.path()));
  out.push_back(json_of(fmt::format("synthetic city of {}, no identifiers, 10 m noise", buildings), try_linking(apart, {})));
  return twin::Done{};
}

}  // namespace

Result<Json> bench_linking(const Arguments& arguments) {
  Json out = Json::array();
  const std::string data = arguments.input.empty() ? "../shared/data" : arguments.input;
  if (const auto city = kalasatama_taken_apart(data)) {
    out.push_back(json_of("Kalasatama, no identifiers, 10 m noise, 50 draws", try_linking(*city, {.draws = 50})));
    out.push_back(json_of("the same, a tenth of the buildings absent", try_linking(*city, {.absent_share = 0.1, .draws = 50})));
  } else {
    fmt::print(stderr, "SKIPPED: {} ({})\n", city.problem().message, city.problem().place);
  }
  const std::vector<int> sizes = arguments.bench_buildings > 0 ? std::vector{arguments.bench_buildings} : std::vector{8000, 80000};
  for (const int buildings : sizes) TWIN_CHECK(try_synthetic(buildings, arguments.seed, out));
  return Json{{"trials", std::move(out)}};
}

void print_linking(const Json& answer) {
  fmt::print("{:<55} {:>7} {:>7} {:>7} {:>10} {:>7} {:>7} {:>8}\n", "", "rows", "linked", "right", "precision", "recall", "review", "seconds");
  for (const Json& trial : answer["trials"]) {
    fmt::print("{:<55} {:>7} {:>7} {:>7} {:>10.4f} {:>7.3f} {:>7} {:>8.2f}\n", trial["what"].get<std::string>(), trial["rows"].get<std::size_t>(),
               trial["linked"].get<std::size_t>(), trial["right"].get<std::size_t>(), trial["precision"].get<double>(), trial["recall"].get<double>(),
               trial["review"].get<std::size_t>(), trial["seconds"].get<double>());
  }
}

}  // namespace server

// compare: scenarios side by side, on the terminal and as files.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "server/cli/ask_and_show.hpp"
#include "server/cli/compare_request.hpp"
#include "server/compare/comparison_writer.hpp"
#include "server/compare/map_layer.hpp"
#include "server/compare/outside_program.hpp"
#include "sim/run/process.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

constexpr const char* kProcess = "scenario-comparison";

class CompareSink final : public sim::Sink {
 public:
  void progress(double fraction, std::string_view stage) override { callback_(std::string(stage), fraction * 100, 100, "%"); }

 private:
  ProgressLine line_;
  geo::Progress callback_ = line_.callback();
};

/// The table as it fits a terminal: figure, unit, then value and difference for each scenario.
void print_table(const Json& answer, ReportLanguage language) {
  fmt::print("{:<44} {:<12}", compare_words("figure", language), compare_words("unit", language));
  for (const Json& scenario : answer["scenarios"]) fmt::print(" {:>22}", scenario["name"].get<std::string>());
  fmt::print("\n");
  for (const Json& kpi : answer["kpis"]) {
    fmt::print("{:<44} {:<12}", label_of(kpi, language), unit_words(kpi["unit"], language));
    const int decimals = kpi["decimals"];
    for (std::size_t s = 0; s < kpi["values"].size(); ++s) {
      const Json& value = kpi["values"][s]["value"];
      std::string cell = value.is_number() ? number_text(value, decimals, language) : std::string(compare_words("unknown", language));
      const Json& change = kpi["differences"][s];
      if (s > 0 && change.is_number() && std::abs(change.get<double>()) >= 0.5 * std::pow(10, -decimals)) cell += " (" + number_text(change, decimals, language, true) + ")";
      fmt::print(" {:>22}", cell);
    }
    fmt::print("\n");
  }
  if (!answer["ranking"].is_null()) {
    std::string list;
    for (const Json& name : answer["ranking"]["order"]) {
      for (std::size_t s = 0; s < answer["scenarios"].size(); ++s) {
        if (answer["scenarios"][s]["name"] != name) continue;
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", name.get<std::string>(), number_text(answer["ranking"]["scores"][s], 2, language));
      }
    }
    fmt::print("{}: {}\n", compare_words("ranking", language), list);
  }
}

/// Pictures given, and those that the viewer takes of the branches of a served twin.
Result<std::vector<ScenarioPicture>> pictures_of(const Arguments& arguments, const Json& answer, const std::filesystem::path& folder) {
  std::vector<ScenarioPicture> out;
  const auto known = [&](const std::string& name) {
    return std::any_of(answer["scenarios"].begin(), answer["scenarios"].end(), [&](const Json& scenario) { return scenario["name"] == name; });
  };
  for (const auto& text : arguments.pictures) {
    TWIN_TRY(const auto pair, pair_of(text, "--picture"));
    if (!known(pair.first)) return Problem{"reference-missing", "There is no scenario of this name to have a picture.", "--picture", pair.first, "Name one of those compared."};
    TWIN_TRY(auto picture, read_picture(pair.first, pair.second));
    out.push_back(std::move(picture));
  }
  if (arguments.viewer.empty()) return out;
  std::string address = arguments.twin;
  if (address.find("://") == std::string::npos) {
    const auto beside = address_file_of(arguments.twin);
    std::error_code none;
    if (!std::filesystem::exists(beside, none))
      return Problem{"usage", "The viewer takes pictures of a served twin.", "--viewer", arguments.twin, "Start kaksonen serve, or give pictures with --picture."};
    TWIN_TRY(const std::string text, read_whole_file(beside.string()));
    address = text.substr(0, text.find_first_of(" \n"));  // the process's number follows
  }
  if (address.starts_with("http")) address.replace(0, 4, "ws");
  std::error_code none;
  std::filesystem::create_directories(folder, none);
  for (const Json& scenario : answer["scenarios"]) {
    if (scenario["branch"].is_null() || scenario["branch"].get<std::string>().find('@') != std::string::npos) continue;
    const auto file = folder / fmt::format("picture-{}.png", out.size() + 1);
    std::vector<std::string> words{"--connect", address, "--branch", scenario["branch"], "--screenshot", file.string(), "--size", "1280x800", "--language", arguments.language};
    if (!arguments.camera.empty()) words.insert(words.end(), {"--camera", arguments.camera});
    TWIN_CHECK(run_program(arguments.viewer, words, std::chrono::seconds(180)));
    TWIN_TRY(auto picture, read_picture(scenario["name"], file));
    out.push_back(std::move(picture));
  }
  return out;
}

struct Compared {
  Json answer;
  std::string twin;  ///< as titles show it
};

Result<Compared> compare(const Arguments& arguments) {
  TWIN_TRY(const Json request, compare_request(arguments));
  CompareSink sink;
  Compared out;
  if (arguments.twin.empty()) {
    TWIN_TRY(out.answer, sim::execute(kProcess, request, {}, sink));
    return out;
  }
  TWIN_TRY(const OpenedTwin opened, open_twin(arguments.twin, false));
  TWIN_TRY(out.answer, opened.service->run(kProcess, request, "main", sink, {arguments.as_of, arguments.valid_at}));
  TWIN_TRY(const Json info, opened.service->info({}));
  out.twin = info.value("name", "");
  return out;
}

Result<std::vector<std::string>> write_files(const Arguments& arguments, const Compared& compared) {
  std::vector<std::string> files;
  if (!arguments.out.empty()) {
    ComparisonPage page;
    page.language = *geo::report_language_named(arguments.language);
    page.twin = compared.twin;
    TWIN_TRY(page.pictures, pictures_of(arguments, compared.answer, arguments.out));
    TWIN_TRY(files, write_comparison(compared.answer, page, arguments.out, arguments.pdf));
  }
  if (arguments.layer.empty()) return files;
  TWIN_TRY(const Json layer, map_layer(compared.answer["map"]));
  TWIN_CHECK(write_file(arguments.layer, layer.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"));
  files.push_back(arguments.layer);
  return files;
}

}  // namespace

int run_compare(const Arguments& arguments) {
  if (arguments.out.empty() && (arguments.pdf || !arguments.pictures.empty() || !arguments.viewer.empty()))
    return fail({"usage", "Pictures and PDF belong to the page.", "--out", "", "Name a folder with --out."}, arguments.json);
  const auto compared = compare(arguments);
  if (!compared) return fail(compared.problem(), arguments.json);
  const auto files = write_files(arguments, *compared);
  if (!files) return fail(files.problem(), arguments.json);
  if (arguments.json) {
    print_json(compared->answer);
    return kExitFine;
  }
  print_table(compared->answer, *geo::report_language_named(arguments.language));
  for (const auto& file : *files) fmt::print("→ {}\n", file);
  return kExitFine;
}

}  // namespace server

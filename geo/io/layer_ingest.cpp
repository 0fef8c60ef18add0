#include "geo/io/layer_ingest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "geo/io/own_layer.hpp"
#include "geo/io/population_ingest.hpp"
#include "geo/io/register_layer.hpp"
#include "geo/io/table_ingest.hpp"
#include "geo/io/text_encoding.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Severity;
using twin::Status;

/// What is to be done with one layer.
struct Choice {
  std::size_t number = 0;
  PopulationMappingPtr population;  ///< nullptr: not of population
  bool is_register = false;
  bool tells_buildings = false;     ///< of a register: more than places and addresses
  std::size_t known_columns = 0;
  std::optional<Problem> why_not;   ///< neither
  bool is_read() const { return population || is_register; }
};

/// Tables in which a desktop program keeps styles and projects beside the data.
bool is_bookkeeping(std::string_view layer) {
  constexpr auto kNames = std::to_array<std::string_view>({"layer_styles", "qgis_projects"});
  return std::find(kNames.begin(), kNames.end(), layer) != kNames.end();
}

Choice judge(const InputFile& file, const LayerFile& layers, std::size_t number, const RegisterOptions& tables, const ReadOptions& options) {
  const auto& layer = layers.layers()[number];
  Choice out;
  out.number = number;
  out.population = population_of(layer.columns, options);
  if (out.population) return out;
  const auto rows = register_rows_of(file.name, layer, tables);
  out.known_columns = (options.mapping ? options.mapping : choose_mapping(layer.columns))->reads(layer.columns);
  if (!options.mapping) out.why_not = own_layer_problem(file.name, layer.columns);
  if (!out.why_not && !rows) out.why_not = rows.problem();
  out.is_register = !out.why_not;
  out.tells_buildings = rows && rows->tells_buildings();
  return out;
}

twin::Result<std::vector<Choice>> choose(const InputFile& file, const LayerFile& layers, const RegisterOptions& tables, const ReadOptions& options) {
  std::vector<Choice> out;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < layers.layers().size(); ++i) {
    const auto& name = layers.layers()[i].name;
    names.push_back(name);
    if (!options.layers.empty() && std::find(options.layers.begin(), options.layers.end(), name) == options.layers.end()) continue;
    out.push_back(judge(file, layers, i, tables, options));
  }
  for (const auto& wanted : options.layers) {
    if (std::find(names.begin(), names.end(), wanted) != names.end()) continue;
    return Problem{"parameter-invalid", "The file has no layer of this name.", "layer", twin::excerpt(wanted),
                   fmt::format("It has: {}.", twin::excerpt(fmt::format("{}", fmt::join(names, ", ")), 400))};
  }
  const bool any = std::any_of(out.begin(), out.end(), [](const Choice& one) { return one.is_register && one.tells_buildings; });
  for (auto& one : out) {
    if (!any || !options.layers.empty() || !one.is_register || one.tells_buildings) continue;
    one.is_register = false;
    one.why_not = Problem{"layer-not-read", "Its rows have places and addresses, but neither ids nor sizes of buildings, as another layer has.", "", "",
                          "Name it with --layer if they are buildings."};
  }
  return out;
}

/// Where nothing fits: what is missing in the layer that came nearest.
Problem nothing_fits(const LayerFile& layers, std::vector<Choice>&& choices) {
  auto nearest = std::find_if(choices.begin(), choices.end(), [](const Choice& one) { return one.why_not->code == "layer-not-read"; });
  if (nearest == choices.end()) {
    nearest = std::max_element(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) { return a.known_columns < b.known_columns; });
  }
  Problem out = std::move(*nearest->why_not);
  const auto& name = layers.layers()[nearest->number].name;
  if (layers.layers().size() > 1 && out.code != "layer-not-read") out.place = fmt::format("layer {}, {}", name, out.place);
  return out;
}

twin::Finding not_read(const LayerFile::Layer& layer, const Problem& why, std::optional<std::uint64_t> rows) {
  return {"layer-not-read", is_bookkeeping(layer.name) ? Severity::kInfo : Severity::kWarning, "", "", "layer " + layer.name,
          rows ? fmt::format("{} rows", *rows) : "", fmt::format("{} {}", why.message, why.remedy)};
}

/// Puts together what several layers gave.
class Layers {
 public:
  Layers(const InputFile& file, LayerFile& layers, const RegisterOptions& tables, FrameAgreement& agreement, IngestedFile& out)
      : file_(file), layers_(layers), tables_(tables), agreement_(agreement), out_(out) {}

  Status read(const Choice& choice) {
    const auto& layer = layers_.layers()[choice.number];
    TWIN_CHECK(choice.population ? read_areas(choice) : read_rows(choice));
    if (!layer.name.empty()) out_.report.layers.push_back(layer.name);
    return twin::Done{};
  }

  void tell(const Choice& choice) {
    const auto rows = layers_.row_count(choice.number);
    if (rows != 0u) out_.report.diagnostics.add(not_read(layers_.layers()[choice.number], *choice.why_not, rows));
  }

 private:
  Status read_rows(const Choice& choice) {
    TWIN_TRY(RegisterFile table, read_register_layer(file_.name, layers_, choice.number, tables_));
    add(choice, std::move(table.diagnostics), table.mapping);
    out_.rows.insert(out_.rows.end(), std::make_move_iterator(table.rows.begin()), std::make_move_iterator(table.rows.end()));
    return twin::Done{};
  }

  Status read_areas(const Choice& choice) {
    IngestedFile one;
    TWIN_CHECK(ingest_population_layer(file_.name, layers_, choice.number, choice.population, agreement_, one));
    add(choice, std::move(one.report.diagnostics), one.report.mapping);
    if (one.refused && !out_.refused) out_.refused = std::move(one.refused);
    auto& areas = one.population_areas;
    out_.population_areas.insert(out_.population_areas.end(), std::make_move_iterator(areas.begin()), std::make_move_iterator(areas.end()));
    return twin::Done{};
  }

  void add(const Choice& choice, twin::Diagnostics&& read, const std::string& mapping) {
    auto& report = out_.report;
    if (report.mapping.find(mapping) == std::string::npos) report.mapping += (report.mapping.empty() ? "" : ", ") + mapping;
    auto& tally = report.diagnostics.tally;
    tally.read += read.tally.read;
    tally.accepted += read.tally.accepted;
    tally.repaired += read.tally.repaired;
    tally.rejected += read.tally.rejected;
    const std::string place = "layer " + layers_.layers()[choice.number].name;
    for (auto& finding : read.findings) {
      if (layers_.layers().size() > 1 && finding.place.find("layer ") == std::string::npos) {
        finding.place = finding.place.empty() ? place : place + ", " + finding.place;
      }
      report.diagnostics.add(std::move(finding));
    }
  }

  const InputFile& file_;
  LayerFile& layers_;
  const RegisterOptions& tables_;
  FrameAgreement& agreement_;
  IngestedFile& out_;
};

}  // namespace

Status ingest_layers(const InputFile& file, LayerFormat format, std::string_view bytes, const ReadOptions& options,
                     FrameAgreement& agreement, IngestedFile& out) {
  out.report.format = std::string(name_of(format)) + " register";
  const auto declared = text_encoding_named(options.encoding);
  const std::string encoding(declared ? name_of(*declared) : "");
  TWIN_TRY(LayerFile layers, LayerFile::open(format, bytes, file.path, encoding));
  const RegisterOptions tables = register_options_of(options);
  TWIN_TRY(auto choices, choose(file, layers, tables, options));
  if (std::none_of(choices.begin(), choices.end(), [](const Choice& one) { return one.is_read(); })) return nothing_fits(layers, std::move(choices));
  const bool areas = std::any_of(choices.begin(), choices.end(), [](const Choice& one) { return one.population != nullptr; });
  const bool rows = std::any_of(choices.begin(), choices.end(), [](const Choice& one) { return one.is_register; });
  out.report.format = fmt::format("{} {}", name_of(format), !areas ? "register" : rows ? "register and population" : "population");
  Layers reading(file, layers, tables, agreement, out);
  const auto to_read = std::count_if(choices.begin(), choices.end(), [](const Choice& one) { return one.is_read(); });
  std::ptrdiff_t failed = 0;
  for (auto& choice : choices) {
    if (!choice.is_read()) continue;
    auto read = reading.read(choice);
    if (read) continue;
    // A layer that was asked for, or that is all there is, fails the file; one of several is told of.
    if (++failed == to_read || !options.layers.empty()) return read;
    choice.why_not = read.problem();
    choice.population = nullptr;
    choice.is_register = false;
  }
  for (const auto& choice : choices) {
    if (!choice.is_read()) reading.tell(choice);
  }
  return twin::Done{};
}

}  // namespace geo

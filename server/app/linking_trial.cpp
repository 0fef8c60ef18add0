#include "server/app/linking_trial.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unordered_map>

#include "geo/io/city_linking.hpp"
#include "geo/io/linked_card.hpp"
#include "geo/link/ground.hpp"
#include "twin_core/base/random_stream.hpp"

namespace server {
namespace {

using twin::Problem;
using twin::Result;
using Clock = std::chrono::steady_clock;

geo::InputFile on_disk(const std::filesystem::path& path) {
  return {path.filename().string(), path.string(), nullptr};
}

Result<std::string> text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  if (!in) return Problem{"file-unreadable", "The file cannot be opened.", path.string(), "", "Check its name."};
  return std::move(out).str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

/// What a survey alone would know.
void keep_geometry_alone(geo::ReadBuilding& read) {
  read.shape.attributes.clear();
  read.building.card = {};
  read.building.from_model = {};
  read.building.link = twin::LinkReason::kUnlinked;
  read.building.link_note.clear();
  read.building.details = twin::LinkDetails{};
  read.building.roof_type = {};
}

void take_identifiers(twin::KeptRow& row) {
  row.card.permanent_id.clear();
  row.card.municipal_number.clear();
  row.card.property_id.clear();
  row.model_id.clear();
}

/// `register.csv row 7` → 6, the row of truth.csv, which does not count the head.
std::size_t row_number(const std::string& source) {
  const auto space = source.rfind(' ');
  return space == std::string::npos ? 0 : std::strtoull(source.c_str() + space, nullptr, 10) - 1;
}

/// Of truth.csv: the gml:id by row of the register. Its columns hold no quotes.
Result<std::unordered_map<std::size_t, std::string>> building_by_row(const std::filesystem::path& city) {
  TWIN_TRY(const std::string text, text_of(city / "truth.csv"));
  std::unordered_map<std::size_t, std::string> out;
  constexpr std::size_t kGmlId = 1, kRow = 5;
  for (const auto& line : lines_of(text)) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    if (cells.size() > kRow && !cells[kRow].empty() && cells[0] != "building") out[std::stoull(cells[kRow])] = cells[kGmlId];
  }
  return out;
}

/// The register without its first three columns, which identify.
Result<geo::InputFile> anonymous_register(const std::filesystem::path& city) {
  TWIN_TRY(const std::string text, text_of(city / "register.csv"));
  std::string out;
  for (const auto& line : lines_of(text)) {
    std::size_t at = 0;
    for (int i = 0; i < 3; ++i) at = line.find(',', at) + 1;
    out += line.substr(at) + "\n";
  }
  return geo::InputFile{"register.csv", "", std::make_shared<const std::string>(std::move(out))};
}

}  // namespace

Result<TrialCity> kalasatama_taken_apart(const std::filesystem::path& data) {
  const auto tile = data / "citygml/helsinki_kalasatama_2549_6674.gml", table = data / "registry/helsinki_kalasatama_register.csv";
  for (const auto& path : {tile, table}) {
    if (!std::filesystem::exists(path)) {
      return Problem{"file-unreadable", "There is no such file.", path.string(), "", "Name the folder of the public data with --input."};
    }
  }
  auto batch = geo::read_city({on_disk(tile), on_disk(table)}, {});
  if (batch.refused) return *batch.refused;
  TrialCity out;
  for (auto& read : batch.buildings) {
    const auto rows = geo::rows_of(read.building);
    if (rows.size() == 1) {
      twin::KeptRow row;
      row.card = rows.front().card;
      take_identifiers(row);
      row.card.address = "";
      row.id = row.card.source.str();
      row.point = geo::ground_of(read.building.footprint).centre;
      out.rows.push_back(std::move(row));
      out.building_of.push_back(read.building.id);
    }
    keep_geometry_alone(read);
    out.buildings.push_back(std::move(read));
  }
  return out;
}

Result<TrialCity> synthetic_taken_apart(const std::filesystem::path& city) {
  TWIN_TRY(const auto truth, building_by_row(city));
  TWIN_TRY(const geo::InputFile rows, anonymous_register(city));
  TrialCity out;
  auto batch = geo::read_city({on_disk(city / "city.gml")}, {});
  if (batch.refused) return *batch.refused;
  std::unordered_map<std::string, bool> present;
  for (auto& read : batch.buildings) {
    keep_geometry_alone(read);
    present[read.building.id] = true;
    out.buildings.push_back(std::move(read));
  }
  auto read = geo::read_city({rows}, {});
  for (auto& row : read.kept_rows) {
    row.location_crs.clear();
    take_identifiers(row);
    const auto whose = truth.find(row_number(row.card.source.str()));
    const bool has_building = whose != truth.end() && present.contains(whose->second);
    out.building_of.push_back(has_building ? whose->second : "");
    out.rows.push_back(std::move(row));
  }
  return out;
}

TrialResult try_linking(const TrialCity& city, const TrialOptions& options) {
  TrialResult out;
  for (std::uint64_t draw = 0; draw < options.draws; ++draw) {
    twin::RandomStream random(options.seed, "linking-trial", fmt::format("{}", draw));
    const auto normal = [&] {
      return std::sqrt(-2 * std::log(1 - random.uniform())) * std::cos(6.283185307179586 * random.uniform());
    };
    geo::CityBatch batch;
    std::unordered_map<std::string, bool> present;
    for (const auto& read : city.buildings) {
      if (random.chance(options.absent_share)) continue;
      batch.buildings.push_back(read);
      present[read.building.id] = true;
    }
    auto rows = city.rows;
    for (auto& row : rows) {
      if (row.point) row.point = {row.point->east + options.noise_m * normal(), row.point->north + options.noise_m * normal()};
    }
    const auto start = Clock::now();
    geo::link_city(batch, geo::with_kept_rows({}, {}, geo::filed_rows(rows), batch), {}, {});
    out.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    std::unordered_map<std::string, const twin::KeptRow*> after;
    for (const auto& row : batch.kept_rows) after[row.id] = &row;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& own = city.building_of[i];
      out.rows += present.contains(own) ? 1 : 0;
      const auto found = after.find(rows[i].id);
      if (found == after.end()) continue;
      const auto& row = *found->second;
      out.linked += row.buildings.size();
      for (const auto& building : row.buildings) out.right += building == own ? 1 : 0;
      if (!row.buildings.empty() || row.candidates.empty()) continue;
      ++out.review;
      out.review_right += row.candidates.front().building == own ? 1 : 0;
    }
  }
  return out;
}

Result<TrialResult> try_import(const std::filesystem::path& city) {
  TWIN_TRY(const auto truth, building_by_row(city));
  const auto start = Clock::now();
  const auto batch = geo::read_city({on_disk(city / "city.gml"), on_disk(city / "register.csv")}, {});
  if (batch.refused) return *batch.refused;
  TrialResult out;
  out.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::unordered_map<std::string, std::size_t> rows_of_building;
  for (const auto& [row, building] : truth) ++rows_of_building[building];
  for (const auto& read : batch.buildings) {
    const twin::Building& building = read.building;
    out.rows += rows_of_building.contains(building.id) ? 1 : 0;
    for (const auto& row : geo::rows_of(building)) {
      ++out.linked;
      const auto own = truth.find(row_number(row.card.source.str()));
      out.right += own != truth.end() && own->second == building.id ? 1 : 0;
    }
  }
  out.review = batch.rows_for_review;
  return out;
}

}  // namespace server

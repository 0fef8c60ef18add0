// Reads datasets/zoning/*.toml.
#include "sim/tables/zoning_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <set>
#include <stdexcept>

// A header of its own: the one way to the TOML parser in this program (every unit must use the same settings). It
// knows no files, and nothing of geo_io is linked.
#include "twin_core/base/toml.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/tables/embedded_tables.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/plan_document.hpp"

namespace sim {
namespace {

using twin::Problem;
using twin::Result;
using twin::Status;
using Names = std::vector<std::string_view>;

class Reading {
 public:
  Reading(std::string_view table, std::string_view day) : table_(table), day_(day) {}

  /// The edition that holds on the day, its origin filled in.
  Result<const toml::table*> edition(const toml::table& file, const Names& keys, TableEdition& origin) const {
    TWIN_CHECK(only(file, {"name", "edition"}));
    origin.table = table_;
    TWIN_CHECK(text(file, "name", origin.name));
    const auto* const list = file.get_as<toml::array>("edition");
    if (list == nullptr || list->empty() || !list->is_array_of_tables())
      return invalid(file.source(), "edition", "Give every edition as a table: [[edition]].");
    Names all = keys;
    all.insert(all.end(), {"valid_from", "source"});
    const toml::table* newest = nullptr;
    for (const auto& node : *list) {
      const auto& one = *node.as_table();
      TWIN_CHECK(only(one, all));
      TableEdition own = origin;
      TWIN_CHECK(text(one, "valid_from", own.valid_from));
      TWIN_CHECK(text(one, "source", own.source));
      if (!twin::is_day(own.valid_from)) return invalid(one.get("valid_from")->source(), "valid_from", "Write the day as 2025-05-01.");
      const bool in_force = day_.empty() || own.valid_from <= day_;
      if (!in_force || (newest != nullptr && own.valid_from < origin.valid_from)) continue;
      origin = std::move(own);
      newest = &one;
    }
    if (newest == nullptr)
      return invalid(file.source(), "valid_from", fmt::format("No edition is in force on {}: add one, or ask for a later day.", day_));
    return newest;
  }

  Status floor_area(const toml::table& file, FloorAreaRules& into) const {
    TWIN_TRY(const auto* one, edition(file, {"measured_to", "cellar", "attic", "wall_limit_m"}, into.edition));
    std::string measured_to;
    TWIN_CHECK(text(*one, "measured_to", measured_to));
    if (measured_to != "outer-face")
      return invalid(one->get("measured_to")->source(), "measured_to", "Storeys are measured to the \"outer-face\".");
    TWIN_CHECK(part(*one, "cellar", into.cellar));
    TWIN_CHECK(part(*one, "attic", into.attic));
    return figure(*one, "wall_limit_m", 0, 5, into.wall_limit_m);
  }

  Status places(const toml::table& file, PlaceTable& into) const {
    TWIN_TRY(const auto* one, edition(file, {"rounding", "row"}, into.edition));
    if (const auto* const node = one->get("rounding")) {
      const auto word = node->value_exact<std::string>().value_or("");
      if (word != "up" && word != "nearest") return invalid(node->source(), "rounding", "rounding is \"up\" or \"nearest\".");
      into.rounds_up = word == "up";
    }
    return rows(*one, {"use", "zone", "k_m2_per_place", "per_dwelling"}, [&](const toml::table& row) -> Status {
      PlaceRow& out = into.rows.emplace_back();
      TWIN_CHECK(text(row, "use", out.use, true));
      TWIN_CHECK(text(row, "zone", out.zone, true));
      TWIN_CHECK(figure(row, "k_m2_per_place", 0.1, 1e6, out.k_m2_per_place));
      TWIN_CHECK(figure(row, "per_dwelling", 0, 100, out.per_dwelling));
      if (out.k_m2_per_place || out.per_dwelling) return twin::Done{};
      return invalid(row.source(), "k_m2_per_place", "A row says k_m2_per_place, per_dwelling or both.");
    });
  }

  Status green(const toml::table& file, GreenTable& into) const {
    TWIN_TRY(const auto* one, edition(file, {"row"}, into.edition));
    return rows(*one, {"class", "target", "minimum", "uses"}, [&](const toml::table& row) -> Status {
      GreenRow& out = into.rows.emplace_back();
      TWIN_CHECK(text(row, "class", out.use_class));
      TWIN_CHECK(figure(row, "target", 0, 20, out.target));
      TWIN_CHECK(figure(row, "minimum", 0, 20, out.minimum));
      if (out.minimum > out.target) return invalid(row.get("minimum")->source(), "minimum", "The minimum lies above the target.");
      const auto* const uses = row.get_as<toml::array>("uses");
      if (uses == nullptr) return invalid(row.source(), "uses", "Name the uses: uses = [\"asumisenAlue\"].");
      for (const auto& node : *uses) {
        const auto use = node.value_exact<std::string>();
        if (!use) return invalid(node.source(), "uses", "A use is a text.");
        out.uses.push_back(*use);
      }
      return twin::Done{};
    });
  }

  Status noise(const toml::table& file, NoiseTable& into) const {
    TWIN_TRY(const auto* one, edition(file, {"tonal_addition_db", "row"}, into.edition));
    TWIN_CHECK(figure(*one, "tonal_addition_db", 0, 30, into.tonal_addition_db));
    return rows(*one, {"place", "use", "day_db", "night_db", "night_new_db"}, [&](const toml::table& row) -> Status {
      NoiseRow& out = into.rows.emplace_back();
      TWIN_CHECK(text(row, "place", out.place));
      TWIN_CHECK(text(row, "use", out.use));
      TWIN_CHECK(figure(row, "day_db", 0, 140, out.day_db));
      TWIN_CHECK(figure(row, "night_db", 0, 140, out.night_db));
      return figure(row, "night_new_db", 0, 140, out.night_new_db);
    });
  }

  Problem invalid(const toml::source_region& at, std::string_view key, std::string remedy) const {
    return {"mapping-invalid", "The zoning table cannot be used.", fmt::format("{} line {}", table_, at.begin.line),
            twin::excerpt(key), std::move(remedy)};
  }

 private:
  Status only(const toml::table& table, const Names& keys) const {
    for (const auto& [key, node] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
        return invalid(key.source(), key.str(), did_you_mean(key.str(), keys));
    }
    return twin::Done{};
  }

  template <class Read>
  Status rows(const toml::table& table, const Names& keys, const Read& read) const {
    const auto* const list = table.get_as<toml::array>("row");
    if (list == nullptr || list->empty() || !list->is_array_of_tables())
      return invalid(table.source(), "row", "Give the rows as a list of tables: row = [{…}, …].");
    for (const auto& node : *list) {
      TWIN_CHECK(only(*node.as_table(), keys));
      TWIN_CHECK(read(*node.as_table()));
    }
    return twin::Done{};
  }

  Status text(const toml::table& table, std::string_view key, std::string& into, bool may_lack = false) const {
    const auto* const node = table.get(key);
    if (node == nullptr && may_lack) return twin::Done{};
    const auto value = node == nullptr ? std::nullopt : node->value_exact<std::string>();
    if (!value) return invalid(node == nullptr ? table.source() : node->source(), key, fmt::format("{} = \"…\" is needed here.", key));
    into = *value;
    return twin::Done{};
  }

  Status figure(const toml::table& table, std::string_view key, double least, double most, std::optional<double>& into) const {
    const auto* const node = table.get(key);
    if (node == nullptr) return twin::Done{};
    const auto value = node->value<double>();
    if (!value || !(*value >= least && *value <= most))
      return invalid(node->source(), key, fmt::format("{} is a number from {} to {}.", key, least, most));
    into = *value;
    return twin::Done{};
  }

  Status figure(const toml::table& table, std::string_view key, double least, double most, double& into) const {
    std::optional<double> value;
    TWIN_CHECK(figure(table, key, least, most, value));
    if (!value) return invalid(table.source(), key, fmt::format("{} is needed here.", key));
    into = *value;
    return twin::Done{};
  }

  Status part(const toml::table& table, std::string_view key, PartCounts& into) const {
    std::string word;
    TWIN_CHECK(text(table, key, word));
    if (word == "main-use") return into = PartCounts::kMainUse, twin::Done{};
    if (word == "always") return into = PartCounts::kAlways, twin::Done{};
    if (word == "never") return into = PartCounts::kNever, twin::Done{};
    return invalid(table.get(key)->source(), key, fmt::format("{} is \"main-use\", \"always\" or \"never\".", key));
  }

  std::string_view table_, day_;
};

Status read_table(const TableText& text, std::string_view day, ZoningTables& into) {
  const Reading reading(text.table, day);
  try {
    const auto file = toml::parse(text.text);
    if (text.table == "floor_area") return reading.floor_area(file, into.floor_area);
    if (text.table == "parking") return reading.places(file, into.parking);
    if (text.table == "bicycles") return reading.places(file, into.bicycles);
    if (text.table == "green_factor") return reading.green(file, into.green_factor);
    return reading.noise(file, into.noise);
  } catch (const toml::parse_error& error) {
    return reading.invalid(error.source(), "", twin::excerpt(error.description(), 200));
  } catch (const twin::TomlAssertion&) {
    return reading.invalid({}, "", "A value is missing behind = or in a list.");
  }
}

}  // namespace

const PlaceRow* PlaceTable::row_for(std::string_view use, std::string_view zone) const {
  const PlaceRow* best = nullptr;
  int rank = -1;
  for (const auto& row : rows) {
    if ((!row.use.empty() && row.use != use) || (!row.zone.empty() && row.zone != zone)) continue;
    const int own = (row.zone.empty() ? 0 : 2) + (row.use.empty() ? 0 : 1);
    if (own > rank) best = &row, rank = own;
  }
  return best;
}

const GreenRow* GreenTable::row_for(std::string_view use) const {
  for (const auto& row : rows) {
    if (std::find(row.uses.begin(), row.uses.end(), use) != row.uses.end()) return &row;
  }
  return nullptr;
}

const NoiseRow* NoiseTable::row_for(std::string_view place, std::string_view use) const {
  for (const auto& row : rows) {
    if (row.place == place && row.use == use) return &row;
  }
  return nullptr;
}

std::vector<const TableEdition*> ZoningTables::editions() const {
  return {&floor_area.edition, &parking.edition, &bicycles.edition, &green_factor.edition, &noise.edition};
}

const std::vector<std::string_view>& zoning_table_names() {
  static const std::vector<std::string_view> names{"floor_area", "parking", "bicycles", "green_factor", "noise"};
  return names;
}

Result<ZoningTables> read_zoning_tables(const std::vector<TableText>& own, std::string_view day) {
  for (const auto& text : own) {
    const auto& names = zoning_table_names();
    if (std::find(names.begin(), names.end(), text.table) == names.end())
      return Problem{"code-unknown", "There is no zoning table of this name.", "tables", twin::excerpt(text.table), did_you_mean(text.table, names)};
  }
  ZoningTables out;
  for (const auto& shipped : embedded_zoning_tables()) {
    const auto mine = std::find_if(own.begin(), own.end(), [&](const TableText& text) { return text.table == shipped.table; });
    TWIN_CHECK(read_table(mine == own.end() ? shipped : *mine, day, out));
  }
  return out;
}

Result<std::vector<TableEdition>> editions_of(const TableText& text) {
  ZoningTables read;
  TWIN_CHECK(read_table(text, "", read));  // says what is wrong with the list itself
  std::set<std::string, std::greater<>> days;
  const auto file = toml::parse(text.text);
  for (const auto& node : *file.get_as<toml::array>("edition"))
    days.insert(node.as_table()->get("valid_from")->value_exact<std::string>().value());
  std::vector<TableEdition> out;
  for (const auto& day : days) {
    ZoningTables one;
    TWIN_CHECK(read_table(text, day, one));
    for (const auto* edition : one.editions()) {
      if (edition->table == text.table) out.push_back(*edition);
    }
  }
  return out;
}

const ZoningTables& shipped_zoning_tables() {
  static const ZoningTables kTables = [] {
    auto tables = read_zoning_tables({}, "");
    // Compiled in: a test reads it.
    if (!tables) throw std::logic_error(tables.problem().place + ": " + tables.problem().remedy);
    return std::move(*tables);
  }();
  return kTables;
}

}  // namespace sim

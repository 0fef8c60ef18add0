// Reads datasets/zoning/*.toml.
#include "sim/tables/zoning_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>

#include "sim/run/nearest_word.hpp"
#include "sim/tables/embedded_tables.hpp"
#include "sim/tables/table_reading.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Problem;
using twin::Result;
using twin::Status;

Status read_part(const TableReading& reading, const toml::table& table, std::string_view key, PartCounts& into) {
  std::string word;
  TWIN_CHECK(reading.text(table, key, word));
  if (word == "main-use") return into = PartCounts::kMainUse, twin::Done{};
  if (word == "always") return into = PartCounts::kAlways, twin::Done{};
  if (word == "never") return into = PartCounts::kNever, twin::Done{};
  return reading.invalid(table.get(key)->source(), key, fmt::format("{} is \"main-use\", \"always\" or \"never\".", key));
}

Status read_floor_area(const TableReading& reading, const toml::table& file, FloorAreaRules& into) {
  TWIN_TRY(const auto* one, reading.edition(file, {"measured_to", "cellar", "attic", "wall_limit_m"}, into.edition));
  std::string measured_to;
  TWIN_CHECK(reading.text(*one, "measured_to", measured_to));
  if (measured_to != "outer-face")
    return reading.invalid(one->get("measured_to")->source(), "measured_to", "Storeys are measured to the \"outer-face\".");
  TWIN_CHECK(read_part(reading, *one, "cellar", into.cellar));
  TWIN_CHECK(read_part(reading, *one, "attic", into.attic));
  return reading.figure(*one, "wall_limit_m", 0, 5, into.wall_limit_m);
}

Status read_places(const TableReading& reading, const toml::table& file, PlaceTable& into) {
  TWIN_TRY(const auto* one, reading.edition(file, {"rounding", "row"}, into.edition));
  if (const auto* const node = one->get("rounding")) {
    const auto word = node->value_exact<std::string>().value_or("");
    if (word != "up" && word != "nearest") return reading.invalid(node->source(), "rounding", "rounding is \"up\" or \"nearest\".");
    into.rounds_up = word == "up";
  }
  return reading.rows(*one, {"use", "zone", "k_m2_per_place", "per_dwelling"}, [&](const toml::table& row) -> Status {
    PlaceRow& out = into.rows.emplace_back();
    TWIN_CHECK(reading.text(row, "use", out.use, true));
    TWIN_CHECK(reading.text(row, "zone", out.zone, true));
    TWIN_CHECK(reading.figure(row, "k_m2_per_place", 0.1, 1e6, out.k_m2_per_place));
    TWIN_CHECK(reading.figure(row, "per_dwelling", 0, 100, out.per_dwelling));
    if (out.k_m2_per_place || out.per_dwelling) return twin::Done{};
    return reading.invalid(row.source(), "k_m2_per_place", "A row says k_m2_per_place, per_dwelling or both.");
  });
}

Status read_green(const TableReading& reading, const toml::table& file, GreenTable& into) {
  TWIN_TRY(const auto* one, reading.edition(file, {"row"}, into.edition));
  return reading.rows(*one, {"class", "target", "minimum", "uses"}, [&](const toml::table& row) -> Status {
    GreenRow& out = into.rows.emplace_back();
    TWIN_CHECK(reading.text(row, "class", out.use_class));
    TWIN_CHECK(reading.figure(row, "target", 0, 20, out.target));
    TWIN_CHECK(reading.figure(row, "minimum", 0, 20, out.minimum));
    if (out.minimum > out.target) return reading.invalid(row.get("minimum")->source(), "minimum", "The minimum lies above the target.");
    return reading.texts(row, "uses", "asumisenAlue", out.uses);
  });
}

Status read_noise(const TableReading& reading, const toml::table& file, NoiseTable& into) {
  TWIN_TRY(const auto* one, reading.edition(file, {"tonal_addition_db", "row"}, into.edition));
  TWIN_CHECK(reading.figure(*one, "tonal_addition_db", 0, 30, into.tonal_addition_db));
  return reading.rows(*one, {"place", "use", "day_db", "night_db", "night_new_db"}, [&](const toml::table& row) -> Status {
    NoiseRow& out = into.rows.emplace_back();
    TWIN_CHECK(reading.text(row, "place", out.place));
    TWIN_CHECK(reading.text(row, "use", out.use));
    TWIN_CHECK(reading.figure(row, "day_db", 0, 140, out.day_db));
    TWIN_CHECK(reading.figure(row, "night_db", 0, 140, out.night_db));
    return reading.figure(row, "night_new_db", 0, 140, out.night_new_db);
  });
}

Status read_building_uses(const TableReading& reading, const toml::table& file, BuildingUseTable& into) {
  TWIN_TRY(const auto* one, reading.edition(file, {"row"}, into.edition));
  return reading.rows(*one, {"name", "classes_1994", "classes_2018", "uses", "serves_others"}, [&](const toml::table& row) -> Status {
    BuildingUseRow& out = into.rows.emplace_back();
    TWIN_CHECK(reading.text(row, "name", out.name));
    TWIN_CHECK(reading.texts(row, "classes_1994", "039", out.classes_1994, true));
    TWIN_CHECK(reading.texts(row, "classes_2018", "012", out.classes_2018, true));
    TWIN_CHECK(reading.texts(row, "uses", "asumisenAlue", out.uses, true));
    TWIN_CHECK(reading.flag(row, "serves_others", out.serves_others));
    if (out.uses.empty() == out.serves_others) return twin::Done{};
    return reading.invalid(row.source(), "uses", "A row names the uses of land that its buildings are of, or says serves_others = true.");
  });
}

Status read_table(const TableText& text, std::string_view day, ZoningTables& into) {
  const TableReading reading(text.table, day);
  try {
    const auto file = toml::parse(text.text);
    if (text.table == "floor_area") return read_floor_area(reading, file, into.floor_area);
    if (text.table == "parking") return read_places(reading, file, into.parking);
    if (text.table == "bicycles") return read_places(reading, file, into.bicycles);
    if (text.table == "green_factor") return read_green(reading, file, into.green_factor);
    if (text.table == "building_uses") return read_building_uses(reading, file, into.building_uses);
    return read_noise(reading, file, into.noise);
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

const BuildingUseRow* BuildingUseTable::row_for(std::string_view class_2018, std::string_view class_1994) const {
  const BuildingUseRow* best = nullptr;
  std::size_t length = 0;
  const auto look = [&](std::string_view code, std::vector<std::string> BuildingUseRow::*classes) {
    if (code.empty()) return;
    for (const auto& row : rows) {
      for (const auto& one : row.*classes) {
        if (code.starts_with(one) && one.size() > length) best = &row, length = one.size();
      }
    }
  };
  look(class_2018, &BuildingUseRow::classes_2018);
  if (best == nullptr) look(class_1994, &BuildingUseRow::classes_1994);
  return best;
}

const NoiseRow* NoiseTable::row_for(std::string_view place, std::string_view use) const {
  for (const auto& row : rows) {
    if (row.place == place && row.use == use) return &row;
  }
  return nullptr;
}

std::vector<const TableEdition*> ZoningTables::editions() const {
  return {&floor_area.edition, &parking.edition, &bicycles.edition, &green_factor.edition, &noise.edition, &building_uses.edition};
}

const std::vector<std::string_view>& zoning_table_names() {
  static const std::vector<std::string_view> names{"floor_area", "parking", "bicycles", "green_factor", "noise", "building_uses"};
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

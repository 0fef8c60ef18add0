#include "geo/io/population_rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "geo/io/grid_cell.hpp"
#include "geo/io/register_values.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/text.hpp"

namespace geo {

using twin::AgeCount;
using twin::Finding;
using twin::PlanPolygon;
using twin::Problem;
using twin::Severity;
using twin::Sex;

/// A row in the making.
struct PopulationRows::Row {
  PopulationDraft draft;
  std::string id, cell;
  std::optional<double> easting, northing;
  std::vector<const PopulationColumn*> age_columns;  ///< of the draft's ages, in order
  bool rejected = false;
};

namespace {

constexpr double kMostResidents = 1e8;

bool is_listed(const PopulationColumn& column, double value) {
  return std::find(column.unknown.begin(), column.unknown.end(), value) != column.unknown.end();
}

bool encloses_area(const PlanPolygon& polygon) {
  double twice = 0;
  const auto& ring = polygon.outer;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    twice += (ring[j].east - ring[0].east) * (ring[i].north - ring[0].north) -
             (ring[i].east - ring[0].east) * (ring[j].north - ring[0].north);
  }
  return std::isfinite(twice) && twice != 0;
}

}  // namespace

twin::Result<PopulationRows> PopulationRows::make(std::string_view name, std::vector<std::string> columns,
                                                  PopulationMappingPtr mapping) {
  PopulationRows out;
  out.name_ = name;
  out.columns_ = std::move(columns);
  out.mapping_ = std::move(mapping);
  bool identified = false;
  for (const auto& column : out.columns_) {
    out.rules_.push_back(rule_of(*out.mapping_, column));
    if (!out.rules_.back()) continue;
    const auto field = out.rules_.back()->column->field;
    identified |= field == PopulationField::kId || field == PopulationField::kCell || field == PopulationField::kBuilding;
  }
  if (identified) return out;
  return Problem{"column-missing", fmt::format("No column tells the id of an area (mapping {}).", out.mapping_->name), "row 1",
                 twin::excerpt(fmt::format("{}", fmt::join(out.columns_, ", "))),
                 "Say with a mapping which column is the id, the cell or the building."};
}

void PopulationRows::tell(Row& row, std::string code, Severity severity, std::string place, std::string_view value,
                          std::string remedy) {
  row.rejected |= severity == Severity::kError;
  findings_.push_back({std::move(code), severity, row.id.empty() ? "" : mapping_->id_prefix + row.id, "", std::move(place),
                       twin::excerpt(value), std::move(remedy)});
}

void PopulationRows::take(Row& row, std::size_t number, std::string_view value) {
  using enum PopulationField;
  const PopulationRule& rule = *rules_[number];
  auto& area = row.draft.area;
  switch (rule.column->field) {
    case kId: row.id = value; return;
    case kName: area.name = value; return;
    case kSource: area.source = value; return;
    case kAges: return take_ages(row, number, value);
    case kNameSv: area.name_sv = value; return;
    case kBuilding:
      area.building = value;
      if (row.id.empty()) row.id = value;
      return;
    case kCell:
      row.cell = value;
      if (row.id.empty()) row.id = value;
      return;
    default: break;
  }
  const std::string place = fmt::format("{}, column {}", row.draft.place, twin::excerpt(columns_[number]));
  const auto amount = parse_amount(value);
  const bool counts_people = rule.column->field == kResidents;
  const auto refuse = [&](const char* code, std::string remedy) {
    if (!counts_people) row.draft.repaired = true;
    tell(row, code, counts_people ? Severity::kError : Severity::kWarning, place, value, std::move(remedy));
  };
  if (!amount) return refuse("value-not-a-number", "Write a number, or nothing where none is known.");
  const bool always_unknown = !rule.column->unknown_below_residents && is_listed(*rule.column, *amount);
  const bool is_count = rule.column->field == kResidents || rule.column->field == kAge || rule.column->field == kDwellings;
  if (is_count && !always_unknown) {
    if (*amount < 0 || *amount > kMostResidents) {
      return refuse("value-out-of-range", "A count is not negative; say in the mapping which number means not known.");
    }
    if (*amount != std::floor(*amount)) return refuse("value-not-a-number", "A count is a whole number.");
  }
  const std::optional<int> count = is_count && !always_unknown ? std::optional(static_cast<int>(*amount)) : std::nullopt;
  switch (rule.column->field) {
    case kResidents: area.residents = count; break;
    case kDwellings: area.dwellings = count; break;
    case kAge:
      area.ages.push_back({rule.from, rule.to, rule.column->sex, count});
      row.age_columns.push_back(rule.column);
      break;
    case kFloorAreaPerResident:
      if (always_unknown) break;
      if (!(*amount > 0 && *amount < 1e5)) return refuse("value-out-of-range", "The area is in square metres a resident.");
      area.floor_area_per_resident_m2 = *amount;
      break;
    case kYear:
      if (!(*amount >= 1700 && *amount <= 2200) || *amount != std::floor(*amount)) return refuse("value-out-of-range", "Write the year in four digits.");
      area.year = static_cast<int>(*amount);
      break;
    case kEasting: row.easting = *amount; break;
    case kNorthing: row.northing = *amount; break;
    default: break;
  }
}

/// All classes of one area, as our exports write them: [{"from", "to", "sex", "count"}].
void PopulationRows::take_ages(Row& row, std::size_t number, std::string_view value) {
  const auto whole = [](const twin::Json& age, const char* key, double most) -> std::optional<int> {
    const auto found = age.find(key);
    if (found == age.end() || !found->is_number_integer() || found->get<double>() < 0 || found->get<double>() > most) return std::nullopt;
    return found->get<int>();
  };
  const auto refuse = [&] {
    row.draft.repaired = true;
    row.draft.area.ages.clear();
    row.age_columns.clear();  // those of the ages
    tell(row, "value-unknown", Severity::kWarning, fmt::format("{}, column {}", row.draft.place, twin::excerpt(columns_[number])), value,
         "Leave this column as the export wrote it, or empty.");
  };
  constexpr int kDepth = 4;
  const auto ages = twin::parse_json(value, kDepth);
  if (!ages || !ages->is_array()) return refuse();
  for (const auto& age : *ages) {
    constexpr double kOldest = 130;
    if (!age.is_object() || !whole(age, "from", kOldest) || (age.contains("to") && !whole(age, "to", kOldest)) ||
        (age.contains("count") && !whole(age, "count", kMostResidents))) {
      return refuse();
    }
    const auto sex = age.value("sex", twin::Json());
    AgeCount out;
    out.from = static_cast<std::uint8_t>(*whole(age, "from", kOldest));
    if (const auto to = whole(age, "to", kOldest)) out.to = static_cast<std::uint8_t>(*to);
    bool known = sex.is_null();
    for (const auto one : {Sex::kBoth, Sex::kFemale, Sex::kMale}) {
      if (sex != twin::name_of(one)) continue;
      out.sex = one;
      known = true;
    }
    if (!known) return refuse();
    out.count = whole(age, "count", kMostResidents);
    row.draft.area.ages.push_back(out);
    row.age_columns.push_back(rules_[number]->column);
  }
}

/// Numbers that mean "not told" in small areas only, then the sums.
void PopulationRows::settle_ages(Row& row) {
  auto& area = row.draft.area;
  for (std::size_t i = 0; i < area.ages.size(); ++i) {
    const PopulationColumn& column = *row.age_columns[i];
    auto& count = area.ages[i].count;
    if (!column.unknown_below_residents || !count || !is_listed(column, *count)) continue;
    if (area.residents && *area.residents < *column.unknown_below_residents) count.reset();
  }
  if (!area.residents) return;
  // Classes of both sexes together are one sum, those of women and men another.
  for (const bool both : {true, false}) {
    std::int64_t sum = 0;
    bool any = false, known = true, women = false, men = false;
    for (const AgeCount& age : area.ages) {
      if ((age.sex == Sex::kBoth) != both) continue;
      any = true;
      women |= age.sex == Sex::kFemale;
      men |= age.sex == Sex::kMale;
      known &= age.count.has_value();
      sum += age.count.value_or(0);
    }
    if (!any || !known || (!both && !(women && men)) || sum == *area.residents) continue;
    tell(row, "age-sum-differs", Severity::kWarning, row.draft.place, fmt::format("{} of {} residents", sum, *area.residents),
         "The counts were taken as they are: ask the publisher what the classes leave out.");
  }
}

void PopulationRows::settle_place(Row& row, std::vector<PlanPolygon> polygons, std::string crs) {
  auto& draft = row.draft;
  draft.crs = std::move(crs);
  std::erase_if(polygons, [](const PlanPolygon& polygon) { return !encloses_area(polygon); });
  if (polygons.empty()) {
    std::optional<GridCell> cell = grid_cell(row.cell);
    if (!cell && row.easting && row.northing && mapping_->cell_m > 0) {
      cell = GridCell{{*row.easting, *row.northing}, mapping_->cell_m, 0};
    }
    if (cell) {
      polygons.push_back(cell->outline());
      draft.crs = cell->epsg != 0 ? fmt::format("EPSG:{}", cell->epsg) : mapping_->crs;
    }
  }
  draft.area.boundary = std::move(polygons);
  if (draft.area.boundary.empty() && draft.area.building.empty()) {
    tell(row, "906", Severity::kError, draft.place, row.cell, "Give the area a polygon, the id of a grid cell or the id of a building.");
  }
}

void PopulationRows::add(std::span<const char* const> cells, std::string place, std::vector<PlanPolygon> polygons, std::string crs) {
  Row row;
  row.draft.place = std::move(place);
  row.draft.area.year = mapping_->year;
  row.draft.area.source = name_;
  // The id first, so that findings can name it.
  for (const bool texts : {true, false}) {
    for (std::size_t i = 0; i < rules_.size() && i < cells.size(); ++i) {
      if (!rules_[i] || cells[i] == nullptr) continue;
      const auto field = rules_[i]->column->field;
      const bool is_text = field == PopulationField::kId || field == PopulationField::kName || field == PopulationField::kNameSv ||
                           field == PopulationField::kBuilding || field == PopulationField::kCell ||
                           field == PopulationField::kAges || field == PopulationField::kSource;
      const auto value = trimmed(cells[i]);
      if (is_text == texts && !value.empty()) take(row, i, value);
    }
  }
  if (row.id.empty()) {
    tell(row, "identifier-missing", Severity::kError, row.draft.place, "", "Give the area an id.");
  } else {
    row.draft.area.id = mapping_->id_prefix + row.id;
  }
  if (!row.rejected) settle_place(row, std::move(polygons), std::move(crs));
  if (!row.rejected) settle_ages(row);
  drafts_.push_back(std::move(row.draft));
  rejected_.push_back(row.rejected);
}

/// Areas that share an id are all rejected: nobody chooses silently between them.
void PopulationRows::reject_duplicates() {
  std::map<std::string_view, std::vector<std::size_t>> by_id;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    if (!rejected_[i]) by_id[drafts_[i].area.id].push_back(i);
  }
  for (const auto& [id, members] : by_id) {
    if (members.size() < 2) continue;
    std::vector<std::string> places;
    for (const auto member : members) {
      rejected_[member] = true;
      places.push_back(drafts_[member].place);
    }
    findings_.push_back({"duplicate-id", Severity::kError, std::string(id), "",
                         twin::excerpt(fmt::format("{}", fmt::join(places, ", "))), twin::excerpt(id),
                         "Keep the area that is right and delete the others: none of them was taken."});
  }
}

PopulationFile PopulationRows::finish() && {
  reject_duplicates();
  PopulationFile out;
  auto& tally = out.diagnostics.tally;
  std::size_t without = 0;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    ++tally.read;
    ++(rejected_[i] ? tally.rejected : drafts_[i].repaired ? tally.repaired : tally.accepted);
    if (rejected_[i]) continue;
    without += !drafts_[i].area.residents;
    out.areas.push_back(std::move(drafts_[i]));
  }
  out.diagnostics.findings = std::move(findings_);
  if (without > 0) {
    out.diagnostics.add({"value-missing", Severity::kInfo, "", "", fmt::format("{} of {} areas", without, out.areas.size()),
                         "residents", "These areas were taken with their boundary; residents may come with another file."});
  }
  return out;
}

}  // namespace geo

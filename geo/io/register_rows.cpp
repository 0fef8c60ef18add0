#include "geo/io/register_rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "geo/io/register_quality.hpp"
#include "geo/io/register_values.hpp"
#include "geo/io/unread_columns.hpp"
#include "twin_core/base/text.hpp"

namespace geo {

using twin::Finding;
using twin::Problem;
using twin::Severity;

twin::Result<RegisterRows> RegisterRows::make(std::string_view name, std::vector<std::string> columns,
                                              const RegisterOptions& options, bool with_geometry) {
  RegisterRows out;
  out.name_ = name;
  out.columns_ = std::move(columns);
  out.mapping_ = options.mapping ? options.mapping : choose_mapping(out.columns_);
  out.current_year_ = options.current_year;
  out.crs_ = out.mapping_->crs.empty() ? options.crs : out.mapping_->crs;
  bool identified = false, described = false, easting = false, northing = false;
  for (const auto& column : out.columns_) {
    if (!options.mapping && out.mapping_->excludes(column)) {
      return Problem{"table-not-register", "The table is about something else than buildings.", fmt::format("row 1, column {}", twin::excerpt(column)),
                     "", "Leave it out; if its rows are buildings, say so by naming a mapping (--mapping)."};
    }
    out.rules_.push_back(out.mapping_->rule_of(column));
    if (out.rules_.back() == nullptr) out.guess(column);
    if (out.rules_.back() == nullptr) continue;
    const auto field = out.rules_.back()->field;
    identified |= identifies(field);
    described |= describes(field);
    out.tells_buildings_ |= identifies(field) || (describes(field) && field != RegisterField::kAddress);
    easting |= field == RegisterField::kEasting;
    northing |= field == RegisterField::kNorthing;
    for (const auto given : fields_given_by(field)) out.given_.add(given);
  }
  const bool located = with_geometry || (easting && northing);
  if (identified || (located && described)) return out;
  return Problem{"column-missing",
                 fmt::format("No column can identify a building: expected one of {} (mapping {}).",
                             fmt::join(identifying_columns(), ", "), out.mapping_->name),
                 "row 1", twin::excerpt(fmt::format("{}", fmt::join(out.columns_, ", "))),
                 "Add the column VTJ_PRT, or easting_m and northing_m beside addresses or sizes, or say with a mapping which column is which."};
}

void RegisterRows::guess(const std::string& column) {
  const auto* const rule = rule_of_cut_name(*mapping_, column);
  if (rule == nullptr) return;
  rules_.back() = rule;
  findings_.push_back({"column-guessed", Severity::kInfo, "", "", "row 1", column,
                       fmt::format("Read as {}: Shapefiles cut names at ten characters.", name_of(rule->field))});
}

std::string RegisterRows::key_of(const RegisterRow& row) {
  // An export has a row for each building, several of which may share what a register said.
  if (row.known_link) return row.model_id;
  if (!row.card.permanent_id.empty()) return "VTJ-PRT " + row.card.permanent_id;
  if (!row.card.municipal_number.empty()) return "RATU " + row.card.municipal_number;
  return row.model_id;
}

void RegisterRows::take(ReadRow& out, RegisterDraft& draft, std::size_t column, std::string_view value) {
  auto noted = put_register_value(draft, *rules_[column], value);
  if (!noted) return;
  noted->id = draft.card.permanent_id;
  noted->place = fmt::format("{}, column {}", out.row.place, twin::excerpt(columns_[column]));
  out.rejected |= noted->severity == Severity::kError;
  // A code that no list has is kept as it stands, so nothing was mended.
  out.repaired |= noted->severity == Severity::kWarning && noted->code != "code-unknown";
  findings_.push_back(std::move(*noted));
}

void RegisterRows::add(std::span<const char* const> cells, std::string place, RegisterRow&& located) {
  ReadRow out{std::move(located)};
  out.row.place = std::move(place);
  out.row.columns = given_;
  RegisterDraft draft;
  for (std::size_t i = 0; i < rules_.size() && i < cells.size(); ++i) {
    if (rules_[i] != nullptr && cells[i] != nullptr) take(out, draft, i, trimmed(cells[i]));
  }
  complete(draft);
  draft.card.source = fmt::format("{} {}", name_, out.row.place);
  if (draft.link_reason || !draft.register_source.empty()) draft.card.source = draft.register_source;
  if (draft.link_reason) {
    out.row.known_link = RegisterRow::KnownLink{*draft.link_reason, std::move(draft.link_note), draft.from_model, std::move(draft.link_details)};
  }
  out.row.card = std::move(draft.card);
  out.row.model_id = draft.model_id.empty() ? std::move(draft.uuid) : std::move(draft.model_id);
  if (!out.row.has_location() && draft.easting && draft.northing) {
    out.row.point = {*draft.easting, *draft.northing};
    out.row.location_crs = crs_;
  }
  if (!out.rejected && key_of(out.row).empty() && !out.row.has_location()) {
    out.rejected = true;
    findings_.push_back({"identifier-missing", Severity::kError, "", "", out.row.place, "",
                         "Give the row a VTJ-PRT, a RATU, the id of the building in the model, or a location."});
  }
  if (!out.rejected) check_card(out.row.card, out.row.place, current_year_, findings_);
  rows_.push_back(std::move(out));
}

/// Rows that share a key are all rejected: nobody chooses silently between them.
void RegisterRows::reject_duplicates() {
  std::map<std::string, std::vector<std::size_t>> by_key;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!rows_[i].rejected) by_key[key_of(rows_[i].row)].push_back(i);
  }
  by_key.erase("");  // rows that place alone can link
  for (const auto& [key, members] : by_key) {
    if (members.size() < 2) continue;
    std::vector<std::string> places;
    for (const auto member : members) {
      rows_[member].rejected = true;
      places.push_back(rows_[member].row.place);
    }
    findings_.push_back({"duplicate-key", Severity::kError, rows_[members.front()].row.card.permanent_id, "",
                         twin::excerpt(fmt::format("{}", fmt::join(places, ", "))), twin::excerpt(key),
                         "Keep the row that is right and delete the others: none of them was taken."});
  }
}

RegisterFile RegisterRows::finish() && {
  reject_duplicates();
  RegisterFile out;
  out.mapping = mapping_->name;
  out.rows.reserve(rows_.size());
  auto& tally = out.diagnostics.tally;
  for (auto& row : rows_) {
    ++tally.read;
    ++(row.rejected ? tally.rejected : row.repaired ? tally.repaired : tally.accepted);
    if (!row.rejected) out.rows.push_back(std::move(row.row));
  }
  std::vector<const twin::RegisterCard*> cards;
  for (const auto& row : out.rows) cards.push_back(&row.card);
  out.diagnostics.findings = std::move(findings_);
  std::vector<RegisterField> fields;
  for (const auto* const rule : rules_) {
    if (rule != nullptr) fields.push_back(rule->field);
  }
  if (std::find(fields.begin(), fields.end(), RegisterField::kPermanentId) == fields.end()) {
    out.diagnostics.add({"column-missing", Severity::kWarning, "", "", "row 1",
                         twin::excerpt(fmt::format("{}", fmt::join(columns_, ", "))),
                         fmt::format("No column gives the permanent building id (VTJ_PRT; mapping {}): the rows are linked "
                                     "by what else they say. Add it, or say with a mapping which column it is.",
                                     mapping_->name)});
  }
  for (auto& unread : unread_columns(*mapping_, columns_, rules_)) out.diagnostics.add(std::move(unread));
  check_completeness(cards, fields, out.diagnostics.findings);
  return out;
}

}  // namespace geo

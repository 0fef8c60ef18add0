#include "geo/io/city_linking.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "geo/io/register_columns.hpp"
#include "geo/io/register_quality.hpp"
#include "geo/link/link.hpp"

namespace geo {
namespace {

using twin::LinkReason;

LinkCandidate candidate_of(const ReadBuilding& read) {
  std::vector<twin::Finding> told_when_read;
  return {read.building.id, uuid_of_attributes(read.shape.attributes),
          card_of_attributes(read.shape.attributes, read.building.id, told_when_read)};
}

void apply(const LinkOutcome& outcome, const LinkCandidate& candidate, const std::vector<RegisterRow>& rows,
           twin::Building& building) {
  if (!outcome.row) return;
  building.link = outcome.reason;
  building.link_note = outcome.note;
  building.card = merge_cards(rows[*outcome.row].card, candidate.model);
}

/// Contradictions between card and model; a row that several buildings share is about all of them together.
void check_quality(CityBatch& batch, const std::vector<LinkOutcome>& outcomes, const std::vector<FiledRow>& rows,
                   std::size_t own) {
  std::vector<std::size_t> uses(rows.size(), 0);
  for (const auto& outcome : outcomes) {
    if (outcome.row) ++uses[*outcome.row];
  }
  for (std::size_t i = 0; i < own; ++i) {
    const auto& building = batch.buildings[i].building;
    const auto row = outcomes[i].row;
    if (row && uses[*row] > 1) continue;
    const auto file = row ? rows[*row].file : batch.file_of[i];
    if (file < batch.files.size()) {
      check_building(building, batch.buildings[i].shape, batch.files[file].diagnostics.findings);
    }
  }
}

void note_unused(CityBatch& batch, const std::vector<FiledRow>& rows,
                 const std::vector<std::size_t>& unused) {
  for (const auto index : unused) {
    const auto& [row, file] = rows[index];
    batch.files[file].diagnostics.add(
        {"reference-missing", twin::Severity::kInfo, row.card.permanent_id, "", row.place,
         row.card.permanent_id.empty() ? row.model_id : row.card.permanent_id,
         "No building of the model answers to this row; it was read and is not used."});
  }
}

}  // namespace

void link_city(CityBatch& batch, const std::vector<FiledRow>& filed,
               const std::vector<ReadBuilding>& existing) {
  std::unordered_map<std::string, std::size_t> fresh;
  for (std::size_t i = 0; i < batch.buildings.size(); ++i) fresh[batch.buildings[i].building.id] = i;
  std::vector<RegisterRow> rows;
  for (const auto& item : filed) rows.push_back(item.row);
  std::vector<LinkCandidate> candidates;
  for (const auto& read : batch.buildings) candidates.push_back(candidate_of(read));
  std::vector<const ReadBuilding*> kept;
  for (const auto& read : existing) {
    const auto again = fresh.find(read.building.id);
    if (again == fresh.end()) {
      kept.push_back(&read);
    } else if (read.building.link != LinkReason::kUnlinked) {
      auto& building = batch.buildings[again->second].building;
      building.card = read.building.card;
      building.link = read.building.link;
      building.link_note = read.building.link_note;
    } else if (rows.empty()) {
      // Without a register nothing new is known about why it has no row.
      batch.buildings[again->second].building.link_note = read.building.link_note;
    }
  }
  if (!rows.empty()) {
    for (const auto* read : kept) candidates.push_back(candidate_of(*read));
  }
  const auto result = link_rows(candidates, rows);
  const auto own = batch.buildings.size();
  for (const char* const name : {"by_id", "by_municipal_number", "by_model_id", "unlinked"})
    batch.linked[name] = 0;
  for (std::size_t i = 0; i < own; ++i) {
    auto& building = batch.buildings[i].building;
    apply(result.outcomes[i], candidates[i], rows, building);
    const bool told_before = rows.empty() && !building.link_note.empty();
    if (building.link == LinkReason::kUnlinked && !told_before) building.link_note = result.outcomes[i].note;
    ++batch.linked[std::string(twin::name_of(building.link))];
  }
  for (std::size_t i = own; i < candidates.size(); ++i) {
    const auto& before = *kept[i - own];
    auto building = before.building;
    apply(result.outcomes[i], candidates[i], rows, building);
    ++batch.linked[std::string(twin::name_of(building.link))];
    if (building == before.building) continue;
    batch.buildings.push_back({std::move(building), before.shape});
    ++batch.relinked;
  }
  check_quality(batch, result.outcomes, filed, own);
  note_unused(batch, filed, result.rows_without_building);
}

}  // namespace geo

#include "server/app/removed_rows.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <string>

#include "geo/io/linked_card.hpp"
#include "geo/io/register_columns.hpp"
#include "geo/link/link.hpp"
#include "server/app/import_changes.hpp"

namespace server {

using twin::EntityKind;
using twin::KeptRow;
using twin::LinkReason;

namespace {

std::set<std::string> buildings_of(const std::vector<twin::EntityKey>& entities) {
  std::set<std::string> out;
  for (const auto& entity : entities) {
    if (entity.kind == EntityKind::kBuilding) out.insert(entity.id);
  }
  return out;
}

void count_link(geo::CityBatch& batch, LinkReason before, LinkReason now) {
  auto& earlier = batch.linked[std::string(twin::name_of(before))];
  if (earlier > 0) --earlier;
  ++batch.linked[std::string(twin::name_of(now))];
}

/// A row without a building goes: it is no more among those that the import told.
void uncount(geo::CityBatch& batch, const KeptRow& row) {
  if (!row.buildings.empty()) return;
  auto& count = row.candidates.empty() ? batch.rows_without_building : batch.rows_for_review;
  if (count > 0) --count;
}

/// Takes rows from a building; false: it has none of them.
bool detach(geo::ReadBuilding& read, const std::function<bool(const twin::LinkedRow&)>& goes) {
  auto rows = geo::rows_of(read.building);
  if (std::erase_if(rows, goes) == 0) return false;
  std::vector<twin::Finding> told_when_read;
  const auto model = geo::card_of_attributes(read.shape.attributes, read.building.id, told_when_read);
  const bool bare = rows.empty();
  const auto shared_by = bare ? 1 : read.building.details->shared_by;
  geo::attach_rows(read.building, std::move(rows), model, read.building.details->runner_up, shared_by);
  if (bare) read.building.link_note = geo::note_without_row(model);
  return true;
}

}  // namespace

void take_rows_of_older_editions(const std::vector<twin::EntityKey>& removed, const std::vector<geo::ReadBuilding>& existing,
                                 const std::vector<KeptRow>& kept, geo::CityBatch& batch) {
  std::vector<std::string> registers;
  for (const auto& file : batch.files) {
    const auto& tally = file.diagnostics.tally;
    if (!has_model(file) && tally.read > 0 && tally.rejected == 0) registers.push_back(file.name + " ");
  }
  if (registers.empty()) return;
  const std::set<std::string> present(batch.row_ids.begin(), batch.row_ids.end());
  const auto goes = [&](const std::string& id, const twin::RegisterCard& card) {
    if (present.contains(id)) return false;
    const std::string source = card.source.str();
    return std::any_of(registers.begin(), registers.end(), [&](const std::string& name) { return source.starts_with(name); });
  };
  const auto row_goes = [&](const twin::LinkedRow& row) { return goes(row.row, row.card); };

  const auto gone = buildings_of(removed);
  std::set<std::string_view> fresh;
  for (auto& read : batch.buildings) {
    fresh.insert(read.building.id);
    const auto before = read.building.link;
    if (detach(read, row_goes)) count_link(batch, before, read.building.link);
  }
  std::vector<geo::ReadBuilding> changed;
  for (const auto& read : existing) {
    if (read.building.link == LinkReason::kUnlinked || fresh.contains(read.building.id) || gone.contains(read.building.id)) continue;
    const auto rows = geo::rows_of(read.building);
    if (std::none_of(rows.begin(), rows.end(), row_goes)) continue;
    geo::ReadBuilding now{read.building, read.shape};
    detach(now, row_goes);
    count_link(batch, read.building.link, now.building.link);
    changed.push_back(std::move(now));
  }
  batch.relinked += changed.size();
  std::move(changed.begin(), changed.end(), std::back_inserter(batch.buildings));

  std::set<std::string> told;
  std::erase_if(batch.kept_rows, [&](const KeptRow& row) {
    if (!goes(row.id, row.card)) return false;
    told.insert(row.id);
    uncount(batch, row);
    return true;
  });
  const std::set<std::string> released(batch.released_rows.begin(), batch.released_rows.end());
  for (const auto& row : kept) {
    if (!goes(row.id, row.card) || released.contains(row.id)) continue;
    if (!told.contains(row.id)) uncount(batch, row);
    batch.released_rows.push_back(row.id);
  }
}

}  // namespace server

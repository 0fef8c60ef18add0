#include "geo/io/held_rows.hpp"

#include <map>
#include <unordered_set>

#include "geo/io/linked_card.hpp"
#include "geo/io/register_columns.hpp"
#include "geo/link/ground.hpp"

namespace geo {
namespace {

/// Identifiers that buildings new to the twin name.
class NamedByNew {
 public:
  NamedByNew(const std::vector<ReadBuilding>& existing, const CityBatch& batch) {
    if (batch.buildings.empty() || existing.empty()) return;
    std::unordered_set<std::string_view> known;
    for (const auto& read : existing) known.insert(read.building.id);
    for (const auto& read : batch.buildings) {
      if (known.contains(read.building.id)) continue;
      std::vector<twin::Finding> told_when_read;
      const auto card = card_of_attributes(read.shape.attributes, read.building.id, told_when_read);
      if (!card.permanent_id.empty()) permanent_ids_.insert(card.permanent_id);
      if (!card.municipal_number.empty()) municipal_numbers_.insert(card.municipal_number);
    }
  }
  bool empty() const { return permanent_ids_.empty() && municipal_numbers_.empty(); }
  bool has(const twin::RegisterCard& card) const {
    return permanent_ids_.contains(card.permanent_id) || municipal_numbers_.contains(card.municipal_number);
  }

 private:
  std::unordered_set<std::string> permanent_ids_, municipal_numbers_;
};

}  // namespace

std::vector<twin::KeptRow> held_rows(const std::vector<ReadBuilding>& existing, const std::vector<twin::KeptRow>& kept,
                                     const std::set<std::string>& leaving, const CityBatch& batch, bool with_rows) {
  const NamedByNew named(existing, batch);
  std::unordered_set<std::string_view> beside;
  for (const auto& row : kept) beside.insert(row.id);
  std::map<std::string, twin::KeptRow> out;
  for (const auto& read : existing) {
    const auto& building = read.building;
    const bool several = with_rows && !building.details->rows.empty();
    const bool leaves = leaving.contains(building.id);
    if (building.link == twin::LinkReason::kUnlinked || (!several && !leaves && named.empty())) continue;
    for (auto& row : rows_of(building)) {
      if (!is_by_identifier(row.reason) || beside.contains(row.row)) continue;
      if (!several && !leaves && !named.has(row.card)) continue;
      auto& held = out[row.row];
      held.id = row.row;
      held.card = std::move(row.card);
      if (row.reason == twin::LinkReason::kByModelId) held.model_id = building.id;
      // The building was taken for the row's own: where it stood is where the row's building is.
      const auto& ground = building.footprint;
      if (held.footprint.outer.empty() || ground_of(ground).area_m2 > ground_of(held.footprint).area_m2) held.footprint = ground;
    }
  }
  std::vector<twin::KeptRow> rows;
  rows.reserve(out.size());
  for (auto& [id, row] : out) rows.push_back(std::move(row));
  return rows;
}

}  // namespace geo

#include "geo/io/known_links.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>

namespace geo {
namespace {

std::unordered_map<std::string, std::size_t> by_id(const std::vector<ReadBuilding>& buildings) {
  std::unordered_map<std::string, std::size_t> out;
  for (std::size_t i = 0; i < buildings.size(); ++i) out.emplace(buildings[i].building.id, i);
  return out;
}

void count(CityBatch& batch, twin::LinkReason reason, bool more) {
  auto& number = batch.linked[std::string(twin::name_of(reason))];
  if (more)
    ++number;
  else if (number > 0)
    --number;
}

void give(FiledRow&& row, twin::Building& building) {
  auto& link = *row.row.known_link;
  building.card = std::move(row.row.card);
  building.link = link.reason;
  building.link_note = std::move(link.note);
  building.from_model = link.from_model;
  building.details = std::move(link.details);
}

}  // namespace

std::vector<FiledRow> take_known_links(std::vector<FiledRow>& rows) {
  const auto split = std::stable_partition(rows.begin(), rows.end(), [](const FiledRow& filed) {
    return !filed.row.known_link || filed.row.model_id.empty();
  });
  std::vector<FiledRow> out(std::make_move_iterator(split), std::make_move_iterator(rows.end()));
  rows.erase(split, rows.end());
  return out;
}

void apply_known_links(CityBatch& batch, std::vector<FiledRow>&& known, const std::vector<ReadBuilding>& existing) {
  if (known.empty()) return;
  const auto fresh = by_id(batch.buildings), kept = by_id(existing);
  for (auto& row : known) {
    const std::string id = row.row.model_id, place = row.row.place;
    const auto in_batch = fresh.find(id);
    if (in_batch != fresh.end()) {
      auto& building = batch.buildings[in_batch->second].building;
      count(batch, building.link, false);
      give(std::move(row), building);
      count(batch, building.link, true);
      continue;
    }
    const auto before = kept.find(id);
    if (before == kept.end()) {
      batch.files[row.file].diagnostics.add(
          {"reference-missing", twin::Severity::kInfo, "", "", place, id,
           "No building of the model answers to this row; it was read and is not used."});
      continue;
    }
    auto building = existing[before->second].building;
    give(std::move(row), building);
    count(batch, building.link, true);
    if (building == existing[before->second].building) continue;
    batch.buildings.push_back({std::move(building), existing[before->second].shape});
    ++batch.relinked;
  }
}

}  // namespace geo

#include "twin_core/store/settle_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "twin_core/city/record.hpp"

namespace twin {
namespace {

struct HeldRow {
  std::string id;
  bool by_identifier = false;
};

/// The rows of a building as it tells them; a lone row without an id of its own is named by what its card says of it.
std::vector<HeldRow> held_by(const Building& building) {
  if (building.link == LinkReason::kUnlinked) return {};
  const LinkDetails& details = *building.details;
  std::vector<HeldRow> out;
  for (const LinkedRow& row : details.rows) out.push_back({row.row, is_by_identifier(row.reason)});
  if (!out.empty()) return out;
  std::string id = details.row;
  if (id.empty()) {
    RegisterCard named;
    if (!building.from_model.has(CardField::kPermanentId)) named.permanent_id = building.card.permanent_id;
    if (!building.from_model.has(CardField::kMunicipalNumber)) named.municipal_number = building.card.municipal_number;
    id = row_id_of(named, building.id);
  }
  return {{std::move(id), is_by_identifier(building.link)}};
}

struct Holders {
  bool by_identifier = false;
  std::vector<std::string> others;  ///< by place or by a person's word
};

/// The entities of one kind that a command writes; null: it removes them.
template <class Record, class Decode>
Result<std::map<std::string, std::unique_ptr<Record>>> written(const Command& command, EntityKind kind, Decode decode) {
  std::map<std::string, std::unique_ptr<Record>> out;
  for (const Write& write : command.writes) {
    if (write.entity.kind != kind) continue;
    auto& record = out[write.entity.id];
    record.reset();
    if (!write.value) continue;
    TWIN_TRY(Record decoded, decode(*write.value));
    record = std::make_unique<Record>(std::move(decoded));
  }
  return out;
}

/// The command's writes of kept rows, found by id: a city's undo settles tens of thousands among all that it writes.
class RowWrites {
 public:
  explicit RowWrites(Command& command) : command_(command) {
    for (std::size_t i = 0; i < command.writes.size(); ++i) {
      if (command.writes[i].entity.kind == EntityKind::kRegisterRow) at_[command.writes[i].entity.id] = i;
    }
  }

  /// Gives the row its new value, or none; a row that the state does not have either needs no write then.
  void write(const std::string& id, const KeptRow* now, bool is_in_state) {
    if (now == nullptr && !is_in_state) return drop(id);
    const auto [found, is_new] = at_.try_emplace(id, command_.writes.size());
    if (is_new) command_.writes.push_back(Write{{EntityKind::kRegisterRow, id}, {}, {}, {}});
    Write& write = command_.writes[found->second];
    write.value = now == nullptr ? std::nullopt : std::optional(encode(*now));
    write.restates = false;
  }

  void drop(const std::string& id) {
    if (at_.erase(id) > 0) dropped_.insert(id);
  }

  void finish() {
    std::erase_if(command_.writes, [&](const Write& write) { return write.entity.kind == EntityKind::kRegisterRow && dropped_.contains(write.entity.id); });
  }

 private:
  Command& command_;
  std::map<std::string, std::size_t> at_;
  std::set<std::string> dropped_;
};

}  // namespace

Status settle_rows(const BranchState& state, Command& command) {
  TWIN_TRY(const auto buildings, (written<Building>(command, EntityKind::kBuilding, decode_building)));
  TWIN_TRY(const auto rows, (written<KeptRow>(command, EntityKind::kRegisterRow, decode_kept_row)));
  if (buildings.empty() && rows.empty()) return Done{};
  std::map<std::string, Holders> about;
  for (const auto& [id, row] : rows) about[id];
  for (const auto& [id, building] : buildings) {
    if (!building) continue;
    for (auto& row : held_by(*building)) about[std::move(row.id)];
  }
  state.for_each_building([&](FeatureNumber, const Building& building) {
    if (!buildings.contains(building.id)) return;
    for (auto& row : held_by(building)) about[std::move(row.id)];
  });
  std::map<std::string, const KeptRow*> before;
  state.for_each<KeptRow>([&](FeatureNumber, const KeptRow& row) {
    if (about.contains(row.id)) before[row.id] = &row;
  });
  // Rows that are kept nowhere are their buildings' matter alone.
  std::erase_if(about, [&](const auto& entry) {
    const auto row = rows.find(entry.first);
    return row != rows.end() ? row->second == nullptr : !before.contains(entry.first);
  });
  if (about.empty()) return Done{};

  const auto look_at = [&](const Building& building) {
    for (const auto& row : held_by(building)) {
      const auto found = about.find(row.id);
      if (found == about.end()) continue;
      if (row.by_identifier) {
        found->second.by_identifier = true;
      } else {
        found->second.others.push_back(building.id);
      }
    }
  };
  state.for_each_building([&](FeatureNumber, const Building& building) {
    if (!buildings.contains(building.id)) look_at(building);
  });
  for (const auto& [id, building] : buildings) {
    if (building) look_at(*building);
  }
  RowWrites writes(command);
  for (auto& [id, holders] : about) {
    const auto row = rows.find(id), end = rows.end();
    const auto was = before.find(id);
    const bool is_in_state = was != before.end();
    KeptRow now = row != end ? *row->second : *was->second;
    std::sort(holders.others.begin(), holders.others.end());
    if (holders.by_identifier && holders.others.empty()) {
      writes.write(id, nullptr, is_in_state);
    } else if (now.buildings != holders.others) {
      now.buildings = std::move(holders.others);
      const bool as_it_was = is_in_state && now == *was->second;
      if (as_it_was && row != end) {
        writes.drop(id);
      } else {
        writes.write(id, &now, is_in_state);
      }
    }
  }
  writes.finish();
  return Done{};
}

}  // namespace twin

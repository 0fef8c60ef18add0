#include "geo/link/link.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace geo {
namespace {

constexpr std::size_t kAmbiguous = static_cast<std::size_t>(-1);
using RowIndex = std::unordered_map<std::string, std::size_t>;

struct RowIndexes {
  RowIndex by_permanent_id, by_municipal_number, by_model_id;
};

RowIndexes index_rows(std::span<const RegisterRow> rows) {
  RowIndexes out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    if (!row.card.permanent_id.empty()) out.by_permanent_id[row.card.permanent_id] = i;
    if (!row.model_id.empty()) out.by_model_id[row.model_id] = i;
    if (!row.card.municipal_number.empty()) {
      const auto [entry, fresh] = out.by_municipal_number.try_emplace(row.card.municipal_number, i);
      if (!fresh) entry->second = kAmbiguous;
    }
  }
  return out;
}

std::optional<std::size_t> find(const RowIndex& index, const std::string& key) {
  if (key.empty()) return std::nullopt;
  const auto entry = index.find(key);
  if (entry == index.end()) return std::nullopt;
  return entry->second;
}

bool contradict(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

LinkOutcome unlinked_note(const LinkCandidate& candidate, bool any_rows) {
  LinkOutcome out;
  if (!any_rows) {
    out.note = "no register was read with this building";
  } else if (!candidate.model.permanent_id.empty()) {
    out.note = fmt::format("no register row has VTJ-PRT {}", candidate.model.permanent_id);
  } else {
    out.note = "no register row names this building";
  }
  return out;
}

LinkOutcome link_one(const LinkCandidate& candidate, std::span<const RegisterRow> rows,
                     const RowIndexes& indexes) {
  using twin::LinkReason;
  const auto& model = candidate.model;
  if (const auto row = find(indexes.by_permanent_id, model.permanent_id)) {
    return {LinkReason::kById, fmt::format("VTJ-PRT {} in {}", model.permanent_id, rows[*row].card.source),
            row};
  }
  std::string doubt;
  if (const auto row = find(indexes.by_municipal_number, model.municipal_number)) {
    if (*row == kAmbiguous) {
      doubt = fmt::format("several register rows have RATU {}", model.municipal_number);
    } else if (model.permanent_id.empty() || rows[*row].card.permanent_id.empty()) {
      return {LinkReason::kByMunicipalNumber,
              fmt::format("RATU {} in {}", model.municipal_number, rows[*row].card.source), row};
    }
  }
  auto row = find(indexes.by_model_id, candidate.model_id);
  const bool by_uuid = !row;
  if (by_uuid) row = find(indexes.by_model_id, candidate.uuid);
  if (row) {
    const auto& card = rows[*row].card;
    if (!contradict(card.permanent_id, model.permanent_id)) {
      return {LinkReason::kByModelId,
              fmt::format("{} {} in {}", by_uuid ? "UUID" : "gml:id",
                          by_uuid ? candidate.uuid : candidate.model_id, card.source),
              row};
    }
    doubt = fmt::format("{} names this building but VTJ-PRT {}, the model says {}", card.source,
                        card.permanent_id, model.permanent_id);
  }
  auto out = unlinked_note(candidate, !rows.empty());
  if (!doubt.empty()) out.note = doubt;
  return out;
}

template <class T>
bool fill(T& into, const T& from) {
  if (!(into == T{}) || from == T{}) return false;
  into = from;
  return true;
}

}  // namespace

LinkResult link_rows(std::span<const LinkCandidate> candidates, std::span<const RegisterRow> rows) {
  const auto indexes = index_rows(rows);
  std::vector<std::size_t> uses(rows.size(), 0);
  LinkResult out;
  out.outcomes.reserve(candidates.size());
  for (const auto& candidate : candidates) {
    out.outcomes.push_back(link_one(candidate, rows, indexes));
    if (out.outcomes.back().row) ++uses[*out.outcomes.back().row];
  }
  for (auto& outcome : out.outcomes) {
    if (outcome.row && uses[*outcome.row] > 1) {
      outcome.note += fmt::format("; {} buildings of the model share this row", uses[*outcome.row]);
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (uses[i] == 0) out.rows_without_building.push_back(i);
  }
  return out;
}

twin::RegisterCard merge_cards(const twin::RegisterCard& row, const twin::RegisterCard& model) {
  auto out = row;
  bool filled = false;
  filled |= fill(out.permanent_id, model.permanent_id);
  filled |= fill(out.municipal_number, model.municipal_number);
  filled |= fill(out.property_id, model.property_id);
  // A use code and its text belong together: never the code of one source with the text of another.
  if (out.use_code.empty() && out.use_code_2018.empty() && out.use_text.empty()) {
    filled |= fill(out.use_code, model.use_code);
    filled |= fill(out.use_code_2018, model.use_code_2018);
    filled |= fill(out.use_text, model.use_text);
  }
  filled |= fill(out.floor_area_m2, model.floor_area_m2);
  filled |= fill(out.total_area_m2, model.total_area_m2);
  filled |= fill(out.basement_area_m2, model.basement_area_m2);
  filled |= fill(out.volume_m3, model.volume_m3);
  filled |= fill(out.storeys, model.storeys);
  filled |= fill(out.dwellings, model.dwellings);
  if (!out.completion_year) {
    filled |= fill(out.completed, model.completed);
    filled |= fill(out.completion_year, model.completion_year);
  }
  filled |= fill(out.material, model.material);
  filled |= fill(out.facade_material, model.facade_material);
  filled |= fill(out.heating_mode, model.heating_mode);
  filled |= fill(out.heating_source, model.heating_source);
  filled |= fill(out.lift, model.lift);
  filled |= fill(out.connections.sewer, model.connections.sewer);
  filled |= fill(out.connections.water, model.connections.water);
  filled |= fill(out.connections.electricity, model.connections.electricity);
  filled |= fill(out.connections.gas, model.connections.gas);
  filled |= fill(out.connections.cable, model.connections.cable);
  filled |= fill(out.address, model.address);
  filled |= fill(out.address_sv, model.address_sv);
  filled |= fill(out.status, model.status);
  filled |= fill(out.owner_type, model.owner_type);
  if (filled) out.source = row.source.str() + ", model attributes";
  return out;
}

}  // namespace geo

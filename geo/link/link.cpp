#include "geo/link/link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "twin_core/base/in_parallel.hpp"
#include "twin_core/city/kept_row.hpp"

namespace geo {
namespace {

constexpr std::size_t kAmbiguous = static_cast<std::size_t>(-1);
using RowIndex = std::unordered_map<std::string, std::size_t>;

struct RowIndexes {
  RowIndex by_permanent_id, by_municipal_number;
  std::unordered_map<std::string, std::vector<std::size_t>> by_model_id;
};

/// Several rows may name one object; of those that are one row of the register the later one is taken.
void add_by_model_id(std::vector<std::size_t>& of_object, std::span<const RegisterRow> rows, std::size_t row) {
  const auto id = twin::row_id_of(rows[row].card, rows[row].model_id);
  std::erase_if(of_object, [&](std::size_t other) { return twin::row_id_of(rows[other].card, rows[other].model_id) == id; });
  of_object.push_back(row);
}

RowIndexes index_rows(std::span<const RegisterRow> rows) {
  RowIndexes out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    if (!row.card.permanent_id.empty()) out.by_permanent_id[row.card.permanent_id] = i;
    if (!row.model_id.empty()) add_by_model_id(out.by_model_id[row.model_id], rows, i);
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

bool is_rejected(const LinkCandidate& candidate, const RegisterRow& row) {
  return std::find(candidate.rejected.begin(), candidate.rejected.end(), row.id) != candidate.rejected.end();
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

/// Rows that name the object by gml:id, else by UUID, in order; rejected ones left out.
std::vector<std::size_t> rows_naming(const LinkCandidate& candidate, std::span<const RegisterRow> rows,
                                     const RowIndexes& indexes, bool& by_uuid) {
  std::vector<std::size_t> out;
  for (const auto* const key : {&candidate.model_id, &candidate.uuid}) {
    const auto found = key->empty() ? indexes.by_model_id.end() : indexes.by_model_id.find(*key);
    if (found == indexes.by_model_id.end()) continue;
    for (const auto row : found->second) {
      if (!is_rejected(candidate, rows[row])) out.push_back(row);
    }
    by_uuid = key == &candidate.uuid;
    if (!out.empty()) break;
  }
  return out;
}

LinkOutcome link_one(const LinkCandidate& candidate, std::span<const RegisterRow> rows,
                     const RowIndexes& indexes) {
  using twin::LinkReason;
  const auto& model = candidate.model;
  bool by_uuid = false;
  const auto naming = rows_naming(candidate, rows, indexes, by_uuid);
  const auto with_others = [&](LinkOutcome out) {
    for (const auto row : naming) {
      if (row != out.row) out.more_rows.push_back(row);
    }
    return out;
  };
  if (const auto row = find(indexes.by_permanent_id, model.permanent_id); row && !is_rejected(candidate, rows[*row])) {
    return with_others({LinkReason::kById, fmt::format("VTJ-PRT {} in {}", model.permanent_id, rows[*row].card.source), row});
  }
  std::string doubt;
  if (const auto row = find(indexes.by_municipal_number, model.municipal_number)) {
    if (*row == kAmbiguous) {
      doubt = fmt::format("several register rows have RATU {}", model.municipal_number);
    } else if ((model.permanent_id.empty() || rows[*row].card.permanent_id.empty()) && !is_rejected(candidate, rows[*row])) {
      return with_others({LinkReason::kByMunicipalNumber,
                          fmt::format("RATU {} in {}", model.municipal_number, rows[*row].card.source), row});
    }
  }
  for (const auto row : naming) {
    const auto& card = rows[row].card;
    if (!contradict(card.permanent_id, model.permanent_id)) {
      return with_others({LinkReason::kByModelId,
                          fmt::format("{} {} in {}", by_uuid ? "UUID" : "gml:id",
                                      by_uuid ? candidate.uuid : candidate.model_id, card.source),
                          row});
    }
    doubt = fmt::format("{} names this building but VTJ-PRT {}, the model says {}", card.source,
                        card.permanent_id, model.permanent_id);
  }
  auto out = unlinked_note(candidate, !rows.empty());
  if (!doubt.empty()) out.note = doubt;
  return out;
}

}  // namespace

LinkResult link_rows(std::span<const LinkCandidate> candidates, std::span<const RegisterRow> rows) {
  const auto indexes = index_rows(rows);
  LinkResult out;
  out.uses.resize(rows.size(), 0);
  out.outcomes.resize(candidates.size());
  constexpr std::size_t kTogether = 256;
  twin::in_parallel(candidates.size(), [&](std::size_t i) { out.outcomes[i] = link_one(candidates[i], rows, indexes); }, kTogether);
  for (const auto& outcome : out.outcomes) {
    if (outcome.row) ++out.uses[*outcome.row];
  }
  // A row that has a building of its own by a stronger identifier is no further row of another one.
  const auto own = out.uses;
  for (auto& outcome : out.outcomes) {
    std::erase_if(outcome.more_rows, [&](std::size_t row) { return own[row] > 0; });
    for (const auto row : outcome.more_rows) ++out.uses[row];
  }
  for (auto& outcome : out.outcomes) {
    if (outcome.row && out.uses[*outcome.row] > 1) {
      outcome.note += fmt::format("; {} buildings of the model share this row", out.uses[*outcome.row]);
    }
    if (!outcome.more_rows.empty()) {
      outcome.note += fmt::format("; {} rows are this building together", 1 + outcome.more_rows.size());
    }
  }
  return out;
}

bool identifiers_contradict(const twin::RegisterCard& a, const twin::RegisterCard& b) {
  return contradict(a.permanent_id, b.permanent_id) || contradict(a.municipal_number, b.municipal_number);
}

}  // namespace geo

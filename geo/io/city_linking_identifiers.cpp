// Rows and buildings that identifiers tie, and links that contradict themselves.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>

#include "geo/io/city_linking_parts.hpp"
#include "geo/io/link_doubts.hpp"
#include "geo/io/linked_card.hpp"
#include "geo/link/ground.hpp"
#include "geo/link/place_match.hpp"
#include "twin_core/base/in_parallel.hpp"

namespace geo {
namespace {

constexpr std::size_t kTogether = 64;  ///< buildings that a thread takes at a time

using twin::LinkedRow;

LinkedRow linked_row(const RegisterRow& row, twin::LinkReason reason, const std::string& note) {
  LinkedRow out{row.id, reason, 0, note, row.card};
  if (row.is_placed()) {
    out.point = row.point;
    out.footprint = row.footprint;
  }
  return out;
}

/// Buildings by what rows may name them by.
class Names {
 public:
  explicit Names(const std::vector<LinkSite>& sites) {
    for (std::size_t i = 0; i < sites.size(); ++i) {
      const auto& candidate = sites[i].candidate;
      add(objects_, candidate.model_id, i);
      add(objects_, candidate.uuid, i);
      add(numbers_, candidate.model.municipal_number, i);
    }
  }
  /// The building that a gml:id or UUID names, or a RATU that no other one has; null for none.
  const std::size_t* object(const std::string& name) const { return find(objects_, name); }
  const std::size_t* number(const std::string& ratu) const { return find(numbers_, ratu); }

 private:
  static constexpr std::size_t kSeveral = static_cast<std::size_t>(-1);
  using Index = std::unordered_map<std::string, std::size_t>;
  static void add(Index& index, const std::string& name, std::size_t site) {
    if (name.empty()) return;
    const auto [entry, fresh] = index.try_emplace(name, site);
    if (!fresh && entry->second != site) entry->second = kSeveral;
  }
  static const std::size_t* find(const Index& index, const std::string& name) {
    const auto found = name.empty() ? index.end() : index.find(name);
    return found == index.end() || found->second == kSeveral ? nullptr : &found->second;
  }
  Index objects_, numbers_;
};

void attach(LinkSite& site, const LinkOutcome& outcome, const LinkResult& result, const std::vector<RegisterRow>& rows, const Names& names) {
  const auto& main = rows[*outcome.row];
  std::vector<LinkedRow> attached{linked_row(main, outcome.reason, outcome.note)};
  for (const auto row : outcome.more_rows) attached.push_back(linked_row(rows[row], twin::LinkReason::kByModelId, outcome.note));
  attach_rows(*site.building, std::move(attached), site.candidate.model, {}, static_cast<std::uint32_t>(result.uses[*outcome.row]));
  if (main.model_id.empty() || main.model_id == site.candidate.model_id || main.model_id == site.candidate.uuid) return;
  if (names.object(main.model_id) == nullptr) return;  // a name in another system
  auto details = *site.building->details;
  details.other_object = main.model_id;
  site.building->details = std::move(details);
}

void detach(LinkSite& site, const RowDoubt& doubt, const std::vector<RegisterRow>& rows) {
  attach_rows(*site.building, {}, site.candidate.model, twin::LinkChoice{true, rows[doubt.row].id, 0});
  site.building->link_note = fmt::format("{}, but {}: a question for review", doubt.note, fmt::join(doubt.said, "; "));
}

bool is_same(const LinkOutcome& a, const LinkOutcome& b) {
  return a.reason == b.reason && a.note == b.note && a.row == b.row && a.more_rows == b.more_rows;
}

}  // namespace

std::vector<RowDoubt> link_by_identifier(std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows, std::vector<RowFate>& fates) {
  std::vector<RowDoubt> out;
  if (rows.empty()) return out;
  std::vector<LinkCandidate> candidates;
  candidates.reserve(sites.size());
  for (const auto& site : sites) candidates.push_back(site.candidate);
  const Names names(sites);
  LinkResult result, before;
  // Each round takes away at least one pair, so this ends.
  for (std::size_t asked = 0; out.empty() || asked < out.size();) {
    asked = out.size();
    result = link_rows(candidates, rows);
    std::vector<std::vector<std::string>> doubts(sites.size());
    const auto settle = [&](std::size_t i) {
      const auto& outcome = result.outcomes[i];
      if (sites[i].settled || !outcome.row || (!before.outcomes.empty() && is_same(outcome, before.outcomes[i]))) return;
      attach(sites[i], outcome, result, rows, names);
      doubts[i] = link_doubts(*sites[i].building);
    };
    twin::in_parallel(sites.size(), settle, kTogether);
    for (std::size_t i = 0; i < sites.size(); ++i) {
      if (doubts[i].size() < kDoubtsForReview) continue;
      const auto& outcome = result.outcomes[i];
      const auto end = outcome.note.find("; ");  // that others share the row may be another mistake
      out.push_back({i, *outcome.row, outcome.note.substr(0, end), std::move(doubts[i])});
      detach(sites[i], out.back(), rows);
      candidates[i].rejected.push_back(rows[*outcome.row].id);
    }
    before = std::move(result);
    if (out.empty()) break;
  }
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const auto& outcome = before.outcomes[i];
    if (sites[i].settled) continue;
    if (!outcome.row) {
      sites[i].unlinked_note = outcome.note;
      continue;
    }
    sites[i].settled = true;
    fates[*outcome.row].by_identifier = true;
    for (const auto row : outcome.more_rows) fates[row].by_identifier = true;
  }
  for (const auto& doubt : out) {
    auto& site = sites[doubt.site];
    site.doubted = !before.outcomes[doubt.site].row;
    site.settled = true;
  }
  return out;
}

void ask_about(const std::vector<RowDoubt>& doubts, const std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows,
               std::vector<RowFate>& fates) {
  if (doubts.empty()) return;
  const Names names(sites);
  const auto distance = [&](std::size_t site, const RegisterRow& row) {
    if (!row.is_placed() || sites[site].building->footprint.outer.empty()) return 0.0;
    return distance_to(sites[site].building->footprint, row.point ? *row.point : ground_of(row.footprint).centre);
  };
  for (const auto& doubt : doubts) {
    auto& fate = fates[doubt.row];
    if (fate.by_identifier || fate.by_review) continue;
    const auto& row = rows[doubt.row];
    fate.doubted = true;
    fate.candidates.push_back({sites[doubt.site].building->id, 0, fmt::format("{}, but {}", doubt.note, fmt::join(doubt.said, "; "))});
    const auto* const other = names.number(row.card.municipal_number);
    if (other == nullptr || sites[*other].building->link != twin::LinkReason::kUnlinked) continue;
    const auto& id = sites[*other].building->id;
    const bool named = std::any_of(fate.candidates.begin(), fate.candidates.end(), [&](const auto& one) { return one.building == id; });
    if (named) continue;
    twin::RowCandidate candidate{id, 0, fmt::format("RATU {} agrees, {:.0f} m from the footprint", row.card.municipal_number, distance(*other, row))};
    // The nearer one is the likelier one.
    const bool first = distance(*other, row) < distance(doubt.site, row);
    fate.candidates.insert(first ? fate.candidates.begin() : fate.candidates.end(), std::move(candidate));
  }
}

}  // namespace geo

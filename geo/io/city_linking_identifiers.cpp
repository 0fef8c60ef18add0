// Rows and buildings that identifiers tie, and links that contradict themselves.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
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

/// Buildings by names that rows give them.
class Names {
 public:
  void ask_for(const std::string& name) {
    if (!name.empty()) sites_.try_emplace(name, kNobody);
  }
  void offer(const std::string& name, std::size_t site) {
    const auto found = name.empty() ? sites_.end() : sites_.find(name);
    if (found != sites_.end()) found->second = found->second == kNobody || found->second == site ? site : kSeveral;
  }
  bool is_known(const std::string& name) const {
    const auto found = sites_.find(name);
    return found != sites_.end() && found->second != kNobody;
  }
  /// Nothing where no building, or more than one, has the name.
  std::optional<std::size_t> only(const std::string& name) const {
    const auto found = sites_.find(name);
    if (found == sites_.end() || found->second == kNobody || found->second == kSeveral) return std::nullopt;
    return found->second;
  }

 private:
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1), kSeveral = kNobody - 1;
  std::unordered_map<std::string, std::size_t> sites_;
};

void attach(twin::Building& building, const LinkCandidate& candidate, const LinkOutcome& outcome, std::size_t uses, const std::vector<RegisterRow>& rows) {
  std::vector<LinkedRow> attached;
  std::vector<const RegisterRow*> placed;
  const auto add = [&](std::size_t row, twin::LinkReason reason) {
    attached.push_back({rows[row].id, reason, 0, outcome.note, rows[row].card});
    placed.push_back(&rows[row]);
  };
  add(*outcome.row, outcome.reason);
  for (const auto row : outcome.more_rows) add(row, twin::LinkReason::kByModelId);
  attach_rows(building, std::move(attached), candidate.model, {}, static_cast<std::uint32_t>(uses));
  note_distance(building, placed);
}

/// "the row names BID_7 in the model"; "" where it names this building, none, or one in another system of names.
std::string other_object(const RegisterRow& row, const LinkCandidate& candidate, const Names& objects) {
  const auto& named = row.model_id;
  if (named.empty() || named == candidate.model_id || named == candidate.uuid || !objects.is_known(named)) return "";
  return fmt::format("the row names {} in the model", named);
}

void detach(twin::Building& building, const twin::RegisterCard& model, const RowDoubt& doubt, const RegisterRow& row) {
  attach_rows(building, {}, model, twin::LinkChoice{true, row.id, 0});
  building.link_note = fmt::format("{}, but {}: a question for review", doubt.note, fmt::join(doubt.said, "; "));
}

/// The note as far as it is about this building: that others share the row may be another mistake.
std::string without_shares(const std::string& note) {
  const auto shares = note.find(" buildings of the model share this row");
  return note.substr(0, shares == std::string::npos ? shares : note.rfind("; ", shares));
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
  for (auto& site : sites) candidates.push_back(std::move(site.candidate));
  Names objects;
  for (const auto& row : rows) objects.ask_for(row.model_id);
  for (std::size_t i = 0; i < sites.size(); ++i) {
    objects.offer(candidates[i].model_id, i);
    objects.offer(candidates[i].uuid, i);
  }
  LinkResult result, before;
  // Each round takes away at least one pair, so this ends.
  for (std::size_t asked = 0; out.empty() || asked < out.size();) {
    asked = out.size();
    result = link_rows(candidates, rows);
    std::vector<std::vector<std::string>> doubts(sites.size());
    const auto settle = [&](std::size_t i) {
      const auto& outcome = result.outcomes[i];
      if (sites[i].settled || !outcome.row || (!before.outcomes.empty() && is_same(outcome, before.outcomes[i]))) return;
      attach(*sites[i].building, candidates[i], outcome, result.uses[*outcome.row], rows);
      doubts[i] = link_doubts(*sites[i].building);
      if (auto other = other_object(rows[*outcome.row], candidates[i], objects); !other.empty()) doubts[i].push_back(std::move(other));
    };
    twin::in_parallel(sites.size(), settle, kTogether);
    for (std::size_t i = 0; i < sites.size(); ++i) {
      if (doubts[i].size() < kDoubtsForReview) continue;
      const auto& outcome = result.outcomes[i];
      out.push_back({i, *outcome.row, without_shares(outcome.note), std::move(doubts[i])});
      detach(*sites[i].building, candidates[i].model, out.back(), rows[*outcome.row]);
      candidates[i].rejected.push_back(rows[*outcome.row].id);
    }
    before = std::move(result);
    if (out.empty()) break;
  }
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const auto& outcome = before.outcomes[i];
    sites[i].candidate = std::move(candidates[i]);
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
    sites[doubt.site].settled = true;  // a question, and not for places to answer
  }
  return out;
}

void ask_about(const std::vector<RowDoubt>& doubts, const std::vector<LinkSite>& sites, const std::vector<RegisterRow>& rows,
               std::vector<RowFate>& fates) {
  if (doubts.empty()) return;
  Names numbers;
  for (const auto& doubt : doubts) numbers.ask_for(rows[doubt.row].card.municipal_number);
  for (std::size_t i = 0; i < sites.size(); ++i) numbers.offer(sites[i].candidate.model.municipal_number, i);
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
    const auto other = numbers.only(row.card.municipal_number);
    if (!other || sites[*other].building->link != twin::LinkReason::kUnlinked) continue;
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

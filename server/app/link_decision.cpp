#include "server/app/link_decision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/io/linked_card.hpp"

namespace server {
namespace {

using twin::Building;
using twin::KeptRow;
using twin::LinkedRow;
using twin::LinkReason;
using twin::Problem;

Problem nothing_new(std::string message, const LinkCase& of) {
  return {"nothing-to-do", std::move(message), of.building.id, of.row.id, "See: kaksonen links --status linked."};
}

const twin::RowCandidate* candidate_for(const LinkCase& of) {
  const auto found = std::find_if(of.row.candidates.begin(), of.row.candidates.end(),
                                  [&](const twin::RowCandidate& candidate) { return candidate.building == of.building.id; });
  return found == of.row.candidates.end() ? nullptr : &*found;
}

void forget_candidate(KeptRow& row, const std::string& building) {
  std::erase_if(row.candidates, [&](const twin::RowCandidate& candidate) { return candidate.building == building; });
}

void set_rejected(Building& building, const std::string& row, bool rejected) {
  auto details = *building.details;
  std::erase(details.rejected, row);
  if (rejected) details.rejected.insert(std::lower_bound(details.rejected.begin(), details.rejected.end(), row), row);
  if (rejected && details.runner_up && details.runner_up->is_row && details.runner_up->id == row) details.runner_up.reset();
  building.details = std::move(details);
}

/// Rows that place alone gave the building stay as a person's too, or go; questions about the building end.
void give_way(LinkCase& of, std::vector<LinkedRow>& rows, bool stay) {
  for (auto& row : rows) {
    if (row.reason == LinkReason::kByPlace && stay) row.reason = LinkReason::kByReview;
  }
  std::erase_if(rows, [](const LinkedRow& row) { return row.reason == LinkReason::kByPlace; });
  for (auto& other : of.others) {
    const bool kept = std::any_of(rows.begin(), rows.end(), [&](const LinkedRow& row) { return row.row == other.id; });
    if (!kept) std::erase(other.buildings, of.building.id);
    if (other.buildings.empty() && !stay) forget_candidate(other, of.building.id);
  }
}

}  // namespace

twin::Status accept_link(LinkCase& of) {
  auto rows = geo::rows_of(of.building);
  const auto same = [&](const LinkedRow& row) { return row.row == of.row.id; };
  if (std::any_of(rows.begin(), rows.end(), [&](const LinkedRow& row) { return same(row) && row.reason != LinkReason::kByPlace; })) {
    return nothing_new("The building has this row already.", of);
  }
  std::erase_if(rows, same);
  const auto* const candidate = candidate_for(of);
  const bool asked_for_second = candidate != nullptr && candidate->probability == 0;
  give_way(of, rows, asked_for_second);
  std::optional<twin::LinkChoice> runner_up;
  for (const auto& other : of.row.candidates) {
    if (other.building != of.building.id && !runner_up) runner_up = twin::LinkChoice{false, other.building, other.probability};
  }
  const std::string reason = candidate != nullptr && !candidate->reason.empty() ? candidate->reason : "as a person decided";
  rows.push_back({of.row.id, LinkReason::kByReview, candidate != nullptr ? candidate->probability : 0,
                  fmt::format("accepted: {} ({})", reason, of.row.card.source.str()), of.row.card});
  set_rejected(of.building, of.row.id, false);
  auto& buildings = of.row.buildings;
  std::erase(buildings, of.building.id);
  buildings.insert(std::lower_bound(buildings.begin(), buildings.end(), of.building.id), of.building.id);
  const auto shared_by = buildings.size() + (of.elsewhere ? 1 : 0);
  geo::attach_rows(of.building, std::move(rows), of.model, runner_up, static_cast<std::uint32_t>(shared_by));
  of.row.candidates.clear();
  return twin::Done{};
}

twin::Status reject_link(LinkCase& of) {
  auto rows = geo::rows_of(of.building);
  const auto had = std::erase_if(rows, [&](const LinkedRow& row) {
    if (row.row != of.row.id) return false;
    if (is_by_identifier(row.reason)) of.elsewhere.reset();
    return true;
  });
  const auto& rejected = of.building.details->rejected;
  if (had == 0 && candidate_for(of) == nullptr && std::find(rejected.begin(), rejected.end(), of.row.id) != rejected.end()) {
    return nothing_new("This pair was rejected before.", of);
  }
  set_rejected(of.building, of.row.id, true);
  forget_candidate(of.row, of.building.id);
  std::erase(of.row.buildings, of.building.id);
  // Once the row has no building, its other candidates are a question again.
  const auto runner_up = of.building.details->runner_up;
  const bool keeps_rows = !rows.empty();
  geo::attach_rows(of.building, std::move(rows), of.model, runner_up, 1);
  if (!keeps_rows) of.building.link_note = fmt::format("{} was rejected by a person", of.row.id);
  return twin::Done{};
}

}  // namespace server

#include "geo/io/link_scores.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace geo {
namespace {

using twin::LinkChoice;
using twin::RowCandidate;

/// Between one hundredth, which is nothing, and two.
constexpr double kSameWithin = 0.015;

bool is_near(double a, double b) { return std::abs(a - b) < kSameWithin; }

void keep(double before, double& now) {
  if (is_near(before, now)) now = before;
}

/// What is not named has no score to speak of.
double score_of(const std::optional<LinkChoice>& choice) { return choice ? choice->probability : 0; }

bool is_same(const std::optional<LinkChoice>& before, const std::optional<LinkChoice>& now) {
  const bool named = before && now;
  if (named && (before->is_row != now->is_row || before->id != now->id)) return false;
  return is_near(score_of(before), score_of(now));
}

const RowCandidate* find(const std::vector<RowCandidate>& candidates, const std::string& building) {
  const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const RowCandidate& one) { return one.building == building; });
  return found == candidates.end() ? nullptr : &*found;
}

/// Each of `these` is as likely among `those`, or hardly worth a word. What is offered without a likelihood, for an identifier
/// names it, is the same only for the same reason.
bool are_near(const std::vector<RowCandidate>& these, const std::vector<RowCandidate>& those) {
  return std::all_of(these.begin(), these.end(), [&](const RowCandidate& one) {
    const auto* const other = find(those, one.building);
    if (one.probability == 0) return other != nullptr && other->probability == 0 && other->reason == one.reason;
    return is_near(one.probability, other == nullptr ? 0 : other->probability);
  });
}

}  // namespace

double in_hundredths(double probability) { return std::round(probability * 100) / 100; }

void keep_scores(const twin::Building& before, twin::Building& now) {
  if (before.link != now.link || before.details.empty() || before.details == now.details) return;
  const auto& old = *before.details;
  auto details = *now.details;
  if (old.row != details.row) return;
  keep(old.probability, details.probability);
  for (auto& row : details.rows) {
    const auto same = std::find_if(old.rows.begin(), old.rows.end(), [&](const twin::LinkedRow& one) { return one.row == row.row; });
    if (same != old.rows.end()) keep(same->probability, row.probability);
  }
  if (is_same(old.runner_up, details.runner_up)) {
    // "perhaps row 7 (53 %): a question for review"
    constexpr std::string_view kQuestion = "perhaps ";
    const bool asks = old.runner_up && details.runner_up && std::string_view(now.link_note).starts_with(kQuestion) &&
                      std::string_view(before.link_note).starts_with(kQuestion);
    if (asks) now.link_note = before.link_note;
    details.runner_up = old.runner_up;
  }
  now.details = std::move(details);
}

void keep_scores(const twin::KeptRow& before, twin::KeptRow& now) {
  if (before.buildings != now.buildings || before.candidates.empty() || now.candidates.empty()) return;
  if (!are_near(before.candidates, now.candidates) || !are_near(now.candidates, before.candidates)) return;
  const auto &was = before.candidates.front(), &is = now.candidates.front();
  if (was.building == is.building && was.reason != is.reason) {
    // Something else than the scores is new.
    for (auto& candidate : now.candidates) {
      if (const auto* const same = find(before.candidates, candidate.building)) candidate.probability = same->probability;
    }
    return;
  }
  now.candidates = before.candidates;
}

}  // namespace geo

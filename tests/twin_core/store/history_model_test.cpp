// Random histories against a model that keeps the whole city after every commit and merges by the definition.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>

#include "tests/twin_core/store/store_fixture.hpp"
#include "twin_core/base/random_stream.hpp"
#include "twin_core/store/merge_branches.hpp"

namespace {

using twin::Take;

/// Of a plan unit: name, symbol, floor-area ratio.
using Unit = std::array<int, 3>;
using City = std::map<std::string, Unit>;
using MaybeUnit = std::optional<Unit>;

twin::PlanUnit plan_unit_of(const std::string& id, const Unit& unit) {
  twin::PlanUnit out = test::plan_unit(id, unit[2]);
  out.name_fi = "n" + std::to_string(unit[0]);
  out.symbol = "s" + std::to_string(unit[1]);
  return out;
}

Unit unit_of(const twin::PlanUnit& unit) {
  return {std::stoi(unit.name_fi.substr(1)), std::stoi(unit.symbol.substr(1)), static_cast<int>(*unit.regulations[0].value)};
}

City city_of(const twin::BranchState& state) {
  City out;
  state.for_each_plan_unit([&](twin::FeatureNumber, const twin::PlanUnit& unit) { out[unit.id] = unit_of(unit); });
  return out;
}

MaybeUnit in(const City& city, const std::string& id) {
  const auto found = city.find(id);
  return found == city.end() ? std::nullopt : MaybeUnit(found->second);
}

/// A commit as the model keeps it.
struct Step {
  City after;
  std::set<std::uint64_t> history;                                  // with itself
  std::map<std::string, std::pair<MaybeUnit, MaybeUnit>> changes;   // before, after
  std::map<std::string, std::pair<int, int>> spans;                 // seconds, [from, to)
  std::uint64_t parent = 0;
  std::string hash;
};

/// The definition of a three-way merge, attribute by attribute.
MaybeUnit merged(const MaybeUnit& base, const MaybeUnit& ours, const MaybeUnit& theirs, Take take, int& conflicts) {
  if (ours == theirs || theirs == base) return ours;
  if (ours == base) return theirs;
  if (!ours || !theirs) {
    ++conflicts;
    return take == Take::kTheirs ? theirs : ours;
  }
  Unit out = *ours;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::optional<int> before = base ? std::optional((*base)[i]) : std::nullopt;
    if ((*ours)[i] == (*theirs)[i] || before == (*theirs)[i]) continue;
    const bool conflict = before != (*ours)[i];
    conflicts += conflict;
    if (!conflict || take == Take::kTheirs) out[i] = (*theirs)[i];
  }
  return out;
}

class HistoryModel : public test::StoreTest, public testing::WithParamInterface<std::uint64_t> {
 protected:
  static constexpr int kSteps = 220;

  const City& head(const std::string& branch) { return steps_[heads_[branch]].after; }

  void note(const std::string& branch, const twin::Receipt& receipt, std::uint64_t merged_in = 0) {
    Step step;
    const auto before_number = heads_[branch];
    const City before = head(branch);
    step.after = city_of(**store_->snapshot(branch));
    step.history = steps_[before_number].history;
    step.history.insert(steps_[merged_in].history.begin(), steps_[merged_in].history.end());
    step.history.insert(receipt.sequence);
    step.parent = before_number;
    step.hash = receipt.commit.hex();
    std::set<std::string> ids;
    for (const auto& [id, unit] : before) ids.insert(id);
    for (const auto& [id, unit] : step.after) ids.insert(id);
    for (const auto& id : ids) {
      if (in(before, id) != in(step.after, id)) step.changes[id] = {in(before, id), in(step.after, id)};
    }
    steps_[receipt.sequence] = std::move(step);
    heads_[branch] = receipt.sequence;
    of_branch_[receipt.sequence] = branch;
  }

  void edit_some(twin::RandomStream& random, const std::string& branch) {
    twin::Command command;
    command.branch = branch;
    command.author = "maija";
    City expected = head(branch);
    const bool spanned = random.chance(0.3);
    const int from = static_cast<int>(random.below(100)), to = from + 1 + static_cast<int>(random.below(60));
    std::set<std::string> touched;
    for (std::uint64_t i = 1 + random.below(3); i > 0; --i) {
      const std::string id = "AK-" + std::to_string(random.below(6));
      if (!touched.insert(id).second) continue;
      twin::Write write{{twin::EntityKind::kPlanUnit, id}, std::nullopt, {}, {}};
      if (spanned) {
        write.valid_from = test::at_second(from);
        write.valid_to = test::at_second(to);
      }
      if (expected.contains(id) && random.chance(0.15)) {
        expected.erase(id);
      } else {
        Unit unit = in(expected, id).value_or(Unit{0, 0, 0});
        unit[random.below(3)] = static_cast<int>(random.below(5));
        expected[id] = unit;
        write.value = twin::encode(plan_unit_of(id, unit));
      }
      command.writes.push_back(std::move(write));
    }
    const City before = head(branch);
    const auto receipt = store_->commit(std::move(command));
    ASSERT_EQ(receipt.ok(), expected != before);
    if (!receipt) return;
    note(branch, *receipt);
    ASSERT_EQ(head(branch), expected);
    if (!spanned) return;
    for (const auto& [id, change] : steps_[receipt->sequence].changes) steps_[receipt->sequence].spans[id] = {from, to};
  }

  void merge_some(twin::RandomStream& random, const std::string& from, const std::string& into) {
    const Take take = static_cast<Take>(random.below(3));
    std::vector<std::uint64_t> common;
    const auto& a = steps_[heads_[from]].history;
    const auto& b = steps_[heads_[into]].history;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    const std::uint64_t base = common.empty() ? 0 : common.back();
    City expected = head(into);
    int conflicts = 0;
    for (int i = 0; i < 6; ++i) {
      const std::string id = "AK-" + std::to_string(i);
      const MaybeUnit result = merged(in(steps_[base].after, id), in(head(into), id), in(head(from), id), take, conflicts);
      if (result) {
        expected[id] = *result;
      } else {
        expected.erase(id);
      }
    }
    const auto answer = twin::merge_branches(*store_, {from, into, "maija", "", take});
    ASSERT_TRUE(answer) << answer.problem().code << " " << answer.problem().message;
    ASSERT_EQ(answer->conflicts.size(), static_cast<std::size_t>(conflicts));
    const bool refused = conflicts > 0 && take == Take::kNone;
    const bool nothing = base == heads_[from];
    ASSERT_EQ(answer->receipt.has_value(), !refused && !nothing);
    ASSERT_EQ(city_of(**store_->snapshot(into)), refused || nothing ? head(into) : expected);
    if (!answer->receipt) return;
    const auto spans = newest_spans(heads_[from], base);
    note(into, *answer->receipt, heads_[from]);
    for (const auto& [id, change] : steps_[heads_[into]].changes) {
      if (spans.contains(id) && spans.at(id)) steps_[heads_[into]].spans[id] = *spans.at(id);
    }
  }

  /// Of each unit: the span of its newest change on the chain above the base, if that one has a span.
  std::map<std::string, std::optional<std::pair<int, int>>> newest_spans(std::uint64_t at, std::uint64_t base) {
    std::map<std::string, std::optional<std::pair<int, int>>> out;
    for (; at > base; at = steps_[at].parent) {
      for (const auto& [id, change] : steps_[at].changes) {
        const auto span = steps_[at].spans.find(id);
        out.try_emplace(id, span == steps_[at].spans.end() ? std::nullopt : std::optional(span->second));
      }
    }
    return out;
  }

  void revert_some(twin::RandomStream& random, const std::string& branch) {
    const auto& history = steps_[heads_[branch]].history;
    if (history.empty()) return;
    auto chosen = history.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(random.below(history.size())));
    const Step taken_back = steps_[*chosen];
    const Take take = static_cast<Take>(random.below(3));
    City expected = head(branch);
    int conflicts = 0;
    for (const auto& [id, change] : taken_back.changes) {
      const MaybeUnit result = merged(change.second, in(head(branch), id), change.first, take, conflicts);
      if (result) {
        expected[id] = *result;
      } else {
        expected.erase(id);
      }
    }
    const auto answer = twin::revert_commit(*store_, {branch, taken_back.hash, "maija", "", take});
    ASSERT_TRUE(answer) << answer.problem().code << " " << answer.problem().message;
    ASSERT_EQ(answer->conflicts.size(), static_cast<std::size_t>(conflicts));
    const bool refused = conflicts > 0 && take == Take::kNone;
    ASSERT_EQ(city_of(**store_->snapshot(branch)), refused ? head(branch) : expected);
    if (!answer->receipt) return;
    note(branch, *answer->receipt);
    for (const auto& [id, change] : steps_[heads_[branch]].changes) {
      if (const auto span = taken_back.spans.find(id); span != taken_back.spans.end()) steps_[heads_[branch]].spans[id] = span->second;
    }
  }

  /// By the definition: of each unit the value of the newest change on the chain whose span has the second.
  City held(std::uint64_t sequence, int second) {
    City out;
    std::set<std::string> settled;
    for (std::uint64_t at = sequence; at != 0; at = steps_[at].parent) {
      for (const auto& [id, change] : steps_[at].changes) {
        const auto span = steps_[at].spans.find(id);
        const bool holds = span == steps_[at].spans.end() || (span->second.first <= second && second < span->second.second);
        if (!holds || !settled.insert(id).second) continue;
        if (change.second) out[id] = *change.second;
      }
    }
    return out;
  }

  void expect_the_past(const std::string& when) {
    SCOPED_TRACE(when);
    for (const auto& [sequence, step] : steps_) {
      if (sequence == 0) continue;
      const auto state = store_->snapshot_at("main", {step.hash, {}});
      ASSERT_TRUE(state);
      ASSERT_EQ(city_of(**state), step.after) << "commit " << sequence;
      ASSERT_EQ((*state)->plan_unit_count(), step.after.size()) << "commit " << sequence;
      for (const int second : {0, 31, 64, 99, 159}) {
        const auto held_then = store_->snapshot_at("main", {step.hash, test::at_second(second)});
        ASSERT_TRUE(held_then);
        ASSERT_EQ(city_of(**held_then), held(sequence, second)) << "commit " << sequence << " second " << second;
      }
    }
  }

  std::map<std::uint64_t, Step> steps_{{0, {}}};
  std::map<std::string, std::uint64_t> heads_{{"main", 0}};
  std::map<std::uint64_t, std::string> of_branch_;
};

TEST_P(HistoryModel, TheStoreAgreesWithTheModel) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  twin::RandomStream random(GetParam(), "history_model", "");
  open();
  for (int i = 0; i < kSteps && !HasFatalFailure(); ++i) {
    SCOPED_TRACE("step " + std::to_string(i));
    const auto any_branch = [&] {
      auto found = heads_.begin();
      std::advance(found, static_cast<std::ptrdiff_t>(random.below(heads_.size())));
      return found->first;
    };
    const std::uint64_t what = random.below(10);
    const std::string branch = any_branch();
    if (what < 5) {
      edit_some(random, branch);
    } else if (what < 6 && heads_.size() < 5) {
      const std::string name = "b" + std::to_string(i);
      ASSERT_TRUE(store_->create_branch(name, branch, "maija", ""));
      heads_[name] = heads_[branch];
    } else if (what < 8) {
      merge_some(random, any_branch(), branch);
    } else {
      revert_some(random, branch);
    }
  }
  expect_the_past("as it was written");
  const auto verification = store_->verify();
  EXPECT_TRUE(verification.findings.empty()) << test::describe(verification);
  open();
  for (const auto& [branch, sequence] : heads_) EXPECT_EQ(city_of(**store_->snapshot(branch)), steps_[sequence].after) << branch;
  expect_the_past("opened again");
}

INSTANTIATE_TEST_SUITE_P(Seeds, HistoryModel, testing::Values(1, 2, 3, 20261125, 77, 4096));

}  // namespace

// The graph of commits against a plain one that keeps the set of everything that comes before a commit.
#include "twin_core/store/commit_graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "twin_core/base/random_stream.hpp"

namespace {

using Sequence = std::uint64_t;

twin::Instant second(int s) { return twin::Instant{std::chrono::seconds{s}}; }

TEST(CommitGraph, AgreesWithTheSetOfAncestors) {
  for (const std::uint64_t seed : {1U, 8U, 55U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    twin::RandomStream random(seed, "commit_graph", "");
    twin::CommitGraph graph;
    std::vector<std::set<Sequence>> before{{}};   // with the commit itself
    std::vector<Sequence> parents{0};
    for (Sequence next = 1; next <= 120; ++next) {
      const Sequence parent = next == 1 ? 0 : random.below(next);
      const Sequence merged = next > 3 && random.chance(0.3) ? 1 + random.below(next - 1) : 0;
      graph.add(next, {parent, merged, second(static_cast<int>(next) * 10), false});
      std::set<Sequence> all = before[parent];
      all.insert(before[merged].begin(), before[merged].end());
      all.insert(next);
      before.push_back(all);
      parents.push_back(parent);
    }
    for (int round = 0; round < 2000; ++round) {
      const Sequence a = 1 + random.below(120), b = 1 + random.below(120);
      std::vector<Sequence> common;
      std::set_intersection(before[a].begin(), before[a].end(), before[b].begin(), before[b].end(), std::back_inserter(common));
      ASSERT_EQ(graph.common_ancestor(a, b), common.empty() ? 0 : common.back()) << a << " and " << b;
      ASSERT_EQ(graph.reaches(a, b), before[a].contains(b)) << a << " and " << b;
      std::set<Sequence> chain{0};
      for (Sequence at = a; at != 0; at = parents[at]) chain.insert(at);
      Sequence fork = b;
      while (!chain.contains(fork)) fork = parents[fork];
      ASSERT_EQ(graph.fork(a, b), fork);
      const Sequence until = *std::prev(chain.upper_bound(b));
      ASSERT_EQ(graph.newest_until(a, b), until);
      ASSERT_EQ(graph.newest_until(a, second(static_cast<int>(b) * 10 + 5)), until);
    }
  }
}

}  // namespace

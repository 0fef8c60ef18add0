// Probabilities of matchings against the sum over all of them, on problems small enough to write all of them down.
#include "geo/link/matching.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "twin_core/base/random_stream.hpp"

namespace {

using geo::MatchPair;

/// Sums the weight of every matching, and of those that hold each pair.
class Enumeration {
 public:
  Enumeration(const std::vector<MatchPair>& pairs, std::size_t rows) : pairs_(pairs), rows_(rows), with_(pairs.size(), 0) { visit(0, 1); }
  double probability(std::size_t pair) const { return with_[pair] / all_; }

 private:
  void visit(std::size_t row, double weight) {
    if (row == rows_) {
      all_ += weight;
      for (const auto k : taken_) with_[k] += weight;
      return;
    }
    visit(row + 1, weight);
    for (std::size_t k = 0; k < pairs_.size(); ++k) {
      if (pairs_[k].row != row) continue;
      bool is_free = true;
      for (const auto other : taken_) is_free = is_free && pairs_[other].building != pairs_[k].building;
      if (!is_free) continue;
      taken_.push_back(k);
      visit(row + 1, weight * pairs_[k].odds);
      taken_.pop_back();
    }
  }

  const std::vector<MatchPair>& pairs_;
  std::size_t rows_;
  double all_ = 0;
  std::vector<double> with_;
  std::vector<std::size_t> taken_;
};

TEST(Matching, OfOneRowIsExact) {
  const std::vector<MatchPair> pairs = {{0, 0, 0, 9}, {0, 1, 0, 2}};
  const auto judged = geo::judge_pairs(pairs, 1, 2);
  EXPECT_NEAR(judged.probability[0], 9.0 / 12, 1e-6);  // 9 to 2 to 1 for neither
  EXPECT_NEAR(judged.probability[1], 2.0 / 12, 1e-6);
  EXPECT_TRUE(judged.chosen[0]);
  EXPECT_FALSE(judged.chosen[1]);
}

/// Two rows and two buildings that fit crosswise as well: belief propagation alone is nearly sure of one way.
TEST(Matching, OfTwoWaysThatFitAlikeNeitherIsCertain) {
  const std::vector<MatchPair> pairs = {{0, 0, 0, 1000}, {0, 1, 0, 700}, {1, 0, 0, 800}, {1, 1, 0, 1000}};
  const auto judged = geo::judge_pairs(pairs, 2, 2);
  const double exact = Enumeration(pairs, 2).probability(0);  // about 1e6 / (1e6 + 0.56e6)
  EXPECT_NEAR(exact, 0.641, 0.001);
  EXPECT_NEAR(judged.probability[0], exact, 0.01);
}

/// Seldom above the truth, and where it is nearly certain, rightly so.
TEST(Matching, IsNotBolderThanTheSumOverAllMatchings) {
  twin::RandomStream random(1, "matching-test", "odds");
  std::size_t certain = 0;
  double sum = 0;
  for (int round = 0; round < 400; ++round) {
    const auto rows = 1 + random.below(5), buildings = 1 + random.below(5);
    std::vector<MatchPair> pairs;
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t b = 0; b < buildings; ++b) {
        if (random.chance(0.8)) pairs.push_back({r, b, 0, std::exp(random.between(-3, 8))});
      }
    }
    const auto judged = geo::judge_pairs(pairs, rows, buildings);
    const Enumeration all(pairs, rows);
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      if (!judged.chosen[k]) continue;
      EXPECT_LE(judged.probability[k], all.probability(k) + 0.1) << "round " << round;
      if (judged.probability[k] < 0.95) continue;
      ++certain;
      sum += all.probability(k);
      EXPECT_GE(all.probability(k), 0.85) << "round " << round;
    }
  }
  ASSERT_GT(certain, 100U);
  EXPECT_GE(sum / static_cast<double>(certain), 0.95);
}

}  // namespace

// Decisions over tables: regret, dominance, weights that turn a ranking, percentiles, distributions.
#include "sim/compare/decision.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "sim/compare/distribution.hpp"
#include "twin_core/base/json.hpp"

namespace {

using sim::Better;
using sim::Criterion;
using twin::Json;

TEST(Regret, TextbookInvestment) {
  // Decisions without probabilities, the widely taught example: stocks, bonds, mutual funds in a growing, stable, declining
  // economy. Published largest regrets: bonds 30, stocks 18, mutual funds 17.
  const std::vector<std::vector<double>> states{{70, 40, 53}, {30, 45, 45}, {-13, 5, -5}};
  std::vector<double> worst(3, 0);
  for (const auto& state : states) {
    const auto missed = sim::regrets(state, Better::kUp);
    for (std::size_t i = 0; i < 3; ++i) worst[i] = std::max(worst[i], missed[i]);
  }
  EXPECT_EQ(worst, (std::vector<double>{18, 30, 17}));
  EXPECT_EQ(sim::regrets(std::vector<double>{12, 7, 9}, Better::kDown), (std::vector<double>{5, 0, 2}));
  EXPECT_TRUE(sim::regrets({}, Better::kUp).empty());
}

TEST(Dominance, AsGoodEverywhereAndBetterOnce) {
  // 1 beats 0 in both; 2 has more of the first and more of the second, which is worse: it is beaten by nobody. 3 equals 1.
  const std::vector<Criterion> table{{"dwellings", Better::kUp, 1, {40, 60, 70, 60}}, {"breaches", Better::kDown, 1, {3, 1, 2, 1}}};
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const auto& pair : sim::dominance(table)) pairs.emplace_back(pair.winner, pair.loser);
  EXPECT_THAT(pairs, testing::ElementsAre(testing::Pair(1, 0), testing::Pair(2, 0), testing::Pair(3, 0)));
  EXPECT_TRUE(sim::dominance({}).empty());
  // Differences that rounding makes are none.
  const std::vector<Criterion> nearly{{"a", Better::kUp, 1, {1000, 1000 * (1 + 1e-12)}}, {"b", Better::kUp, 1, {2, 2}}};
  EXPECT_TRUE(sim::dominance(nearly).empty());
}

TEST(Ranking, WeightedMeanOfUtilities) {
  // Utilities: (0, 2/3, 1) and, since less is better, (0, 1, 1/2). Weights 3 and 1.
  const std::vector<Criterion> table{{"dwellings", Better::kUp, 3, {40, 60, 70}}, {"breaches", Better::kDown, 1, {3, 1, 2}}};
  const auto ranked = sim::ranking(table);
  EXPECT_NEAR(ranked.scores[1], (3 * 2.0 / 3 + 1) / 4, 1e-12);
  EXPECT_NEAR(ranked.scores[2], (3 + 0.5) / 4, 1e-12);
  EXPECT_THAT(ranked.order, testing::ElementsAre(2, 1, 0));
  // 3 (1 - 2/3) = w (1 - 1/2): equal at w = 2 for breaches; at 1.5 for dwellings.
  const auto flips = sim::weight_flips(table);
  ASSERT_EQ(flips.size(), 2U);
  EXPECT_EQ(flips[0].criterion, 0U);
  EXPECT_NEAR(flips[0].weight, 1.5, 1e-12);
  EXPECT_EQ(flips[1].criterion, 1U);
  EXPECT_NEAR(flips[1].weight, 2, 1e-12);
  EXPECT_EQ(flips[1].above, 2U);
  EXPECT_EQ(flips[1].below, 1U);
  EXPECT_TRUE(flips[0].first_place && flips[1].first_place);
  for (const auto& flip : flips) {
    // At the weight told, both are equal; a little beyond it, turned.
    auto turned = table;
    turned[flip.criterion].weight = flip.weight;
    const auto even = sim::ranking(turned);
    EXPECT_NEAR(even.scores[flip.above], even.scores[flip.below], 1e-12);
    turned[flip.criterion].weight += 0.01 * (flip.weight - table[flip.criterion].weight);
    EXPECT_EQ(sim::ranking(turned).order.front(), flip.below);
  }
}

TEST(Ranking, NothingTurnsWhatDominates) {
  const std::vector<Criterion> table{{"a", Better::kUp, 1, {1, 2}}, {"b", Better::kUp, 2, {5, 7}}};
  EXPECT_TRUE(sim::weight_flips(table).empty());
  const std::vector<Criterion> no_weight{{"a", Better::kUp, 0, {1, 2}}};
  EXPECT_TRUE(sim::ranking(no_weight).order.empty());
  EXPECT_TRUE(sim::weight_flips(no_weight).empty());
  // Equal scenarios keep their order.
  const std::vector<Criterion> equal{{"a", Better::kUp, 1, {2, 2, 2}}};
  EXPECT_THAT(sim::ranking(equal).order, testing::ElementsAre(0, 1, 2));
}

TEST(Percentile, IsHyndmanAndFansTypeSeven) {
  // R: quantile(1:10, c(.1, .5, .9)) gives 1.9, 5.5, 9.1; the same data's published quartiles of 1, 3, 12, 14, 96, 111: 5.25, 13, 75.5.
  std::vector<double> ten;
  for (int i = 1; i <= 10; ++i) ten.push_back(i);
  EXPECT_NEAR(sim::percentile(ten, 0.1), 1.9, 1e-12);
  EXPECT_NEAR(sim::percentile(ten, 0.5), 5.5, 1e-12);
  EXPECT_NEAR(sim::percentile(ten, 0.9), 9.1, 1e-12);
  const std::vector<double> six{1, 3, 12, 14, 96, 111};
  EXPECT_DOUBLE_EQ(sim::percentile(six, 0.25), 5.25);
  EXPECT_DOUBLE_EQ(sim::percentile(six, 0.5), 13);
  EXPECT_DOUBLE_EQ(sim::percentile(six, 0.75), 75.5);
  EXPECT_EQ(sim::percentile({7}, 0.9), 7);
}

TEST(Distribution, QuantilesAreClosedForms) {
  // AS 241's own check values.
  EXPECT_NEAR(sim::normal_quantile(0.25), -0.6744897501960817, 1e-15);
  EXPECT_NEAR(sim::normal_quantile(0.001), -3.090232306167814, 1e-14);
  EXPECT_NEAR(sim::normal_quantile(1e-20), -9.262340089798408, 1e-13);
  const auto read = [](Json json) { return *sim::Distribution::read(json, "/assumptions/x", 0, 100); };
  const auto triangle = read({{"type", "triangular"}, {"low", 35}, {"mode", 40}, {"high", 48}});
  // F(mode) = (40 - 35) / (48 - 35).
  EXPECT_NEAR(triangle.quantile(5.0 / 13), 40, 1e-12);
  EXPECT_NEAR(triangle.median(), 48 - std::sqrt(0.5 * 13 * 8), 1e-12);
  EXPECT_NEAR(read({{"type", "uniform"}, {"low", 2}, {"high", 6}}).quantile(0.25), 3, 1e-12);
  const auto normal = read({{"type", "normal"}, {"mean", 40}, {"sd", 3}});
  EXPECT_NEAR(normal.quantile(0.9), 40 + 3 * 1.2815515655446004, 1e-12);
  EXPECT_EQ(normal.quantile(1e-12), 28);  // cut at 4 sd
  EXPECT_EQ(read({{"type", "values"}, {"values", {9, 1, 5}}}).quantile(0.34), 5);
  EXPECT_EQ(read(12).median(), 12);
  EXPECT_EQ(triangle.to_json()["mode"], 40);
}

TEST(Distribution, RefusesWhatIsNone) {
  const auto problem = [](Json json) {
    const auto out = sim::Distribution::read(json, "/assumptions/x", 1, 100);
    return out ? twin::Problem{} : out.problem();
  };
  EXPECT_EQ(problem({{"type", "triangular"}, {"low", 48}, {"mode", 40}, {"high", 35}}).code, "input-invalid");
  EXPECT_EQ(problem({{"type", "uniform"}, {"low", 5}, {"high", 5}}).code, "input-invalid");
  EXPECT_EQ(problem({{"type", "uniform"}, {"low", 0.5}, {"high", 5}}).code, "value-out-of-range");
  EXPECT_EQ(problem({{"type", "normal"}, {"mean", 4}, {"sd", 1}}).code, "value-out-of-range");  // reaches 0
  EXPECT_EQ(problem({{"type", "normal"}, {"mean", 40}, {"sd", 0}}).place, "/assumptions/x/sd");
  EXPECT_EQ(problem({{"type", "triangulr"}, {"low", 1}}).remedy, "Did you mean triangular?");
  EXPECT_EQ(problem({{"type", "uniform"}, {"low", 2}, {"hihg", 5}}).code, "member-unknown");
  EXPECT_EQ(problem({{"type", "uniform"}, {"low", 2}}).code, "input-invalid");
  EXPECT_EQ(problem({{"type", "values"}, {"values", Json::array()}}).place, "/assumptions/x/values");
  EXPECT_EQ(problem({{"type", "values"}, {"values", {2, "3"}}}).place, "/assumptions/x/values/1");
  EXPECT_EQ(problem("40").code, "input-invalid");
  EXPECT_EQ(problem(200).code, "value-out-of-range");
  EXPECT_EQ(problem(Json()).code, "input-invalid");
}

TEST(Ranking, AtWeightZeroTwoAreLevelAndNothingTurns) {
  // Only the first figure tells them apart: without it both have 0, and no weight puts the other in front.
  const std::vector<Criterion> table{{"dwellings", Better::kUp, 1, {40, 60}}, {"breaches", Better::kDown, 1, {1, 1}}};
  EXPECT_TRUE(sim::weight_flips(table).empty());
}

}  // namespace

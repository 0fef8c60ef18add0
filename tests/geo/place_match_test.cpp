// Rows matched to buildings by place and plausibility: small hand-made streets, then the real Kalasatama rows with
// every identifier removed and their locations moved by 10 m of noise.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "geo/io/city_batch.hpp"
#include "geo/link/place_match.hpp"
#include "twin_core/base/random_stream.hpp"

namespace {

using geo::MatchVerdict;
using geo::PlacedBuilding;
using geo::PlacedRow;

PlacedBuilding house(double east, double north, double width, double height, std::string address = "") {
  return {{{{east, north}, {east + width, north}, {east + width, north + 10}, {east, north + 10}}, {}},
          height, std::nullopt, std::move(address)};
}

PlacedRow row_at(double east, double north, double floor_area, int storeys, std::string address = "") {
  return {twin::PlanPosition{east, north}, floor_area, std::nullopt, storeys, std::move(address)};
}

TEST(PlaceDistance, InsideOutsideAndInACourtyard) {
  const twin::PlanPolygon block{{{0, 0}, {40, 0}, {40, 50}, {0, 50}}, {{{10, 10}, {30, 10}, {30, 40}, {10, 40}}}};
  EXPECT_DOUBLE_EQ(geo::distance_to(block, {5, 25}), 0);
  EXPECT_DOUBLE_EQ(geo::distance_to(block, {-3, 25}), 3);
  EXPECT_DOUBLE_EQ(geo::distance_to(block, {43, 54}), 5);
  EXPECT_DOUBLE_EQ(geo::distance_to(block, {17, 25}), 7);  // in the courtyard, 7 m from its western side
  EXPECT_TRUE(std::isinf(geo::distance_to({}, {0, 0})));
}

/// Two houses side by side, both rows located on the first: size tells who belongs where.
TEST(PlaceMatch, AFittingNeighbourGivesWay) {
  const std::vector<PlacedBuilding> buildings = {house(0, 0, 12, 20.1), house(14, 0, 12, 7.7)};
  // 12 x 10 m of ground: six storeys are about 650 k-m2, two about 215.
  const std::vector<PlacedRow> rows = {row_at(6, 5, 215, 2), row_at(7, 5, 650, 6)};
  const auto matches = geo::match_places(buildings, rows);
  EXPECT_EQ(matches[0].building, 1U);
  EXPECT_EQ(matches[1].building, 0U);
  EXPECT_EQ(matches[0].verdict, MatchVerdict::kLink);
  EXPECT_EQ(matches[1].verdict, MatchVerdict::kLink);
  EXPECT_NE(matches[1].reason.find("6 storeys fit 20.1 m"), std::string::npos) << matches[1].reason;
}

TEST(PlaceMatch, TheAddressDecidesBetweenTwins) {
  const std::vector<PlacedBuilding> buildings = {house(0, 0, 12, 11, "Antareksenkatu 12"), house(14, 0, 12, 11, "Antareksenkatu 14")};
  const std::vector<PlacedRow> rows = {row_at(13, 5, 330, 3, "antareksenkatu 14 A")};
  const auto match = geo::match_places(buildings, rows)[0];
  EXPECT_EQ(match.building, 1U);
  EXPECT_EQ(match.runner_up, 0U);
  EXPECT_GT(match.probability, 0.9);
}

/// A person said that the row of number 1 is not of the house number 1: neither house gets the other one's row for that.
TEST(PlaceMatch, ARejectionLeavesAContradictingAddressAQuestion) {
  const std::vector<PlacedBuilding> buildings = {house(0, 0, 12, 17, "Purjekatu 1"), house(14, 0, 12, 17, "Purjekatu 3")};
  std::vector<PlacedRow> rows = {row_at(7, 5, 560, 5, "Purjekatu 1"), row_at(19, 5, 560, 5, "Purjekatu 3")};
  const auto before = geo::match_places(buildings, rows);
  EXPECT_EQ(before[0].building, 0U);
  EXPECT_EQ(before[1].building, 1U);
  rows[0].not_these = {0};
  const auto after = geo::match_places(buildings, rows);
  for (std::size_t r = 0; r < 2; ++r) {
    if (after[r].verdict != MatchVerdict::kLink) continue;
    EXPECT_EQ(after[r].building, before[r].building) << after[r].reason << " at " << after[r].probability;
  }
  EXPECT_NE(after[0].verdict, MatchVerdict::kLink);
  EXPECT_LT(after[0].probability, 0.95);
  // With the other row elsewhere the row is still not number 3's.
  const auto alone = geo::match_places(buildings, std::vector{rows[0]});
  EXPECT_NE(alone[0].verdict, MatchVerdict::kLink) << alone[0].probability;
}

TEST(PlaceMatch, EqualTwinsWithoutAddressAreAQuestion) {
  const std::vector<PlacedBuilding> buildings = {house(0, 0, 12, 11), house(14, 0, 12, 11)};
  const auto match = geo::match_places(buildings, std::vector{row_at(13, 5, 330, 3)})[0];
  EXPECT_EQ(match.verdict, MatchVerdict::kReview);
  EXPECT_NEAR(match.probability, match.runner_up_probability, 1e-12);
}

TEST(PlaceMatch, FarAwayUnlikelyAndUnlocatedRowsStandAlone) {
  const std::vector<PlacedBuilding> buildings = {house(0, 0, 12, 4)};
  std::vector<PlacedRow> rows = {row_at(200, 5, 120, 1), row_at(6, 5, 20000, 25), row_at(6, 5, 110, 1)};
  rows[2].location.reset();
  for (const auto& match : geo::match_places(buildings, rows)) EXPECT_EQ(match.verdict, MatchVerdict::kNone);
  EXPECT_TRUE(geo::match_places({}, {}).empty());
}

/// (1) no building twice, (2) order does not matter, (3) nor does where the city lies.
TEST(PlaceMatch, HoldsForRandomTowns) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    twin::RandomStream random(seed, "place-match-test", "town");
    std::vector<PlacedBuilding> buildings;
    std::vector<PlacedRow> rows;
    for (int i = 0; i < 37; ++i) {
      const double east = random.between(0, 150), north = random.between(0, 150);
      buildings.push_back(house(east, north, random.between(6, 40), random.between(3, 40)));
      if (random.chance(0.8)) rows.push_back(row_at(east + random.between(-15, 15), north + random.between(-15, 15),
                                                    random.between(50, 5000), 1 + static_cast<int>(random.below(12))));
    }
    const auto matches = geo::match_places(buildings, rows);
    std::vector<int> uses(buildings.size(), 0);
    for (const auto& match : matches) {
      if (match.verdict == MatchVerdict::kLink) ++uses[*match.building];
      EXPECT_LE(match.probability + match.runner_up_probability, 1 + 1e-9);
    }
    EXPECT_LE(*std::max_element(uses.begin(), uses.end()), 1);
    auto moved_buildings = buildings;
    std::reverse(moved_buildings.begin(), moved_buildings.end());
    auto moved_rows = rows;
    std::reverse(moved_rows.begin(), moved_rows.end());
    const double east = 25'496'000, north = 6'672'000;
    for (auto& building : moved_buildings) {
      for (auto& p : building.footprint.outer) p = {p.east + east, p.north + north};
    }
    for (auto& row : moved_rows) row.location = {row.location->east + east, row.location->north + north};
    const auto moved = geo::match_places(moved_buildings, moved_rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& other = moved[rows.size() - 1 - i];
      EXPECT_NEAR(matches[i].probability, other.probability, 1e-6);
      if (matches[i].probability > 0.501) {
        EXPECT_EQ(*matches[i].building, buildings.size() - 1 - *other.building);
      }
    }
  }
}

const std::string kShared = KAKSONEN_SOURCE_DIR "/../shared/data/";

struct Tally {
  std::size_t rows = 0, linked = 0, right = 0, asked = 0;
  double precision() const { return static_cast<double>(right) / static_cast<double>(linked); }
  double recall() const { return static_cast<double>(right) / static_cast<double>(rows); }
};

/// The rows keep floor area, volume and storeys; addresses, ids, bounds and heights are taken away. What a row
/// belongs to is known from the gml:id that was removed.
class KalasatamaRows : public testing::Test {
 protected:
  void SetUp() override {
    const std::string tile = kShared + "citygml/helsinki_kalasatama_2549_6674.gml";
    const std::string table = kShared + "registry/helsinki_kalasatama_register.csv";
    if (!std::filesystem::exists(tile)) GTEST_SKIP() << "SKIPPED: the Kalasatama tile is not beside the project";
    const auto city = geo::read_city({{"tile.gml", tile, nullptr}, {"register.csv", table, nullptr}}, {});
    ASSERT_EQ(city.buildings.size(), 61U);
    for (const auto& read : city.buildings) {
      const auto& building = read.building;
      ASSERT_NE(building.link, twin::LinkReason::kUnlinked);
      buildings_.push_back({building.footprint, building.height_m, std::nullopt, ""});
      twin::PlanPosition centre;
      const auto& ring = building.footprint.outer;
      for (const auto& p : ring) {
        const double share = 1.0 / static_cast<double>(ring.size());
        centre = {centre.east + share * p.east, centre.north + share * p.north};
      }
      rows_.push_back({centre, building.card.floor_area_m2, building.card.volume_m3, building.card.storeys, ""});
    }
  }

  /// Fifty draws of 10 m noise; in each, `absent` buildings are missing from the model. Row i belongs to building i.
  Tally run(std::size_t absent) {
    Tally tally;
    for (std::uint64_t draw = 0; draw < 50; ++draw) {
      twin::RandomStream random(draw, "place-match-test", "noise");
      const auto normal = [&] {
        return std::sqrt(-2 * std::log(1 - random.uniform())) * std::cos(6.283185307179586 * random.uniform());
      };
      auto rows = rows_;
      for (auto& row : rows) row.location = {row.location->east + 10 * normal(), row.location->north + 10 * normal()};
      auto buildings = buildings_;
      for (std::size_t i = 0; i < absent; ++i) buildings[random.below(buildings.size())].footprint = {};
      const auto matches = geo::match_places(buildings, rows);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        ++tally.rows;
        tally.asked += matches[i].verdict == MatchVerdict::kReview ? 1 : 0;
        if (matches[i].verdict != MatchVerdict::kLink) continue;
        ++tally.linked;
        tally.right += *matches[i].building == i ? 1 : 0;
      }
    }
    std::cout << absent << " buildings absent, " << tally.rows << " rows: linked " << tally.linked << ", right "
              << tally.right << ", precision " << tally.precision() << ", recall " << tally.recall() << ", for review "
              << tally.asked << "\n";
    return tally;
  }

  std::vector<PlacedBuilding> buildings_;
  std::vector<PlacedRow> rows_;
};

TEST_F(KalasatamaRows, AreLinkedWithoutTheirIdentifiers) {
  const auto tally = run(0);
  EXPECT_GE(tally.precision(), 0.99);
  EXPECT_GE(tally.recall(), 0.5);
}

TEST_F(KalasatamaRows, OfAbsentBuildingsAreSeldomGivenToANeighbour) {
  const auto tally = run(6);
  EXPECT_GE(tally.precision(), 0.99);
}

}  // namespace

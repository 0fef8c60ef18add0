// Records taken apart by attribute and put together again.
#include <gtest/gtest.h>

#include "tests/twin_core/random_city.hpp"
#include "twin_core/history/attributes.hpp"

namespace {

using twin::Attributes;
using twin::WholeBuilding;

std::vector<std::string> names(const std::vector<twin::AttributeDifference>& differences) {
  std::vector<std::string> out;
  for (const auto& difference : differences) out.push_back(difference.name);
  return out;
}

TEST(Attributes, ADifferenceNamesTheAttributeAndBothValues) {
  WholeBuilding before{{}, {}, true};
  before.building.card.storeys = 6;
  WholeBuilding after = before;
  after.building.card.storeys = 7;
  after.building.card.material = "wood";
  const auto found = twin::diff(attributes_of(before), attributes_of(after));
  ASSERT_EQ(names(found), (std::vector<std::string>{"card.material", "card.storeys"}));
  EXPECT_TRUE(found[0].a.is_null());
  EXPECT_EQ(found[0].b, "wood");
  EXPECT_EQ(found[1].a, 6);
  EXPECT_EQ(found[1].b, 7);
}

TEST(Attributes, AGenericAttributeIsNoChangeOfGeometry) {
  WholeBuilding before{{}, {}, true};
  before.shape.parts.push_back({"BID_1", "2", {}, {}});
  WholeBuilding after = before;
  after.shape.attributes.push_back({"Kerrosluku", "int", "7", ""});
  EXPECT_EQ(names(twin::diff(attributes_of(before), attributes_of(after))), std::vector<std::string>{"attribute.Kerrosluku"});
  after = before;
  after.shape.parts[0].lod = "3";
  EXPECT_EQ(names(twin::diff(attributes_of(before), attributes_of(after))), std::vector<std::string>{"geometry"});
}

/// Copying every attribute that differs makes the records equal: nothing of a record is left out.
template <class Record, class Make>
void expect_that_copying_all_differences_gives_the_other(Make make, std::uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  test::RandomCity city(seed);
  for (int round = 0; round < 200; ++round) {
    const Record a = make(city);
    const Record b = make(city);
    Record copy = a;
    for (const auto& difference : twin::diff(attributes_of(a), attributes_of(b))) copy_attribute(difference.name, b, copy);
    ASSERT_TRUE(twin::diff(attributes_of(copy), attributes_of(b)).empty() ||
                names(twin::diff(attributes_of(copy), attributes_of(b))) == std::vector<std::string>{twin::kRegulationOrder})
        << "round " << round;
    ASSERT_TRUE(twin::diff(attributes_of(a), attributes_of(a)).empty());
  }
}

TEST(Attributes, CopyingAllDifferencesGivesTheOtherRecord) {
  for (const std::uint64_t seed : {3U, 17U, 2026U}) {
    expect_that_copying_all_differences_gives_the_other<WholeBuilding>(
        [](test::RandomCity& city) {
          WholeBuilding out{city.building(), city.shape(), true};
          out.building.id = "B";  // an entity keeps its id
          return out;
        },
        seed);
    expect_that_copying_all_differences_gives_the_other<twin::PlanUnit>([](test::RandomCity& city) { return city.plan_unit(); }, seed);
    expect_that_copying_all_differences_gives_the_other<twin::Manifest>([](test::RandomCity& city) { return city.manifest(); }, seed);
  }
}

/// The other way round: equal attributes, equal records. A member forgotten in the tables would show here.
TEST(Attributes, EqualAttributesMeanEqualRecords) {
  test::RandomCity city(5);
  for (int round = 0; round < 300; ++round) {
    const twin::Building b = city.building();
    WholeBuilding copy{{}, {}, false};
    copy.building.id = b.id;
    const WholeBuilding whole{b, {}, false};
    for (const auto& difference : twin::diff(attributes_of(copy), attributes_of(whole))) copy_attribute(difference.name, whole, copy);
    ASSERT_EQ(copy.building, b);
    const twin::Manifest manifest = city.manifest();
    twin::Manifest empty;
    for (const auto& difference : twin::diff(attributes_of(empty), attributes_of(manifest))) copy_attribute(difference.name, manifest, empty);
    ASSERT_EQ(empty, manifest);
    const twin::PlanUnit unit = city.plan_unit();
    twin::PlanUnit drawn;
    drawn.id = unit.id;
    for (const auto& difference : twin::diff(attributes_of(drawn), attributes_of(unit))) copy_attribute(difference.name, unit, drawn);
    drawn.regulations = unit.regulations;  // of several types the order is not an attribute that is copied
    ASSERT_EQ(drawn, unit);
  }
}

}  // namespace

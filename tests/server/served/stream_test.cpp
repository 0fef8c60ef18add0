// The live stream of a served twin, seen by its subscribers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "tests/server/raw_client.hpp"
#include "tests/server/served/subscriber.hpp"
#include "tests/server/served/tiny_city.hpp"
#include "twin_core/city/record.hpp"

namespace server {
namespace {

using namespace std::chrono_literals;
using server_test::Subscriber;
using server_test::TinyCity;
using Body = kaksonen::v1::ServerMessage::BodyCase;
using kaksonen::v1::ServerMessage;

double kpi_of(const kaksonen::v1::KpiFrame& frame, const std::string& key) {
  for (const auto& kpi : frame.kpis()) {
    if (kpi.key() == key) return kpi.has_value() ? kpi.value() : std::nan("");
  }
  return -1;
}

std::vector<float> floats(const std::string& bytes) {
  std::vector<float> out(bytes.size() / sizeof(float));
  std::memcpy(out.data(), bytes.data(), out.size() * sizeof(float));
  return out;
}

class StreamTest : public testing::Test {
 protected:
  /// Subscribes and waits until the picture is whole; the Subscribed answer.
  kaksonen::v1::Subscribed join(Subscriber& client, const std::string& branch = "main", std::vector<std::string> variables = {}) {
    client.subscribe(branch, std::move(variables));
    const auto answer = client.wait_for([](const auto& m) { return m.body_case() == Body::kSubscribed; });
    EXPECT_TRUE(answer);
    if (!answer) return {};
    EXPECT_EQ(answer->request_id(), 41u);
    EXPECT_EQ(answer->branch(), branch);
    EXPECT_TRUE(client.wait_for_sequence(answer->subscribed().caught_up_sequence()));
    return answer->subscribed();
  }
  TinyCity city_;
};

TEST_F(StreamTest, ANewcomerGetsTheWholePicture) {
  Subscriber client(city_.address());
  const auto answer = join(client, "main", {"floor_area_used", "year"});
  EXPECT_TRUE(answer.resync());
  EXPECT_TRUE(answer.placed_on_globe());
  EXPECT_EQ(answer.crs(), "EPSG:3879");
  EXPECT_EQ(answer.origin_easting_m(), 25'500'000);
  EXPECT_EQ(answer.tileset_path(), "/branches/main/tiles/tileset.json");
  ASSERT_EQ(answer.scene_to_ecef_size(), 16);
  // Helsinki lies about 6 362 km from the middle of the earth (the ellipsoid's radius at 60 degrees).
  const double x = answer.scene_to_ecef(12), y = answer.scene_to_ecef(13), z = answer.scene_to_ecef(14);
  EXPECT_NEAR(std::sqrt(x * x + y * y + z * z), 6'362'000, 2'000);

  std::vector<std::uint64_t> numbers;
  std::map<Body, int> seen;
  for (const auto& message : client.all()) {
    ++seen[message.body_case()];
    if (message.sequence() > 0) numbers.push_back(message.sequence());
  }
  EXPECT_EQ(seen[Body::kPlanUnit], 1);
  EXPECT_EQ(seen[Body::kKpi], 1);
  EXPECT_EQ(seen[Body::kValues], 2);
  EXPECT_EQ(seen[Body::kSceneChange], 1);
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
  EXPECT_EQ(numbers.back(), answer.caught_up_sequence());

  const auto unit = client.wait_for([](const auto& m) { return m.body_case() == Body::kPlanUnit; })->plan_unit();
  EXPECT_EQ(unit.id(), "AK-1");
  EXPECT_EQ(unit.feature(), 3u);
  EXPECT_EQ(unit.name_fi(), "Asuinkerrostalojen korttelialue");
  // The area is the rectangle 40 x 50 m at ground level 2 m, near the scene origin where the scene's
  // east and north are the grid's up to the meridian's scale; the envelope reaches 20 m higher.
  const auto area = floats(unit.area().positions());
  float east = 0, north = 0, up = 0;
  for (std::size_t i = 0; i + 2 < area.size(); i += 3) {
    east = std::max(east, area[i]);
    north = std::max(north, area[i + 1]);
    up = std::max(up, area[i + 2]);
  }
  EXPECT_NEAR(east, 40, 0.01);
  EXPECT_NEAR(north, 50, 0.01);
  EXPECT_NEAR(up, 2, 0.01);
  EXPECT_EQ(unit.area().triangles().size(), 2u * 3 * 4);
  const auto envelope = floats(unit.envelope().positions());
  float top = 0;
  for (std::size_t i = 2; i < envelope.size(); i += 3) top = std::max(top, envelope[i]);
  EXPECT_NEAR(top, 22, 0.01);
  EXPECT_GT(unit.envelope().edges().size(), 0u);

  const auto kpi = client.wait_for([](const auto& m) { return m.body_case() == Body::kKpi; })->kpi();
  EXPECT_NEAR(kpi_of(kpi, "floor_area_reachable_k_m2"), 2400, 1e-6);
  EXPECT_NEAR(kpi_of(kpi, "residents"), 48, 1e-9);
  EXPECT_EQ(kpi_of(kpi, "parking_spaces"), 18);
  EXPECT_EQ(kpi.binding_rule(), "maanpaallinenKerrosluku");
  EXPECT_EQ(kpi.engine(), "zoning-capacity 1.4.0");
  EXPECT_EQ(kpi.edit_received_unix_us(), 0);
  EXPECT_EQ(kpi.inputs_hash_hex().size(), 64u);
}

TEST_F(StreamTest, AnEditReachesTwoSubscribersInOrderWithConsecutiveNumbers) {
  Subscriber one(city_.address()), two(city_.address());
  std::vector<Subscriber*> clients = {&one, &two};
  std::vector<std::size_t> before;
  std::uint64_t last = 0;
  for (auto* client : clients) {
    last = join(*client, "main", {"floor_area_used", "year"}).caught_up_sequence();
    before.push_back(client->count());
  }
  ASSERT_EQ(city_.set_storeys("main", 5), 200);
  for (std::size_t i = 0; i < clients.size(); ++i) {
    const auto values = clients[i]->wait_for([](const auto& m) { return m.body_case() == Body::kValues; }, before[i]);
    ASSERT_TRUE(values);
    EXPECT_EQ(values->values().variable(), "floor_area_used");
    EXPECT_FLOAT_EQ(floats(values->values().float32_le())[0], 32.0f);  // 960 of now 3,000 k-m2
    EXPECT_EQ(values->sequence(), 0u);
    const auto all = clients[i]->all();
    ASSERT_EQ(all.size(), before[i] + 4) << "three events and one value frame; the year did not change";
    const Body wanted[] = {Body::kSceneChange, Body::kPlanUnit, Body::kKpi};
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_EQ(all[before[i] + k].body_case(), wanted[k]);
      EXPECT_EQ(all[before[i] + k].sequence(), last + 1 + k);
      EXPECT_EQ(all[before[i] + k].branch(), "main");
    }
    const auto& scene = all[before[i]].scene_change();
    EXPECT_EQ(scene.author(), "planner");
    EXPECT_EQ(scene.changed_plan_units(0), "AK-1");
    EXPECT_FALSE(scene.bulk());
    const auto& kpi = all[before[i] + 2].kpi();
    EXPECT_NEAR(kpi_of(kpi, "floor_area_reachable_k_m2"), 3000, 1e-6);
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    EXPECT_GT(kpi.edit_received_unix_us(), now - 20'000'000);
    EXPECT_LE(kpi.edit_received_unix_us(), now);
  }
}

TEST_F(StreamTest, ATilesetKeyChangesOnlyWithBuildings) {
  Subscriber client(city_.address());
  join(client);
  const auto key_of = [](const ServerMessage& m) { return m.scene_change().tileset_key_hex(); };
  const std::string first = key_of(*client.wait_for([](const auto& m) { return m.body_case() == Body::kSceneChange; }));
  EXPECT_EQ(first.size(), 64u);
  const std::size_t before = client.count();
  city_.set_storeys("main", 5);
  EXPECT_EQ(key_of(*client.wait_for([](const auto& m) { return m.body_case() == Body::kSceneChange; }, before)), first);

  twin::Command command;
  command.author = "test";
  command.writes.push_back({{twin::EntityKind::kBuilding, "B3"}, std::nullopt, {}, {}});
  ASSERT_TRUE(city_.twin().store().commit(std::move(command)));
  const auto removed = client.wait_for([](const auto& m) { return m.scene_change().changed_buildings_size() > 0; });
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed->scene_change().changed_buildings(0), 2u);
  EXPECT_NE(key_of(*removed), first);
}

TEST_F(StreamTest, WhoComesBackGetsExactlyWhatWasMissed) {
  std::uint64_t last = 0;
  std::string epoch;
  {
    Subscriber client(city_.address());
    const auto answer = join(client);
    last = answer.caught_up_sequence();
    epoch = answer.epoch();
  }
  city_.set_storeys("main", 5);
  city_.set_storeys("main", 3);
  city_.set_storeys("main", 2);
  Subscriber again(city_.address());
  again.subscribe("main", {"year"}, last + 2, epoch);   // had seen two of the first edit's three events
  ASSERT_TRUE(again.wait_for_sequence(last + 9));
  const auto all = again.all();
  EXPECT_FALSE(all[0].subscribed().resync());
  EXPECT_EQ(all[0].subscribed().caught_up_sequence(), last + 9);
  std::vector<std::uint64_t> numbers;
  for (const auto& message : all) {
    if (message.sequence() > 0) numbers.push_back(message.sequence());
  }
  EXPECT_EQ(numbers, (std::vector<std::uint64_t>{last + 3, last + 4, last + 5, last + 6, last + 7, last + 8, last + 9}));
  EXPECT_TRUE(again.wait_for([](const auto& m) { return m.body_case() == Body::kValues; }));
}

TEST_F(StreamTest, APositionThatMeansNothingGetsANewPicture) {
  Subscriber client(city_.address());
  const auto answer = join(client);
  const struct { std::uint64_t after; std::string epoch; } cases[] = {
      {answer.caught_up_sequence() + 5, answer.epoch()}, {1, answer.epoch()}, {answer.caught_up_sequence(), "another"}};
  for (const auto& c : cases) {
    const std::size_t before = client.count();
    client.subscribe("main", {}, c.after, c.epoch);
    const auto again = client.wait_for([](const auto& m) { return m.body_case() == Body::kSubscribed; }, before);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->subscribed().resync()) << c.after << " of " << c.epoch;
  }
}

TEST_F(StreamTest, ManyUnitsAtOnceAreANewPictureNotAFlood) {
  Subscriber client(city_.address());
  const auto answer = join(client);
  const std::size_t before = client.count();
  city_.add_units(300);
  const auto fresh = client.wait_for([](const auto& m) { return m.body_case() == Body::kSubscribed; }, before);
  ASSERT_TRUE(fresh);
  EXPECT_TRUE(fresh->subscribed().resync());
  EXPECT_GT(fresh->subscribed().caught_up_sequence(), answer.caught_up_sequence() + 602);
  ASSERT_TRUE(client.wait_for_sequence(fresh->subscribed().caught_up_sequence()));
  int units = 0;
  std::uint64_t number = 0;
  const auto all = client.all();
  for (std::size_t i = before; i < all.size(); ++i) {
    units += all[i].body_case() == Body::kPlanUnit;
    if (all[i].sequence() == 0) continue;
    EXPECT_TRUE(number == 0 || all[i].sequence() == number + 1) << all[i].sequence();
    number = all[i].sequence();
  }
  EXPECT_EQ(units, 301);
  // And the events go on from there.
  city_.set_storeys("main", 6);
  EXPECT_TRUE(client.wait_for_sequence(fresh->subscribed().caught_up_sequence() + 3));
}

TEST_F(StreamTest, BranchesAreSeparateAndTheirComingAndGoingIsTold) {
  Subscriber client(city_.address());
  join(client);
  viewer::HttpClient http(city_.address());
  const std::vector<std::pair<std::string, std::string>> json = {{"Content-Type", "application/json"}};
  EXPECT_EQ(http.send("POST", "/branches", R"({"name":"plan-b"})", json).status, 201);
  const auto branches = client.wait_for([](const auto& m) { return m.body_case() == Body::kBranches; });
  ASSERT_TRUE(branches);
  EXPECT_EQ(branches->branches().names_size(), 2);
  const std::size_t before = client.count();
  city_.set_storeys("plan-b", 5);
  const auto answer = join(client, "main");   // a round trip: what comes before it has come
  EXPECT_GT(answer.caught_up_sequence(), 0u);
  for (std::size_t i = before; i < client.count(); ++i) EXPECT_NE(client.all()[i].branch(), "plan-b");

  Subscriber other(city_.address());
  join(other, "plan-b");
  EXPECT_NEAR(kpi_of(other.wait_for([](const auto& m) { return m.body_case() == Body::kKpi; })->kpi(), "floor_area_reachable_k_m2"), 3000, 1e-6);
  EXPECT_EQ(http.send("DELETE", "/branches/plan-b").status, 200);
  const auto gone = other.wait_for([](const auto& m) { return m.body_case() == Body::kError; });
  ASSERT_TRUE(gone);
  EXPECT_EQ(gone->error().code(), "branch-unknown");
}

TEST_F(StreamTest, LocksAreSeenWhenTakenReleasedAndOver) {
  Subscriber client(city_.address());
  join(client);
  const auto owner_after = [&](std::size_t from) {
    const auto message = client.wait_for([](const auto& m) { return m.body_case() == Body::kPlanUnit; }, from);
    return message ? message->plan_unit().edit_lock_owner() : "nothing came";
  };
  std::size_t from = client.count();
  ASSERT_TRUE(city_.twin().lock_plan_unit("main", "AK-1", "ann", 60));
  EXPECT_EQ(owner_after(from), "ann");
  from = client.count();
  ASSERT_TRUE(city_.twin().unlock_plan_unit("main", "AK-1", "ann"));
  EXPECT_EQ(owner_after(from), "");
  from = client.count();
  ASSERT_TRUE(city_.twin().lock_plan_unit("main", "AK-1", "bob", 0.5));
  EXPECT_EQ(owner_after(from), "bob");
  from = client.count();
  EXPECT_EQ(owner_after(from), "");   // it ended by itself
}

TEST_F(StreamTest, WrongRequestsAreAnsweredAndTheConnectionStays) {
  Subscriber client(city_.address());
  const auto error_after = [&](const std::function<void()>& act) {
    const std::size_t before = client.count();
    act();
    const auto message = client.wait_for([](const auto& m) { return m.body_case() == Body::kError; }, before);
    return message ? message->error().code() : "nothing came";
  };
  EXPECT_EQ(error_after([&] { client.subscribe("nowhere"); }), "branch-unknown");
  EXPECT_EQ(error_after([&] { client.subscribe("main", {"colour"}); }), "variable-unknown");
  // PB-02 and PB-04 over the wire.
  EXPECT_EQ(error_after([&] { client.send(std::string(50'000, '\x1a')); }), "message-malformed");
  std::string swollen = "\x08\x01";
  for (int i = 0; i < 100'000; ++i) swollen += std::string("\x1a\x00", 2);
  EXPECT_EQ(error_after([&] { client.send(swollen); }), "too-many-elements");
  join(client);   // the next command works

  kaksonen::v1::ClientMessage ping;
  ping.set_version(1);
  ping.set_request_id(9);
  ping.mutable_ping()->set_sent_unix_us(12345);
  client.send(ping.SerializeAsString());
  const auto pong = client.wait_for([](const auto& m) { return m.body_case() == Body::kPong; });
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->pong().sent_unix_us(), 12345u);
  EXPECT_EQ(pong->request_id(), 9u);

  for (int i = 0; i < 3; ++i) client.send("\xff\xff");
  EXPECT_EQ(client.wait_for_close(), 1008);
}

TEST_F(StreamTest, AStalledSubscriberCostsNobodyAnything) {
  city_.add_units(199);   // a picture of some size, below what counts as bulk
  server_test::RawClient stalled(city_.port(), 4096);
  stalled.send(server_test::handshake(city_.port()));
  ASSERT_EQ(stalled.answer().status, 101);
  kaksonen::v1::ClientMessage order;
  order.set_version(1);
  order.mutable_subscribe()->set_branch("main");
  stalled.send(server_test::frame(0x82, order.SerializeAsString()));
  Subscriber reading(city_.address());
  std::uint64_t number = join(reading).caught_up_sequence();
  // Each edit of 199 units is about 0.7 MiB of events: the stalled one's outbox of 1 MiB cannot hold many.
  for (int round = 0; round < 12; ++round) {
    twin::Command command;
    command.author = "test";
    for (int i = 0; i < 199; ++i) {
      twin::PlanUnit unit = server_test::unit_ak1(3 + round);
      unit.id = "U-" + std::to_string(i);
      for (auto& point : unit.boundary.outer) point.north += 100 + 60 * i;
      command.writes.push_back({{twin::EntityKind::kPlanUnit, unit.id}, twin::encode(unit), {}, {}});
    }
    ASSERT_TRUE(city_.twin().store().commit(std::move(command)));
    number += 1 + 2 * 199;
    ASSERT_TRUE(reading.wait_for_sequence(number)) << round;
  }
  EXPECT_TRUE(stalled.is_closed_within(10s));
}

}  // namespace
}  // namespace server

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "server/http/http_server.hpp"
#include "server/http/upgrade.hpp"
#include "tests/server/raw_client.hpp"

namespace server {
namespace {

using namespace std::chrono_literals;
using server_test::frame;
using server_test::handshake;
using server_test::RawClient;
using server_test::RawFrame;

/// Gives every message back, and can send to everybody.
class Echo final : public StreamHandler {
 public:
  void opened(const std::shared_ptr<StreamPeer>& peer) override {
    const std::scoped_lock lock(mutex_);
    peers_.insert(peer);
  }
  void received(const std::shared_ptr<StreamPeer>& peer, std::string_view message) override {
    peer->send(std::make_shared<const std::string>(message), {});
  }
  void closed(const std::shared_ptr<StreamPeer>& peer) override {
    const std::scoped_lock lock(mutex_);
    peers_.erase(peer);
  }
  std::size_t count() {
    const std::scoped_lock lock(mutex_);
    return peers_.size();
  }
  void send_to_all(const std::shared_ptr<const std::string>& message, const std::string& key) {
    const std::scoped_lock lock(mutex_);
    for (const auto& peer : peers_) peer->send(message, key);
  }

 private:
  std::mutex mutex_;
  std::set<std::shared_ptr<StreamPeer>> peers_;
};

class WebSocketTest : public testing::Test {
 protected:
  void SetUp() override {
    HttpOptions options;
    options.port = 0;
    auto started = HttpServer::start(options, [](const Request&) { return Response{}; }, echo_);
    ASSERT_TRUE(started);
    server_ = std::move(started).value();
  }

  std::unique_ptr<RawClient> connect(int receive_buffer = 0) {
    auto client = std::make_unique<RawClient>(server_->port(), receive_buffer);
    client->send(handshake(server_->port()));
    const auto answer = client->answer();
    EXPECT_EQ(answer.status, 101);
    EXPECT_EQ(answer.fields.at("sec-websocket-protocol"), "kaksonen.v1");
    // RFC 6455, section 1.3: the answer to this very key.
    EXPECT_EQ(answer.fields.at("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    return client;
  }

  void wait_for_count(std::size_t count) {
    for (int i = 0; i < 500 && echo_->count() != count; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(echo_->count(), count);
  }

  std::shared_ptr<Echo> echo_ = std::make_shared<Echo>();
  std::unique_ptr<HttpServer> server_;
};

TEST_F(WebSocketTest, CarriesMessagesWholeAndFragmented) {
  auto client = connect();
  client->send(frame(0x82, "abc"));
  EXPECT_EQ(server_test::read_frame(*client).payload, "abc");
  client->send(frame(0x02, "one ") + frame(0x89, "ping") + frame(0x80, "two"));
  const RawFrame pong = server_test::read_frame(*client);
  EXPECT_EQ(pong.opcode, 10);
  EXPECT_EQ(pong.payload, "ping");
  EXPECT_EQ(server_test::read_frame(*client).payload, "one two");
  client->send(frame(0x88, std::string("\x03\xe8", 2)));
  EXPECT_EQ(server_test::read_until_close(*client).close_code(), 1000);
  wait_for_count(0);
}

TEST_F(WebSocketTest, WS01_NoMask) {
  auto client = connect();
  client->send(frame(0x82, "abc", false));
  EXPECT_EQ(server_test::read_until_close(*client).close_code(), 1002);
}

TEST_F(WebSocketTest, WS02_ReservedBit) {
  auto client = connect();
  client->send(frame(0xc2, "abc"));
  EXPECT_EQ(server_test::read_until_close(*client).close_code(), 1002);
}

TEST_F(WebSocketTest, WS03_BadTextAndGoodText) {
  auto bad = connect();
  bad->send(frame(0x81, "\xc3\x28"));
  EXPECT_EQ(server_test::read_until_close(*bad).close_code(), 1007);
  auto good = connect();
  good->send(frame(0x81, "hello"));
  EXPECT_EQ(server_test::read_until_close(*good).close_code(), 1003);
}

TEST_F(WebSocketTest, WS04_FatPing) {
  auto client = connect();
  client->send(frame(0x89, std::string(126, 'p')));
  EXPECT_EQ(server_test::read_until_close(*client).close_code(), 1002);
}

TEST_F(WebSocketTest, WS05_TooLargeWholeOrInParts) {
  const std::size_t limit = 256 * 1024;
  auto whole = connect();
  whole->send(frame(0x82, std::string(limit, 'x')));
  EXPECT_EQ(server_test::read_frame(*whole).payload.size(), limit);
  whole->send(frame(0x82, std::string(limit + 1, 'x')).substr(0, 14));  // the length alone is enough
  EXPECT_EQ(server_test::read_until_close(*whole).close_code(), 1009);

  auto parts = connect();
  parts->send(frame(0x02, std::string(1024, 'x')));
  for (int i = 1; i < 256; ++i) parts->send(frame(0x00, std::string(1024, 'x')));
  parts->send(frame(0x00, "x"));
  EXPECT_EQ(server_test::read_until_close(*parts).close_code(), 1009);
}

TEST_F(WebSocketTest, WS06_ForeignPagesAreRefused) {
  RawClient foreign(server_->port());
  foreign.send(handshake(server_->port(), "Origin: https://evil.example\r\nCookie: session=1\r\n"));
  const auto refused = foreign.answer();
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("origin-not-allowed"), std::string::npos);

  RawClient own(server_->port());
  own.send(handshake(server_->port(), "Origin: http://127.0.0.1:" + std::to_string(server_->port()) + "\r\n"));
  EXPECT_EQ(own.answer().status, 101);
}

TEST(Upgrade, OriginIsTheServerItselfOrThisMachine) {
  EXPECT_TRUE(is_origin_allowed("", "twin.example", false));
  EXPECT_TRUE(is_origin_allowed("https://Twin.example:8443", "twin.example:8443", false));
  EXPECT_TRUE(is_origin_allowed("http://localhost:5173", "twin.example", false));
  EXPECT_TRUE(is_origin_allowed("http://[::1]:5173", "twin.example", false));
  EXPECT_FALSE(is_origin_allowed("https://twin.example", "twin.example:8443", false));
  EXPECT_FALSE(is_origin_allowed("http://localhost.evil.example", "twin.example", false));
  EXPECT_FALSE(is_origin_allowed("http://twin.example.evil", "twin.example", false));
  EXPECT_FALSE(is_origin_allowed("null", "twin.example", false));
  // A foreign name that was made to resolve to this machine.
  EXPECT_FALSE(is_origin_allowed("http://evil.example", "evil.example", true));
  EXPECT_TRUE(is_origin_allowed("http://localhost:8080", "localhost:8080", true));
}

TEST_F(WebSocketTest, WrongHandshakesAreNotUpgraded) {
  const auto status = [&](const std::string& bytes) {
    RawClient client(server_->port());
    client.send(bytes);
    return client.answer().status;
  };
  EXPECT_EQ(status("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n"), 426);
  std::string text = handshake(server_->port());
  EXPECT_EQ(status(std::string(text).replace(text.find("kaksonen.v1"), 11, "mqtt")), 400);
  EXPECT_EQ(status(std::string(text).replace(text.find(": 13"), 4, ": 12")), 400);
  EXPECT_EQ(status(text + frame(0x82, "early")), 400);
}

TEST_F(WebSocketTest, AFloodOfMessagesIsClosed) {
  auto client = connect();
  std::string flood;
  for (int i = 0; i < 250; ++i) flood += frame(0x82, "x");
  client->send(flood);
  const RawFrame close = server_test::read_until_close(*client);
  EXPECT_EQ(close.close_code(), 1008);
  EXPECT_NE(close.payload.find("too-many-messages"), std::string::npos);
}

TEST_F(WebSocketTest, AClientThatDoesNotReadIsClosedAndTheOthersGetEverything) {
  auto stalled = connect(4096);
  auto reading = connect();
  wait_for_count(2);
  // 1 MiB of outbox and two socket buffers: 30 messages of 512 KiB cannot fit. The next one is sent once
  // the reading client has the one before, so that it never falls behind, however slow the machine.
  std::atomic<int> got = 0;
  std::thread reader([&] {
    for (int i = 0; i < 30; ++i) {
      EXPECT_EQ(server_test::read_frame(*reading).payload.size(), 512u * 1024) << i;
      ++got;
    }
  });
  const auto message = std::make_shared<const std::string>(std::string(512 * 1024, 'm'));
  for (int i = 0; i < 30; ++i) {
    echo_->send_to_all(message, {});
    for (int wait = 0; wait < 2000 && got <= i; ++wait) std::this_thread::sleep_for(5ms);
  }
  reader.join();
  wait_for_count(1);
  EXPECT_TRUE(stalled->is_closed_within(10s));
  reading->send(frame(0x82, "still here"));
  EXPECT_EQ(server_test::read_frame(*reading).payload, "still here");
}

TEST_F(WebSocketTest, StateWaitingForASlowClientIsReplacedNotQueued) {
  auto slow = connect(4096);
  wait_for_count(1);
  const std::string padding(256 * 1024, 'v');
  for (int i = 1; i <= 200; ++i) echo_->send_to_all(std::make_shared<const std::string>(std::to_string(i) + padding), "year");
  // 200 x 256 KiB were sent, far above the outbox limit; the client is still there and sees the newest.
  int frames = 0;
  std::string last;
  while (last.substr(0, 3) != "200") {
    const RawFrame got = server_test::read_frame(*slow, 5s);
    ASSERT_EQ(got.opcode, 2);
    last = got.payload;
    ++frames;
  }
  EXPECT_LT(frames, 100);
}

TEST_F(WebSocketTest, StoppingSaysGoingAway) {
  auto client = connect();
  wait_for_count(1);
  std::thread stopping([&] { server_->stop(); });
  const RawFrame close = server_test::read_until_close(*client);
  EXPECT_EQ(close.close_code(), 1001);
  client->send(frame(0x88, close.payload));
  stopping.join();
}

}  // namespace
}  // namespace server

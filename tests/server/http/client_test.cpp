// The viewer's client against the server: both ends of the wire are ours, so each also judges the other.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "server/http/http_server.hpp"
#include "viewer/client/http_client.hpp"
#include "viewer/client/stream_client.hpp"

namespace server {
namespace {

using namespace std::chrono_literals;
using viewer::Address;

TEST(Address, IsTakenApartOrSaysWhatIsWrong) {
  EXPECT_EQ(Address::parse("http://localhost:8080/").host, "localhost");
  EXPECT_EQ(Address::parse("ws://twin.example:9000").port, 9000);
  EXPECT_EQ(Address::parse("http://twin.example").port, 80);
  EXPECT_EQ(Address::parse("ws://[::1]:8080").host, "::1");
  for (const char* bad : {"https://a", "ftp://a", "http://", "http://a:0", "http://a:70000", "http://a:b", "http://a/b"}) {
    EXPECT_FALSE(Address::parse(bad).error.empty()) << bad;
  }
  EXPECT_TRUE(Address::parse("http://localhost:8080").error.empty());
}

/// Greets, gives every message back, and closes on "bye".
class Echo final : public StreamHandler {
 public:
  void opened(const std::shared_ptr<StreamPeer>& peer) override {
    peer->send(std::make_shared<const std::string>("hello"), {});
  }
  void received(const std::shared_ptr<StreamPeer>& peer, std::string_view message) override {
    if (message == "bye") return peer->close(1013, "client-too-slow");
    peer->send(std::make_shared<const std::string>(message), {});
  }
  void closed(const std::shared_ptr<StreamPeer>&) override {}
};

class ClientTest : public testing::Test {
 protected:
  void SetUp() override {
    HttpOptions options;
    options.port = 0;
    options.requests_per_connection = 3;
    auto started = HttpServer::start(
        options, [](const Request& r) { return Response::text(r.path == "/missing" ? 404 : 200, "text/plain", r.method + r.body); },
        std::make_shared<Echo>());
    ASSERT_TRUE(started);
    server_ = std::move(started).value();
  }
  Address address() const { return Address::parse("http://127.0.0.1:" + std::to_string(server_->port())); }
  std::unique_ptr<HttpServer> server_;
};

TEST_F(ClientTest, KeepsTheConnectionAndOpensANewOneWhenTheServerEndsIt) {
  viewer::HttpClient client(address());
  for (int i = 0; i < 7; ++i) {
    const auto answer = client.send("POST", "/x", "body " + std::to_string(i), {{"Content-Type", "text/plain"}});
    EXPECT_EQ(answer.status, 200) << answer.error;
    EXPECT_EQ(answer.body, "POSTbody " + std::to_string(i));
    EXPECT_EQ(answer.content_type, "text/plain");
  }
  EXPECT_EQ(client.get("/missing").status, 404);
  EXPECT_EQ(client.send("HEAD", "/x").status, 200);
  server_->stop();
  const auto gone = client.get("/x");
  EXPECT_EQ(gone.status, 0);
  EXPECT_FALSE(gone.error.empty());
}

TEST_F(ClientTest, StreamsBothWaysAndTellsWhyItEnded) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> got;
  int code = -1;
  viewer::StreamClient client(address(), {.opened = nullptr,
                                          .message =
                                              [&](std::string bytes) {
                                                const std::scoped_lock lock(mutex);
                                                got.push_back(std::move(bytes));
                                                changed.notify_all();
                                              },
                                          .closed =
                                              [&](int why, std::string) {
                                                const std::scoped_lock lock(mutex);
                                                code = why;
                                                changed.notify_all();
                                              }});
  client.send("one");
  client.send("two");
  std::unique_lock lock(mutex);
  ASSERT_TRUE(changed.wait_for(lock, 10s, [&] { return got.size() == 3; }));
  EXPECT_EQ(got, (std::vector<std::string>{"hello", "one", "two"}));
  lock.unlock();
  client.send("bye");
  lock.lock();
  ASSERT_TRUE(changed.wait_for(lock, 10s, [&] { return code != -1; }));
  EXPECT_EQ(code, 1013);
}

TEST(StreamClient, ClosesOnceAlsoWhenNobodyListens) {
  int closed = 0;
  {
    viewer::StreamClient client(Address::parse("ws://127.0.0.1:1"), {nullptr, nullptr, [&](int, std::string) { ++closed; }});
    std::this_thread::sleep_for(200ms);
  }
  EXPECT_EQ(closed, 1);
}

}  // namespace
}  // namespace server

#include "server/http/http_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/server/raw_client.hpp"
#include "twin_core/base/json.hpp"

namespace server {
namespace {

using namespace std::chrono_literals;
using server_test::RawAnswer;
using server_test::RawClient;

/// A server whose handler tells what it was asked, on a free port.
class HttpServerTest : public testing::Test {
 protected:
  void start(HttpOptions options = {}) {
    options.port = 0;
    auto started = HttpServer::start(options, [this](const Request& request) { return handle(request); }, nullptr);
    ASSERT_TRUE(started) << started.problem().message;
    server_ = std::move(started).value();
  }

  Response handle(const Request& request) {
    ++handled_;
    if (request.path == "/slow") std::this_thread::sleep_for(500ms);
    if (request.path == "/throw") throw std::runtime_error("secret detail");
    if (request.path == "/large") return Response::text(200, "application/octet-stream", std::string(5'000'011, 'x'));
    const twin::Json told = {{"method", request.method},
                             {"path", request.path},
                             {"author", request.header("x-author")},
                             {"authorization", request.header("authorization")},
                             {"body", request.body.size() > 100 ? std::to_string(request.body.size()) : request.body}};
    return Response::text(200, "application/json", told.dump());
  }

  RawAnswer ask(const std::string& bytes, bool to_head = false) {
    RawClient client(server_->port());
    client.send(bytes);
    return client.answer(to_head);
  }

  std::unique_ptr<HttpServer> server_;
  std::atomic<int> handled_ = 0;
};

std::string code_of(const RawAnswer& answer) {
  const auto document = twin::parse_json(answer.body);
  return document && document->contains("code") ? (*document)["code"].get<std::string>() : "no problem document";
}

TEST_F(HttpServerTest, AnswersSeveralRequestsOnOneConnectionAlsoPipelined) {
  start();
  RawClient client(server_->port());
  client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET /c HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(twin::parse_json(client.answer().body).value()["path"], "/a");
  const auto second = twin::parse_json(client.answer().body).value();
  EXPECT_EQ(second["path"], "/b");
  EXPECT_EQ(second["body"], "hello");
  const RawAnswer third = client.answer();
  EXPECT_EQ(twin::parse_json(third.body).value()["path"], "/c");
  EXPECT_EQ(third.fields.at("x-content-type-options"), "nosniff");
  EXPECT_TRUE(third.fields.contains("date"));
  client.send("GET /d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.answer().fields.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_within(5s));
}

TEST_F(HttpServerTest, HeadHasTheLengthOfGetAndNoBody) {
  start();
  RawClient client(server_->port());
  client.send("HEAD /large HTTP/1.1\r\nHost: h\r\n\r\nGET /large HTTP/1.1\r\nHost: h\r\n\r\n");
  const RawAnswer head = client.answer(true);
  EXPECT_EQ(head.fields.at("content-length"), "5000011");
  EXPECT_EQ(client.answer().body, std::string(5'000'011, 'x'));
}

TEST_F(HttpServerTest, ExpectContinueIsAnsweredBeforeTheBody) {
  start();
  RawClient client(server_->port());
  client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive(25), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_EQ(twin::parse_json(client.answer().body).value()["body"], "abc");
}

TEST_F(HttpServerTest, HT01_CodingAndLengthNeverBecomeARequest) {
  start();
  RawClient client(server_->port());
  client.send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello");
  const RawAnswer answer = client.answer();
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(code_of(answer), "framing-ambiguous");
  EXPECT_EQ(answer.fields.at("content-type"), "application/problem+json");
  EXPECT_EQ(answer.fields.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_within(5s));
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, HT02_AHiddenRequestIsNotExecuted) {
  start();
  RawClient client(server_->port());
  client.send(
      "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\nDELETE /branches/plan HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.answer().status, 400);
  EXPECT_EQ(client.answer(false, 5s).status, 0);
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, HT03_ExactlyOneHost) {
  start();
  EXPECT_EQ(code_of(ask("GET / HTTP/1.1\r\n\r\n")), "host-header");
  EXPECT_EQ(code_of(ask("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")), "host-header");
  EXPECT_EQ(ask("GET / HTTP/1.0\r\n\r\n").status, 200);
}

TEST_F(HttpServerTest, HT04_FieldFlood) {
  start();
  std::string flood = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 1500; ++i) flood += "a:\r\n";
  const RawAnswer answer = ask(flood + "\r\n");
  EXPECT_EQ(answer.status, 431);
  EXPECT_EQ(code_of(answer), "too-many-fields");
  EXPECT_NE(answer.body.find("100"), std::string::npos);
  EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(20000, 'x') + "\r\n\r\n").status, 431);
}

TEST_F(HttpServerTest, HT05_RightsInTheTrailerAreDropped) {
  start();
  const RawAnswer answer = ask(
      "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nAuthorization: Bearer token\r\n"
      "X-Author: mayor\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  const auto told = twin::parse_json(answer.body).value();
  EXPECT_EQ(told["body"], "hello");
  EXPECT_EQ(told["authorization"], "");
  EXPECT_EQ(told["author"], "");
}

TEST_F(HttpServerTest, HT06_DotsAreNoPath) {
  start();
  EXPECT_EQ(ask("GET /tiles/..%2f..%2fetc HTTP/1.1\r\nHost: h\r\n\r\n").status, 400);
  EXPECT_EQ(ask("GET /../../x HTTP/1.1\r\nHost: h\r\n\r\n").status, 400);
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, HT08_ADrippingHeaderIsEndedAndHarmsNobody) {
  HttpOptions options;
  options.header_timeout = 700ms;
  start(options);
  std::vector<std::unique_ptr<RawClient>> dripping;
  for (int i = 0; i < 50; ++i) dripping.push_back(std::make_unique<RawClient>(server_->port()));
  for (int round = 0; round < 3; ++round) {
    for (const auto& client : dripping) client->send("G");
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  }
  for (const auto& client : dripping) {
    EXPECT_EQ(client->answer().status, 408);
    EXPECT_TRUE(client->is_closed_within(5s));
  }
}

TEST_F(HttpServerTest, ASlowBodyIsEnded) {
  HttpOptions options;
  options.body_grace = 300ms;
  start(options);
  RawClient client(server_->port());
  client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
  EXPECT_EQ(client.answer().status, 408);
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, BodyLimitsHoldAtTheLimitAndOneBeyond) {
  HttpOptions options;
  options.body_limit = 1000;
  options.upload_limit = 5000;
  start(options);
  const auto post = [&](const std::string& path, std::size_t size) {
    return ask("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'x'));
  };
  EXPECT_EQ(twin::parse_json(post("/x", 1000).body).value()["body"], "1000");
  EXPECT_EQ(code_of(post("/x", 1001)), "body-too-large");
  EXPECT_EQ(twin::parse_json(post("/import", 5000).body).value()["body"], "5000");
  EXPECT_EQ(post("/import", 5001).status, 413);
  const std::string chunk = "1f4\r\n" + std::string(500, 'x') + "\r\n";
  EXPECT_EQ(ask("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk + "0\r\n\r\n").status, 413);
  EXPECT_EQ(ask("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").status, 400);
}

TEST_F(HttpServerTest, AHandlerMayBlockOrThrowAndTheOthersGoOn) {
  start();
  RawClient slow(server_->port());
  slow.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 400ms);
  EXPECT_EQ(slow.answer().status, 200);

  const RawAnswer failed = ask("GET /throw HTTP/1.1\r\nHost: h\r\nAccept-Language: sv-FI, en\r\n\r\n");
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(failed.body.find("secret"), std::string::npos);
  EXPECT_EQ(twin::parse_json(failed.body).value()["title"], "Internt fel");
}

TEST_F(HttpServerTest, StoppingEndsIdleConnectionsAndFinishesAnswers) {
  start();
  RawClient idle(server_->port());
  idle.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(idle.answer().status, 200);
  RawClient busy(server_->port());
  busy.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  std::this_thread::sleep_for(100ms);
  const auto begin = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  EXPECT_EQ(busy.answer().status, 200);
  EXPECT_TRUE(idle.is_closed_within(1s));
}

TEST_F(HttpServerTest, APortInUseIsAClearProblem) {
  start();
  HttpOptions options;
  options.port = server_->port();
  const auto second = HttpServer::start(options, [](const Request&) { return Response{}; }, nullptr);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.problem().code, "server-cannot-listen");
}

}  // namespace
}  // namespace server

// States of the past, times of the real world, merging and reverting over HTTP.
#include <gtest/gtest.h>

#include "server/http/text.hpp"
#include "tests/server/served/tiny_city.hpp"

namespace server {
namespace {

using server_test::TinyCity;
using twin::Json;

class ServedHistoryTest : public testing::Test {
 protected:
  viewer::HttpAnswer ask(const std::string& method, const std::string& target, const std::string& body = {}) {
    viewer::HttpClient client(city_.address());
    std::vector<std::pair<std::string, std::string>> headers = {{"X-Author", "maija"}};
    if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
    return client.send(method, target, body, headers);
  }
  Json get(const std::string& target) {
    const auto answer = ask("GET", target);
    EXPECT_EQ(answer.status, 200) << target << ": " << answer.body;
    const auto document = twin::parse_json(answer.body, 64);
    return document ? *document : Json();
  }
  std::string code(const viewer::HttpAnswer& answer) { return twin::parse_json(answer.body).value().value("code", ""); }
  std::string symbol(const std::string& query) { return get("/collections/plan-units/items/AK-1" + query)["properties"]["symbol"]; }
  std::string symbols(const std::string& query) {
    return get("/collections/plan-units/items" + query)["features"][0]["properties"]["symbol"];
  }
  Json patch(const std::string& branch, const Json& document, const std::string& query = {}) {
    const auto answer = ask("PATCH", "/branches/" + branch + "/plan-units/AK-1" + query, document.dump());
    EXPECT_EQ(answer.status, 200) << answer.body;
    return twin::parse_json(answer.body).value();
  }

  TinyCity city_;
};

TEST_F(ServedHistoryTest, FeaturesAreAskedForInThePastAndInTheRealWorld) {
  const std::string before = symbol("");
  const Json edit = patch("main", {{"symbol", "C"}}, "?valid-from=2030-01-01");
  const std::string as_of_before = std::to_string(edit["sequence"].get<int>() - 1);
  // Asked in turn, so that what was written for one state would show in the next.
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(symbol(""), "C");
    EXPECT_EQ(symbol("?valid-at=2029-12-31"), before);
    EXPECT_EQ(symbol("?valid-at=2030-01-01T00:00:00Z"), "C");
    EXPECT_EQ(symbol("?as-of=" + as_of_before), before);
    EXPECT_EQ(symbols("?datetime=2029-06-01T00:00:00Z"), before);
    EXPECT_EQ(symbols("?datetime=2031-06-01T00:00:00Z"), "C");
    EXPECT_EQ(symbols("?datetime=2019-01-01/2029-06-01"), before);
    EXPECT_EQ(symbols("?datetime=2019-01-01/.."), "C");
    EXPECT_EQ(symbols("?as-of=" + percent_encoded(edit["time"].get<std::string>())), "C");
  }
  EXPECT_EQ(get("/branches/main/plan-units?as-of=" + as_of_before)["plan_units"][0]["symbol"], before);
  EXPECT_EQ(get("/info?as-of=0")["buildings"], 0);
  EXPECT_EQ(get("/branches/main/values/year?as-of=0")["with_data"], 0);
  EXPECT_TRUE(get("/branches/main/kpi?as-of=0")["units"].empty());
  EXPECT_EQ(get("/diff?a=main@" + as_of_before + "&b=main")["features"][0]["attributes"][0]["name"], "symbol");
  EXPECT_EQ(code(ask("GET", "/info?as-of=soon")), "parameter-invalid");
  EXPECT_EQ(code(ask("GET", "/info?as-of=abcdef012345")), "commit-unknown");
  EXPECT_EQ(code(ask("GET", "/info?valid-at=soon")), "time-invalid");
  EXPECT_EQ(code(ask("GET", "/collections/buildings/items?valid-at=2029-01-01&datetime=2029-01-01T00:00:00Z")), "parameter-invalid");
}

TEST_F(ServedHistoryTest, MergesAndRevertsAnswerWithTheirConflicts) {
  EXPECT_EQ(ask("POST", "/branches", R"({"name":"plan-b"})").status, 201);
  patch("plan-b", {{"symbol", "B"}});
  const Json raised = patch("main", {{"symbol", "M"}, {"name", {{"sv", "Hamnen"}}}});
  const auto refused = ask("POST", "/branches/main/merge", R"({"from":"plan-b"})");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.content_type, "application/problem+json");
  const Json conflicts = twin::parse_json(refused.body).value();
  EXPECT_EQ(conflicts["code"], "merge-conflict");
  ASSERT_EQ(conflicts["conflicts"].size(), 1u);
  EXPECT_EQ(conflicts["conflicts"][0]["attribute"], "symbol");
  EXPECT_EQ(conflicts["conflicts"][0]["ours"], "M");
  EXPECT_EQ(conflicts["conflicts"][0]["theirs"], "B");
  EXPECT_EQ(symbol(""), "M");
  EXPECT_EQ(ask("POST", "/branches/main/merge", R"({"from":"plan-b","take":"theirs"})").status, 200);
  EXPECT_EQ(symbol(""), "B");
  // The name was given by the commit taken back and has not changed since; the symbol has.
  const auto reverted = ask("POST", "/branches/main/revert", Json{{"commit", raised["commit"]}, {"take", "ours"}}.dump());
  EXPECT_EQ(reverted.status, 200) << reverted.body;
  EXPECT_EQ(symbol(""), "B");
  EXPECT_NE(get("/branches/main/plan-units/AK-1")["name"]["sv"], "Hamnen");
  EXPECT_EQ(code(ask("POST", "/branches/main/merge", R"({"from":"plan-b","take":"mine"})")), "parameter-invalid");
  EXPECT_EQ(code(ask("POST", "/branches/main/merge", R"({"form":"plan-b"})")), "member-unknown");
  EXPECT_EQ(code(ask("POST", "/branches/main/revert", R"({"commit":"00000000"})")), "commit-unknown");
  EXPECT_EQ(get("/verify")["whole"], true);
  for (const char* path : {"/branches/{branch}/merge", "/branches/{branch}/revert"}) EXPECT_TRUE(get("/api")["paths"].contains(path)) << path;
}

TEST_F(ServedHistoryTest, APlanUnitThatSomebodyHasLockedIsNotMergedOver) {
  EXPECT_EQ(ask("POST", "/branches", R"({"name":"plan-b"})").status, 201);
  patch("plan-b", {{"symbol", "B"}});
  ASSERT_TRUE(city_.twin().lock_plan_unit("main", "AK-1", "matti", 60));
  EXPECT_EQ(code(ask("POST", "/branches/main/merge", R"({"from":"plan-b"})")), "edit-locked");
  ASSERT_TRUE(city_.twin().unlock_plan_unit("main", "AK-1", "matti"));
  EXPECT_EQ(ask("POST", "/branches/main/merge", R"({"from":"plan-b"})").status, 200);
}

}  // namespace
}  // namespace server

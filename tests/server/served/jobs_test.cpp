// Jobs of OGC API Processes over a real socket.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/server/raw_client.hpp"
#include "tests/server/served/tiny_city.hpp"

namespace server {
namespace {

using server_test::TinyCity;
using twin::Json;

const std::string kOgc = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/";
/// The yard between B1 and B2, on the equinox.
const std::string kSun = R"({"inputs": {"receivers": {"plan_unit": "AK-1", "spacing_m": 1}, "from": "2026-03-20T00:00:00+02:00",
                             "to": "2026-03-21T00:00:00+02:00", "step": "10min"}})";
/// A billion lines of sight: never done while a test runs; the first 64th is there soon.
const std::string kEndless = R"({"receivers": {"plan_unit": "AK-1", "spacing_m": 0.1}, "from": "2026-06-01T00:00:00+02:00",
                                 "to": "2026-06-11T00:00:00+02:00", "step": "2min", "method": "rays"})";

class JobsTest : public testing::Test {
 protected:
  viewer::HttpAnswer ask(const std::string& method, const std::string& target, const std::string& body = {},
                         std::vector<std::pair<std::string, std::string>> headers = {}) {
    viewer::HttpClient client(city_.address());
    if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
    return client.send(method, target, body, headers);
  }
  Json json(const viewer::HttpAnswer& answer) { return twin::parse_json(answer.body, 64).value(); }
  Json get(const std::string& target) { return json(ask("GET", target)); }
  /// A new job's status document.
  Json begin(const std::string& process, const std::string& body) {
    const auto answer = ask("POST", "/processes/" + process + "/execution", body, {{"Prefer", "respond-async"}, {"X-Author", "planner"}});
    EXPECT_EQ(answer.status, 201) << answer.body;
    return json(answer);
  }
  Json wait_for(const std::string& id, const std::string& status) {
    Json job;
    for (int i = 0; i < 3000; ++i) {
      job = get("/jobs/" + id);
      if (job["status"] == status) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(job["status"], status) << job;
    return job;
  }
  TinyCity city_;
};

TEST_F(JobsTest, AJobAnswersByteForByteAsASynchronousRun) {
  const auto taken = ask("POST", "/processes/sun-hours/execution", kSun, {{"Prefer", "respond-async; foo=\"bar\", wait=1"}, {"X-Author", "planner"}});
  ASSERT_EQ(taken.status, 201);
  const Json job = json(taken);
  const std::string id = job["jobID"];
  EXPECT_EQ(job["type"], "process");
  EXPECT_EQ(job["processID"], "sun-hours");
  EXPECT_EQ(job["author"], "planner");
  EXPECT_EQ(job["as-of"], (*city_.twin().store().snapshot("main"))->head().hex());
  const Json done = wait_for(id, "successful");
  EXPECT_EQ(done["progress"], 100);
  EXPECT_LE(done["created"], done["started"]);
  EXPECT_LE(done["started"], done["finished"]);
  std::string results;
  for (const auto& link : done["links"]) {
    if (link["rel"] == "http://www.opengis.net/def/rel/ogc/1.0/results") results = link["href"];
  }
  EXPECT_EQ(results, city_.url() + "/jobs/" + id + "/results");
  const auto synchronous = ask("POST", "/processes/sun-hours/execution", kSun);
  EXPECT_EQ(synchronous.status, 200);
  EXPECT_EQ(ask("GET", "/jobs/" + id + "/results").body, synchronous.body);
  EXPECT_GT(json(synchronous)["hours"].size(), 1000u);
}

TEST_F(JobsTest, TheAnswerNamesTheJobsAddressAndThePreference) {
  const std::string body = R"({"plan_unit": "AK-1"})";
  server_test::RawClient client(city_.port());
  client.send("POST /processes/zoning-capacity/execution HTTP/1.1\r\nHost: localhost\r\nPrefer: respond-async\r\nContent-Type: "
              "application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  const auto answer = client.answer();
  ASSERT_EQ(answer.status, 201);
  const Json job = twin::parse_json(answer.body).value();
  const std::string id = job["jobID"], taken_at = job["as-of"];
  EXPECT_EQ(answer.fields.at("location"), "http://localhost/jobs/" + id);
  EXPECT_EQ(answer.fields.at("preference-applied"), "respond-async");
  // A job answers for the city as it was when it was taken.
  EXPECT_EQ(city_.set_storeys("main", 2), 200);
  wait_for(id, "successful");
  EXPECT_EQ(ask("GET", "/jobs/" + id + "/results").body, ask("POST", "/processes/zoning-capacity/execution?as-of=" + taken_at, body).body);
  EXPECT_NE(ask("GET", "/jobs/" + id + "/results").body, ask("POST", "/processes/zoning-capacity/execution", body).body);
}

TEST_F(JobsTest, ARunTellsItsProgressGivesPartialResultsAndIsStopped) {
  const std::string id = begin("sun-hours", kEndless)["jobID"];
  Json job;
  for (int i = 0; i < 3000 && (job.is_null() || job["partial"] == 0); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    job = get("/jobs/" + id);
  }
  ASSERT_EQ(job["status"], "running") << job;
  EXPECT_LT(job["progress"], 100);
  const Json partial = get("/jobs/" + id + "/partial");
  EXPECT_GE(partial["revision"], 1);
  // Coarse first: some receivers are known, most are not, and it is told where they are.
  const Json& hours = partial["outputs"]["hours"];
  const auto unknown = std::count_if(hours.begin(), hours.end(), [](const Json& one) { return one.is_null(); });
  EXPECT_GT(unknown, 0);
  EXPECT_LT(static_cast<std::size_t>(unknown), hours.size());
  EXPECT_EQ(partial["outputs"]["receivers"].size(), hours.size());
  const auto early = ask("GET", "/jobs/" + id + "/results");
  EXPECT_EQ(early.status, 404);
  EXPECT_EQ(json(early)["type"], kOgc + "result-not-ready");

  EXPECT_EQ(json(ask("DELETE", "/jobs/" + id))["status"], "dismissed");
  EXPECT_EQ(get("/jobs/" + id)["status"], "dismissed");
  EXPECT_EQ(ask("GET", "/jobs/" + id + "/results").status, 410);
  EXPECT_EQ(ask("DELETE", "/jobs/" + id).status, 200);
  const auto gone = ask("GET", "/jobs/" + id);
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(json(gone)["type"], kOgc + "no-such-job");
}

TEST_F(JobsTest, AFailedJobSaysWhyAndWhatToDo) {
  const std::string id = begin("massing", R"({"plan_unit": "AK-9", "kind": "slab"})")["jobID"];
  const Json job = wait_for(id, "failed");
  EXPECT_EQ(job["problem"]["code"], "reference-missing");
  EXPECT_FALSE(job["problem"]["remedy"].get<std::string>().empty());
  const auto results = ask("GET", "/jobs/" + id + "/results");
  EXPECT_EQ(results.status, json(ask("POST", "/processes/massing/execution", R"({"plan_unit": "AK-9", "kind": "slab"})"))["status"]);
  EXPECT_EQ(json(results)["code"], "reference-missing");
  EXPECT_EQ(json(ask("POST", "/processes/no-such/execution", "{}", {{"Prefer", "respond-async"}}))["type"], kOgc + "no-such-process");
}

TEST_F(JobsTest, TheListIsNewestFirstAndNarrowed) {
  std::vector<std::string> ids;
  for (const char* process : {"zoning-capacity", "zoning-capacity", "massing"}) {
    ids.push_back(begin(process, R"({"plan_unit": "AK-1", "kind": "slab"})")["jobID"]);
    // "kind" is no input of the capacity, so those two fail.
    wait_for(ids.back(), process == std::string("massing") ? "successful" : "failed");
  }
  const Json all = get("/jobs");
  ASSERT_EQ(all["jobs"].size(), 3u);
  EXPECT_EQ(all["jobs"][0]["jobID"], ids[2]);
  EXPECT_EQ(get("/jobs?processID=massing,sun-hours")["jobs"].size(), 1u);
  EXPECT_EQ(get("/jobs?status=failed")["jobs"].size(), 2u);
  EXPECT_EQ(get("/jobs?status=running,accepted")["jobs"].size(), 0u);
  EXPECT_EQ(get("/jobs?type=process&maxDuration=600")["jobs"].size(), 3u);
  EXPECT_EQ(get("/jobs?minDuration=600")["jobs"].size(), 0u);
  EXPECT_EQ(get("/jobs?datetime=../2020-01-01")["jobs"].size(), 0u);
  const std::string middle = all["jobs"][1]["created"];
  EXPECT_EQ(get("/jobs?datetime=" + middle + "/..")["jobs"].size(), 2u);
  for (const char* wrong : {"status=done", "datetime=yesterday", "datetime=/", "minDuration=-1", "type=wps", "who=me"}) {
    EXPECT_EQ(ask("GET", std::string("/jobs?") + wrong).status, 400) << wrong;
  }
  const Json page = get("/jobs?limit=2&type=process");
  ASSERT_EQ(page["jobs"].size(), 2u);
  std::string next;
  for (const auto& link : page["links"]) {
    if (link["rel"] == "next") next = link["href"].get<std::string>().substr(city_.url().size());
  }
  ASSERT_FALSE(next.empty());
  EXPECT_EQ(get(next)["jobs"][0]["jobID"], ids[0]);
}

TEST_F(JobsTest, WhatIsClaimedIsDeclared) {
  const Json landing = get("/");
  bool linked = false;
  for (const auto& link : landing["links"]) linked = linked || link["rel"] == "http://www.opengis.net/def/rel/ogc/1.0/job-list";
  EXPECT_TRUE(linked);
  EXPECT_EQ(get("/processes/sun-hours")["jobControlOptions"], Json({"sync-execute", "async-execute", "dismiss"}));
  const Json paths = get("/api")["paths"];
  for (const char* path : {"/jobs", "/jobs/{job}", "/jobs/{job}/results", "/jobs/{job}/partial"}) EXPECT_TRUE(paths.contains(path)) << path;
  // A page elsewhere may look, and may not stop anything.
  EXPECT_EQ(ask("DELETE", "/jobs/x", {}, {{"Origin", "http://elsewhere.example"}}).status, 403);
}

}  // namespace
}  // namespace server

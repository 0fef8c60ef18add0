// The HTTP contract of server/README.md over a real socket.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "server/http/text.hpp"
#include "tests/server/raw_client.hpp"
#include "tests/server/served/tiny_city.hpp"

namespace server {
namespace {

using server_test::TinyCity;
using twin::Json;

class ServedTest : public testing::Test {
 protected:
  viewer::HttpAnswer ask(const std::string& method, const std::string& target, const std::string& body = {},
                         std::vector<std::pair<std::string, std::string>> headers = {}) {
    viewer::HttpClient client(city_.address());
    if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
    return client.send(method, target, body, headers);
  }
  Json get(const std::string& target) {
    const auto answer = ask("GET", target);
    EXPECT_LT(answer.status, 400) << target << ": " << answer.body;
    const auto document = twin::parse_json(answer.body, 64);
    EXPECT_TRUE(document) << target;
    return document ? *document : Json();
  }
  std::string code(const viewer::HttpAnswer& answer) {
    EXPECT_EQ(answer.content_type, "application/problem+json") << answer.body;
    return twin::parse_json(answer.body).value().value("code", "");
  }
  TinyCity city_;
};

TEST_F(ServedTest, LandingConformanceAndApiHangTogether) {
  const Json landing = get("/");
  std::map<std::string, std::string> links;
  for (const auto& link : landing["links"]) links[link["rel"]] = link["href"];
  for (const char* rel : {"self", "service-desc", "conformance", "data", "http://www.opengis.net/def/rel/ogc/1.0/processes"}) {
    ASSERT_TRUE(links.contains(rel)) << rel;
    const std::string target = links[rel].substr(city_.url().size());
    EXPECT_EQ(ask("GET", target).status, 200) << target;
  }
  // Claimed is what is met; Processes core and json are not, as an execution answers with a document where no response is asked for.
  const Json claimed = get("/conformance")["conformsTo"];
  EXPECT_EQ(claimed[0], "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
  EXPECT_EQ(claimed.size(), 6u);
  EXPECT_EQ(ask("GET", "/jobs").status, 200);
  for (const auto& name : claimed) {
    for (const char* not_met : {"processes-1/1.0/conf/json", "processes-1/1.0/conf/core", "processes-1/1.0/conf/callback"}) {
      EXPECT_EQ(name.get<std::string>().find(not_met), std::string::npos);
    }
  }
  const Json api = get("/api");
  EXPECT_EQ(api["openapi"], "3.0.3");
  // README's routes, all of them, stand in the document.
  for (const char* path : {"/", "/collections/{collection}/items", "/processes/{id}/execution", "/branches/{branch}/plan-units/{id}",
                           "/branches/{branch}/plan-units/{id}/lock", "/branches/{branch}/tiles/{uri}", "/import", "/export", "/diff",
                           "/branches/{branch}/values/{variable}", "/branches/{branch}/report",
                           "/branches/{branch}/buildings/{id}/quality", "/livez", "/readyz", "/version", "/info", "/verify"}) {
    EXPECT_TRUE(api["paths"].contains(path)) << path;
  }
  EXPECT_TRUE(api["paths"]["/branches/{branch}/plan-units/{id}"].contains("patch"));
  EXPECT_EQ(get("/livez")["status"], "alive");
  EXPECT_EQ(get("/readyz")["status"], "ready");
  EXPECT_EQ(get("/version")["name"], "kaksonen");
}

TEST_F(ServedTest, ABrowserGetsAPageAndAMachineTheLandingPage) {
  EXPECT_EQ(ask("GET", "/", {}, {{"Accept", "text/html,*/*;q=0.8"}}).content_type, "text/html; charset=utf-8");
  EXPECT_EQ(ask("GET", "/?f=json", {}, {{"Accept", "text/html"}}).content_type, "application/json");
  EXPECT_EQ(ask("GET", "/?f=html").content_type, "text/html; charset=utf-8");
  const auto page = ask("GET", "/collections/buildings/items?f=html");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("103557252H"), std::string::npos);
}

TEST_F(ServedTest, FeaturesAreGeoJsonInDegreesWithTheRegisterCard) {
  const auto answer = ask("GET", "/collections/buildings/items");
  EXPECT_EQ(answer.content_type, "application/geo+json");
  const Json items = twin::parse_json(answer.body).value();
  EXPECT_EQ(items["type"], "FeatureCollection");
  EXPECT_EQ(items["numberMatched"], 3);
  EXPECT_EQ(items["numberReturned"], 3);
  EXPECT_EQ(items["timeStamp"].get<std::string>().back(), 'Z');
  const Json& first = items["features"][0];
  EXPECT_EQ(first["id"], "B1");
  EXPECT_EQ(first["properties"]["permanent_id"], "103557252H");
  EXPECT_EQ(first["properties"]["link"], "by_id");
  EXPECT_EQ(first["properties"]["completion_year"], 1987);
  EXPECT_EQ(first["properties"]["source"], "tiny.gml");
  EXPECT_EQ(items["features"][2]["properties"]["floor_area_m2"], nullptr);
  EXPECT_EQ(items["features"][2]["properties"]["link"], "unlinked");
  // E 25 500 000 is the meridian 25 degrees itself; the meridian arc of 6 672 000 m on GRS 80 ends at
  // 60.160906497 degrees, where 10 m east are 0.000180087 degrees.
  const Json& ring = first["geometry"]["coordinates"][0];
  ASSERT_EQ(ring.size(), 5u);
  EXPECT_EQ(ring[0], ring[4]);
  EXPECT_NEAR(ring[0][0].get<double>(), 25.0, 1e-8);
  EXPECT_NEAR(ring[0][1].get<double>(), 60.160906497, 2e-8);
  EXPECT_NEAR(ring[1][0].get<double>(), 25.000180087, 2e-8);

  // The store says the same.
  const auto state = city_.twin().store().snapshot("main");
  EXPECT_EQ(items["numberMatched"], (*state)->building_count());
  EXPECT_EQ(first["properties"]["feature"], *city_.twin().store().feature_number({twin::EntityKind::kBuilding, "B1"}));
}

TEST_F(ServedTest, BoxesMeetOutlines) {
  const auto matched = [&](const std::string& box) { return get("/collections/buildings/items?bbox=" + box)["numberMatched"]; };
  EXPECT_EQ(matched("24,60,26,61"), 3);
  EXPECT_EQ(matched("25.0000,60.16091,25.0001,60.16095"), 1);      // in B1 only
  EXPECT_EQ(matched("25.0002,60.16091,25.0003,60.16095"), 0);      // between B1 and B2
  EXPECT_EQ(matched("25.0002,60.16091,-50,25.0004,60.16095,100"), 1);
  EXPECT_EQ(matched("26,60,24,61"), 0);                            // all the way round, past the antimeridian
  EXPECT_EQ(get("/collections/plan-units/items?bbox=24,60,26,61")["features"][0]["id"], "AK-1");
}

TEST_F(ServedTest, PagesFollowTheirNextLink) {
  std::vector<std::string> ids;
  std::string target = "/collections/buildings/items?limit=2&bbox=24,60,26,61";
  int pages = 0;
  while (!target.empty() && ++pages < 10) {
    const Json page = get(target);
    for (const auto& feature : page["features"]) ids.push_back(feature["id"]);
    target.clear();
    for (const auto& link : page["links"]) {
      if (link["rel"] == "next") target = link["href"].get<std::string>().substr(city_.url().size());
    }
  }
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(ids, (std::vector<std::string>{"B1", "B2 {ä}", "B3"}));
}

TEST_F(ServedTest, OneFeatureByItsIdHoweverItIsWritten) {
  const std::string target = "/collections/buildings/items/" + percent_encoded("B2 {ä}");
  const auto answer = ask("GET", target);
  EXPECT_EQ(answer.status, 200);
  const Json feature = twin::parse_json(answer.body).value();
  EXPECT_EQ(feature["id"], "B2 {ä}");
  EXPECT_EQ(feature["links"][0]["href"], city_.url() + target);
  EXPECT_EQ(ask("GET", target, {}, {{"If-None-Match", answer.etag}}).status, 304);
  EXPECT_EQ(code(ask("GET", "/collections/buildings/items/nobody")), "not-found");
  EXPECT_EQ(code(ask("GET", "/collections/buildings/items/AK-1")), "not-found");
  EXPECT_EQ(code(ask("GET", "/collections/rivers/items")), "not-found");
}

TEST_F(ServedTest, WrongParametersAreRefused) {
  EXPECT_EQ(code(ask("GET", "/collections/buildings/items?foo=1")), "parameter-unknown");
  EXPECT_EQ(code(ask("GET", "/collections/buildings/items?limit=unlimited")), "parameter-invalid");
  EXPECT_EQ(code(ask("GET", "/collections/buildings/items?datetime=tomorrow")), "parameter-invalid");
  EXPECT_EQ(get("/collections/buildings/items?datetime=2026-01-01T00:00:00Z/..")["numberMatched"], 3);
  EXPECT_EQ(code(ask("GET", "/collections/buildings/items?branch=nowhere")), "branch-unknown");
  EXPECT_EQ(code(ask("GET", "/collections?f=xml")), "parameter-invalid");
  EXPECT_EQ(code(ask("GET", "/nothing/here")), "not-found");
  EXPECT_EQ(ask("DELETE", "/collections").status, 405);
}

TEST_F(ServedTest, GdalReadsTheCollections) {
  if (std::system("command -v ogrinfo > /dev/null 2>&1") != 0) GTEST_SKIP() << "ogrinfo is missing (Debian package gdal-bin)";
  const std::string command = "ogrinfo -al -so OAPIF:http://localhost:" + std::to_string(city_.port()) + "/ 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string out;
  char chunk[4096];
  while (const std::size_t count = std::fread(chunk, 1, sizeof chunk, pipe)) out.append(chunk, count);
  EXPECT_EQ(pclose(pipe), 0) << out;
  EXPECT_NE(out.find("Layer name: buildings"), std::string::npos) << out;
  EXPECT_NE(out.find("Feature Count: 3"), std::string::npos) << out;
  EXPECT_NE(out.find("completion_year: Integer"), std::string::npos) << out;
  EXPECT_NE(out.find("Layer name: plan-units"), std::string::npos) << out;
}

TEST_F(ServedTest, ProcessesRunAsTheCommandDoes) {
  const Json list = get("/processes");
  EXPECT_EQ(list["processes"][0]["id"], "zoning-capacity");
  EXPECT_TRUE(get("/processes/zoning-capacity").contains("inputs"));
  EXPECT_EQ(code(ask("GET", "/processes/flood")), "process-unknown");
  EXPECT_EQ(code(ask("POST", "/processes/flood/execution", "{}")), "process-unknown");
  // The issue's plot: 40 x 50 m, e 1.5, coverage 30 %, IV storeys -> 2,400 of 3,000 k-m2.
  const Json inputs = {{"unit", {{"type", "Polygon"}, {"coordinates", {{{0, 0}, {40, 0}, {40, 50}, {0, 50}, {0, 0}}}}}},
                       {"crs", "local"},
                       {"regulations",
                        {{{"type", "tehokkuusluku"}, {"value", 1.5}},
                         {{"type", "rakentamisenSuhdeAlueenPintaAlaan"}, {"value", 30}, {"unit", "%"}},
                         {{"type", "maanpaallinenKerrosluku"}, {"value", 4}}}}};
  const auto bare = ask("POST", "/processes/zoning-capacity/execution", inputs.dump());
  ASSERT_EQ(bare.status, 200) << bare.body;
  const Json answer = twin::parse_json(bare.body, 64).value();
  EXPECT_NEAR(answer["floor_area_reachable_k_m2"].get<double>(), 2400, 1e-6);
  EXPECT_NEAR(answer["residents"].get<double>(), 48, 1e-9);
  EXPECT_EQ(answer["binding_rule"], "maanpaallinenKerrosluku");
  const auto wrapped = ask("POST", "/processes/zoning-capacity/execution", Json{{"inputs", inputs}}.dump());
  EXPECT_EQ(wrapped.body, bare.body);
  // Without a frame of its own a unit is in the twin's, which is nowhere near (0, 0).
  Json unnamed = inputs;
  unnamed.erase("crs");
  const auto outside = ask("POST", "/processes/zoning-capacity/execution", unnamed.dump());
  EXPECT_EQ(outside.status, 422);
  EXPECT_EQ(code(outside), "coordinates-outside-area");
}

TEST_F(ServedTest, TheExampleOfEveryDescriptionRunsAsItStands) {
  const Json list = twin::parse_json(ask("GET", "/processes").body, 64).value();
  ASSERT_GE(list["processes"].size(), 9U);
  for (const Json& process : list["processes"]) {
    const std::string home = "/processes/" + process["id"].get<std::string>();
    const Json description = twin::parse_json(ask("GET", home).body, 64).value();
    const auto run = ask("POST", home + "/execution", description.at("example").dump());
    EXPECT_EQ(run.status, 200) << home << ": " << run.body.substr(0, 500);
  }
}

TEST_F(ServedTest, ABranchIsMadeOnceForAKey) {
  const std::string body = R"({"name":"plan-k","from":"main"})";
  const auto first = ask("POST", "/branches", body, {{"Idempotency-Key", "k-1"}});
  ASSERT_EQ(first.status, 201) << first.body;
  const auto again = ask("POST", "/branches", body, {{"Idempotency-Key", "k-1"}});
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(twin::parse_json(again.body).value()["commit"], twin::parse_json(first.body).value()["commit"]);
  EXPECT_EQ(twin::parse_json(again.body).value()["replayed"], true);
  EXPECT_EQ(code(ask("POST", "/branches", R"({"name":"plan-l"})", {{"Idempotency-Key", "k-1"}})), "idempotency-key-reused");
  EXPECT_EQ(code(ask("POST", "/branches", body)), "branch-exists");
}

TEST_F(ServedTest, PlanUnitsAreEditedWithOptimisticLocking) {
  const auto before = ask("GET", "/branches/main/plan-units/AK-1");
  ASSERT_EQ(before.status, 200);
  const Json unit = twin::parse_json(before.body).value();
  EXPECT_EQ(before.etag, "\"" + unit["digest"].get<std::string>() + "\"");
  EXPECT_EQ(ask("GET", "/branches/main/plan-units/AK-1", {}, {{"If-None-Match", before.etag}}).status, 304);
  EXPECT_NEAR(get("/branches/main/kpi")["units"]["AK-1"]["floor_area_reachable_k_m2"].get<double>(), 2400, 1e-6);

  const auto edited = ask("PATCH", "/branches/main/plan-units/AK-1", R"({"symbol":"AK-5"})", {{"If-Match", before.etag}, {"X-Author", "Päivi"}});
  ASSERT_EQ(edited.status, 200) << edited.body;
  const Json answer = twin::parse_json(edited.body).value();
  EXPECT_EQ(answer["unit"]["symbol"], "AK-5");
  EXPECT_EQ(edited.etag, "\"" + answer["unit"]["digest"].get<std::string>() + "\"");
  EXPECT_TRUE(answer["kpi"].contains("floor_area_reachable_k_m2"));
  EXPECT_EQ(ask("PATCH", "/branches/main/plan-units/AK-1", R"({"symbol":"X"})", {{"If-Match", before.etag}}).status, 412);
  EXPECT_EQ(code(ask("PATCH", "/branches/main/plan-units/AK-1", R"({"symbool":"X"})")), "member-unknown");
  const Json log = get("/branches/main/log?limit=1");
  EXPECT_EQ(log["entries"][0]["author"], "Päivi");

  // Drawing one: 201 the first time, 200 after.
  Json drawn = answer["unit"];
  for (const char* member : {"id", "feature", "digest", "edit_lock"}) drawn.erase(member);
  EXPECT_EQ(ask("PUT", "/branches/main/plan-units/" + percent_encoded("K 2"), drawn.dump()).status, 201);
  drawn["symbol"] = "K";
  EXPECT_EQ(ask("PUT", "/branches/main/plan-units/" + percent_encoded("K 2"), drawn.dump()).status, 200);
  EXPECT_EQ(get("/branches/main/plan-units")["plan_units"].size(), 2u);
  EXPECT_EQ(ask("DELETE", "/branches/main/plan-units/" + percent_encoded("K 2")).status, 200);
  EXPECT_EQ(ask("GET", "/branches/main/plan-units/" + percent_encoded("K 2")).status, 404);
}

TEST_F(ServedTest, ConditionsHoldForEveryMethod) {
  const std::string unit = "/branches/main/plan-units/AK-1";
  const auto before = ask("GET", unit);
  EXPECT_EQ(ask("DELETE", unit, {}, {{"If-Match", "\"zz\""}}).status, 412);
  Json drawn = twin::parse_json(before.body).value();
  EXPECT_EQ(ask("PUT", unit, drawn.dump(), {{"If-None-Match", "*"}}).status, 412);
  EXPECT_EQ(ask("PUT", unit, drawn.dump()).status, 200);  // a document as it was read goes back
  // The same request again, with its condition and its key, gets the same answer.
  const std::vector<std::pair<std::string, std::string>> once = {{"If-Match", before.etag}, {"Idempotency-Key", "k-1"}};
  const auto first = ask("PATCH", unit, R"({"symbol":"AK-9"})", once);
  ASSERT_EQ(first.status, 200) << first.body;
  const auto again = ask("PATCH", unit, R"({"symbol":"AK-9"})", once);
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(twin::parse_json(first.body).value()["commit"], twin::parse_json(again.body).value()["commit"]);
  EXPECT_EQ(ask("DELETE", unit, {}, {{"If-Match", before.etag}}).status, 412);
  EXPECT_EQ(ask("DELETE", unit, {}, {{"If-Match", first.etag}}).status, 200);
  drawn["id"] = "AK-1";
  EXPECT_EQ(ask("PUT", unit, drawn.dump(), {{"If-None-Match", "*"}}).status, 201);
}

TEST_F(ServedTest, AUnitStaysWhatAndWhereItIs) {
  const std::string unit = "/branches/main/plan-units/AK-1";
  const std::string before = ask("GET", unit).body;
  EXPECT_EQ(code(ask("PATCH", unit, R"({"id":"other"})")), "input-invalid");
  EXPECT_EQ(code(ask("PATCH", unit, R"({"symbol":"\u001b[31mRED"})")), "name-invalid");
  EXPECT_EQ(code(ask("PATCH", unit, R"({"name":{"fi":"a\u202eb"}})")), "name-invalid");
  EXPECT_EQ(code(ask("PATCH", unit, R"({"name":{"fi":")" + std::string(5000, 'x') + R"("}})")), "name-invalid");
  EXPECT_EQ(code(ask("PATCH", unit, R"({"boundary":{"type":"Polygon","coordinates":[[[24.9,60.1],[25,60.1],[25,60.2],[24.9,60.1]]]}})")),
            "coordinates-outside-area");
  EXPECT_EQ(ask("GET", unit).body, before);
}

TEST_F(ServedTest, EditLocksKeepOthersOut) {
  EXPECT_EQ(ask("POST", "/branches/main/plan-units/AK-1/lock", R"({"seconds":60})", {{"X-Author", "ann"}}).status, 200);
  const auto refused = ask("PATCH", "/branches/main/plan-units/AK-1", R"({"symbol":"X"})", {{"X-Author", "bob"}});
  EXPECT_EQ(code(refused), "edit-locked");
  EXPECT_EQ(get("/branches/main/plan-units/AK-1")["edit_lock"]["owner"], "ann");
  EXPECT_EQ(ask("DELETE", "/branches/main/plan-units/AK-1/lock", {}, {{"X-Author", "ann"}}).status, 200);
  EXPECT_EQ(ask("PATCH", "/branches/main/plan-units/AK-1", R"({"symbol":"X"})", {{"X-Author", "bob"}}).status, 200);
  EXPECT_EQ(code(ask("POST", "/branches/main/plan-units/AK-1/lock", R"({"minutes":1})")), "member-unknown");
}

TEST_F(ServedTest, BranchesComeAndGo) {
  const auto made = ask("POST", "/branches", R"({"name":"plan-b","from":"main","message":"try"})");
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(get("/branches")["branches"].size(), 2u);
  EXPECT_EQ(code(ask("POST", "/branches", R"({"name":"plan-b"})")), "branch-exists");
  EXPECT_EQ(code(ask("POST", "/branches", R"({"from":"main"})")), "input-invalid");
  EXPECT_EQ(city_.set_storeys("plan-b", 5), 200);
  const Json diff = get("/diff?a=main&b=plan-b");
  EXPECT_EQ(diff["counts"]["changed"], 1);
  EXPECT_EQ(code(ask("GET", "/diff?a=main")), "parameter-invalid");
  const std::string commit = get("/branches/plan-b/log?limit=1")["entries"][0]["commit"];
  EXPECT_EQ(ask("POST", "/branches/plan-b/undo", Json{{"commit", commit}}.dump()).status, 200);
  EXPECT_EQ(get("/diff?a=main&b=plan-b")["counts"]["changed"], 0);
  EXPECT_EQ(ask("DELETE", "/branches/plan-b").status, 200);
  EXPECT_EQ(code(ask("GET", "/branches/plan-b/log")), "branch-unknown");
}

TEST_F(ServedTest, ValuesAreColumnsByFeatureNumber) {
  const Json used = get("/branches/main/values/floor_area_used");
  EXPECT_EQ(used["unit"], "%");
  EXPECT_EQ(used["with_data"], 2);
  EXPECT_NEAR(used["values"][0].get<double>(), 40, 1e-5);  // (600 + 360) / 2400
  EXPECT_EQ(used["values"][2], nullptr);
  EXPECT_EQ(get("/branches/main/values/year")["max"], 2021);
  EXPECT_EQ(code(ask("GET", "/branches/main/values/colour")), "variable-unknown");
}

TEST_F(ServedTest, TilesAreSharedBetweenBranchesUntilTheyDiffer) {
  const auto uri_of = [&](const std::string& branch) {
    const Json tileset = get("/branches/" + branch + "/tiles/tileset.json");
    EXPECT_EQ(tileset["asset"]["version"], "1.1");
    std::vector<const Json*> open = {&tileset["root"]};
    while (!open.empty()) {
      const Json* tile = open.back();
      open.pop_back();
      if (tile->contains("content")) return (*tile)["content"]["uri"].get<std::string>();
      if (tile->contains("children")) {
        for (const auto& child : (*tile)["children"]) open.push_back(&child);
      }
    }
    return std::string();
  };
  EXPECT_EQ(ask("POST", "/branches", R"({"name":"plan-b"})").status, 201);
  city_.set_storeys("plan-b", 5);
  const std::string uri = uri_of("main");
  ASSERT_FALSE(uri.empty());
  EXPECT_EQ(uri, uri_of("plan-b"));
  const auto on_main = ask("GET", "/branches/main/tiles/" + uri);
  EXPECT_EQ(on_main.content_type, "model/gltf-binary");
  EXPECT_EQ(on_main.body.substr(0, 4), "glTF");
  const auto on_branch = ask("GET", "/branches/plan-b/tiles/" + uri);
  EXPECT_EQ(on_branch.etag, on_main.etag);
  EXPECT_EQ(on_branch.body, on_main.body);
  EXPECT_EQ(ask("GET", "/branches/main/tiles/" + uri, {}, {{"If-None-Match", on_main.etag}}).status, 304);
  EXPECT_EQ(ask("GET", "/branches/main/tiles/0-0-0-0000000000000000.glb").status, 404);
  EXPECT_EQ(ask("GET", "/branches/main/tiles/..%2f..%2fetc%2fpasswd").status, 400);
  EXPECT_EQ(ask("GET", "/branches/main/tiles/%252e%252e%252fcity.twin").status, 404);
  const auto tileset = ask("GET", "/branches/main/tiles/tileset.json");
  EXPECT_EQ(ask("GET", "/branches/plan-b/tiles/tileset.json", {}, {{"If-None-Match", tileset.etag}}).status, 304);
}

TEST_F(ServedTest, ImportsAreCountedBeforeTheyAreParsed) {
  viewer::HttpClient client(city_.address());
  const auto send = [&](const std::string& body, const std::string& type) {
    return client.send("POST", "/import", body, {{"Content-Type", type}});
  };
  EXPECT_EQ(code(send("{}", "application/json")), "media-type-unsupported");
  EXPECT_EQ(code(send("noise", "application/x-protobuf")), "message-malformed");
  EXPECT_EQ(code(send(std::string(), "application/x-protobuf")), "input-invalid");
  std::string swollen;
  for (int i = 0; i < 5000; ++i) swollen += std::string("\x0a\x00", 2);
  EXPECT_EQ(code(send(swollen, "application/x-protobuf")), "too-many-elements");
}

TEST_F(ServedTest, ExportsAreFiles) {
  const auto csv = ask("GET", "/export?format=csv");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  EXPECT_NE(csv.body.find("103557252H"), std::string::npos);
  const auto sequence = ask("GET", "/export?format=cityjsonseq");
  EXPECT_EQ(sequence.content_type, "application/city+json-seq");
  EXPECT_TRUE(sequence.body.starts_with("{\"")) << sequence.body.substr(0, 80);
  EXPECT_NE(sequence.body.find("\n{\"type\":\"CityJSONFeature\",\"id\":\""), std::string::npos);
  EXPECT_EQ(code(ask("GET", "/export?format=shp")), "format-unknown");
}

TEST_F(ServedTest, ReadingIsOpenToAllOriginsAndWritingIsNot) {
  server_test::RawClient reader(city_.port());
  reader.send("GET /info HTTP/1.1\r\nHost: h\r\nOrigin: https://other.example\r\n\r\n");
  EXPECT_EQ(reader.answer().fields.at("access-control-allow-origin"), "*");
  const auto refused = ask("POST", "/branches", R"({"name":"x"})", {{"Origin", "https://evil.example"}});
  EXPECT_EQ(code(refused), "origin-not-allowed");
}

TEST_F(ServedTest, TheAddressOfABusyFileStandsBesideItWhileServed) {
  std::filesystem::path file = city_.twin_file();
  file += ".address";
  std::ifstream in(file);
  std::string address;
  int process = 0;
  in >> address >> process;
  EXPECT_EQ(address, city_.url());
  EXPECT_EQ(process, getpid());
  city_.stop();
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(ServedEmpty, AnEmptyTwinAnswersAndShowsAnEmptyTileset) {
  std::string pattern = (std::filesystem::temp_directory_path() / "kaksonen-empty-XXXXXX").string();
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  {
    auto store = twin::Store::open(std::filesystem::path(pattern) / "empty.twin", twin::Store::Mode::kCreateIfMissing);
    ASSERT_TRUE(store);
    ServeOptions options;
    options.http.port = 0;
    auto served = ServedTwin::start(std::make_shared<LocalTwin>(std::move(*store), "empty"), options);
    ASSERT_TRUE(served);
    viewer::HttpClient client(viewer::Address::parse("http://127.0.0.1:" + std::to_string((*served)->port())));
    EXPECT_EQ(twin::parse_json(client.get("/collections/buildings/items").body).value()["numberMatched"], 0);
    const Json tileset = twin::parse_json(client.get("/branches/main/tiles/tileset.json").body).value();
    EXPECT_EQ(tileset["asset"]["version"], "1.1");
    EXPECT_FALSE(tileset["root"].contains("content"));
    EXPECT_EQ(client.get("/branches/main/kpi").status, 200);
  }
  std::filesystem::remove_all(pattern);
}

TEST_F(ServedTest, TheQualityReportComesInThreeForms) {
  // Of the three buildings, B1 and B2 have a row; B1 lacks an address alone, the core fields of all are 18.
  const Json report = get("/branches/main/report");
  EXPECT_EQ(report["type"], "kaksonen-quality-report");
  EXPECT_EQ(report["twin"], "Tiny");
  EXPECT_EQ(report["shares"]["linked"], (Json{{"count", 2}, {"of", 3}}));
  EXPECT_EQ(report["shares"]["valid"], (Json{{"count", 3}, {"of", 3}}));
  // B1 knows id, use, year, floor area, storeys; B2 id, year, floor area; B3 nothing: 10 of 18 are missing.
  EXPECT_EQ(report["shares"]["missing"], (Json{{"count", 10}, {"of", 18}}));

  const auto page = ask("GET", "/branches/main/report", {}, {{"Accept", "text/html"}, {"Accept-Language", "sv-FI,fi;q=0.5"}});
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("<html lang=\"sv\">"), std::string::npos);
  EXPECT_FALSE(page.etag.empty());
  EXPECT_EQ(ask("GET", "/branches/main/report?f=html&lang=sv", {}, {{"If-None-Match", page.etag}}).status, 304);
  EXPECT_NE(ask("GET", "/branches/main/report?f=html&lang=fi").etag, page.etag);
  const auto layer = ask("GET", "/branches/main/report?f=gpkg");
  EXPECT_EQ(layer.content_type, "application/geopackage+sqlite3");
  EXPECT_TRUE(layer.body.starts_with("SQLite format 3"));

  EXPECT_EQ(code(ask("GET", "/branches/main/report?lang=de")), "parameter-invalid");
  EXPECT_EQ(code(ask("GET", "/branches/nowhere/report")), "branch-unknown");
}

TEST_F(ServedTest, ABuildingsQualityIsItsPartOfTheReport) {
  const Json quality = get("/branches/main/buildings/B2%20%7B%C3%A4%7D/quality");
  EXPECT_EQ(quality["id"], "B2 {ä}");
  EXPECT_EQ(quality["feature"], 1);
  EXPECT_EQ(quality["link"], "by_id");
  EXPECT_EQ(quality["volume_known"], true);
  EXPECT_EQ(quality["findings"], Json::array());
  EXPECT_EQ(quality["report"], "/branches/main/report?f=html");
  const Json missing = quality["missing"];
  EXPECT_NE(std::find(missing.begin(), missing.end(), "storeys"), missing.end());
  EXPECT_EQ(code(ask("GET", "/branches/main/buildings/AK-1/quality")), "not-found");
  EXPECT_EQ(code(ask("GET", "/branches/main/buildings/nothing/quality")), "not-found");
}

}  // namespace
}  // namespace server

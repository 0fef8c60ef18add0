#include "server/ogc/router.hpp"

#include <gtest/gtest.h>

#include "server/http/target.hpp"

namespace server {
namespace {

Request request(const std::string& method, const std::string& raw) {
  Request out;
  out.method = method;
  const auto target = parse_target(raw);
  EXPECT_TRUE(target) << raw;
  out.path = target->path;
  out.segments = target->segments;
  out.query = target->query;
  out.headers["host"] = "localhost:8080";
  return out;
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router_.add({.method = "GET", .pattern = "/items/{id}", .operation = "get", .summary = "",
                 .parameters = {{.name = "limit", .kind = Parameter::Kind::kInteger, .lowest = 1, .highest = 10000, .clamp = true},
                                {.name = "bbox", .kind = Parameter::Kind::kBox},
                                {.name = "f", .values = {"json", "html"}}},
                 .handle = [this](const Call& call) -> twin::Result<Response> {
                   seen_id_ = call.at("id");
                   seen_limit_ = call.number_or("limit", 10);
                   if (call.box.contains("bbox")) seen_box_ = call.box.at("bbox");
                   return Response::text(200, "text/plain", "ok");
                 }});
    router_.add({.method = "PUT", .pattern = "/items/{id}", .operation = "put", .summary = "",
                 .handle = [](const Call& call) -> twin::Result<Response> {
                   TWIN_TRY(const twin::Json body, call.body());
                   return json_response(body);
                 }});
    router_.add({.method = "GET", .pattern = "/items/{id}/lock", .operation = "lock", .summary = "",
                 .handle = [](const Call&) -> twin::Result<Response> {
                   return twin::Problem{"claim-collision", "Locked.", "", "", ""};
                 }});
  }

  std::string code(const Request& asked) {
    const Response response = router_.handle(asked);
    return twin::parse_json(*response.body).value().value("code", "");
  }
  static std::string header(const Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }

  Router router_;
  std::string seen_id_;
  double seen_limit_ = 0;
  std::vector<double> seen_box_;
};

TEST_F(RouterTest, MatchesByMethodAndPatternAndGivesHeadToGet) {
  EXPECT_EQ(router_.handle(request("GET", "/items/a%20b")).status, 200);
  EXPECT_EQ(seen_id_, "a b");
  EXPECT_EQ(router_.handle(request("HEAD", "/items/x")).status, 200);
  EXPECT_EQ(router_.handle(request("GET", "/items/x/lock")).status, 409);
  EXPECT_EQ(code(request("GET", "/items")), "not-found");
  EXPECT_EQ(code(request("GET", "/items/x/lock/y")), "not-found");
  EXPECT_EQ(code(request("GET", "/items//lock")), "not-found");
}

TEST_F(RouterTest, OtherMethodsAreToldWhatIsAllowed) {
  const Response refused = router_.handle(request("DELETE", "/items/x"));
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(header(refused, "Allow"), "GET, HEAD, OPTIONS, PUT");
  const Response options = router_.handle(request("OPTIONS", "/items/x"));
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(header(options, "Allow"), "GET, HEAD, OPTIONS, PUT");
  EXPECT_EQ(header(options, "Access-Control-Allow-Methods"), "GET, HEAD");
  EXPECT_EQ(header(options, "Access-Control-Allow-Origin"), "*");
}

TEST_F(RouterTest, HT07_ParametersAreDeclaredAndChecked) {
  EXPECT_EQ(code(request("GET", "/items/x?foo=1")), "parameter-unknown");
  for (const char* query : {"limit=unlimited", "limit=0", "limit=-5", "limit=1.5", "limit=", "limit=1e3", "limit=1&limit=2",
                            "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=1,2,3,x", "bbox=1,2,3,nan", "bbox=1,2,3,inf", "bbox=", "bbox=0,10,1,5",
                            "bbox=1,2,3,4,5,6,7", "f=xml", "f="}) {
    EXPECT_EQ(code(request("GET", std::string("/items/x?") + query)), "parameter-invalid") << query;
  }
  const Response response = router_.handle(request("GET", "/items/x?limit=unlimited"));
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body->find("1 to 10000"), std::string::npos);
}

TEST_F(RouterTest, GoodParametersArrive) {
  // GDAL writes floats with 17 digits and encodes the commas of the follow-up request.
  EXPECT_EQ(router_.handle(request("GET", "/items/x?bbox=25.1000000000000014%2C60%2C25.2,60.5&limit=7")).status, 200);
  EXPECT_EQ(seen_box_, (std::vector<double>{25.1, 60, 25.2, 60.5}));
  EXPECT_EQ(seen_limit_, 7);
  // A limit above the maximum is not an error (OGC API Features, 7.15.2); a box over the antimeridian neither.
  EXPECT_EQ(router_.handle(request("GET", "/items/x?limit=99999999")).status, 200);
  EXPECT_EQ(seen_limit_, 10000);
  EXPECT_EQ(router_.handle(request("GET", "/items/x?bbox=170,-10,0,-170,10,9")).status, 200);
  EXPECT_EQ(seen_box_.size(), 6u);
}

TEST_F(RouterTest, BodiesAreStrictJsonWhateverTheTypeSays) {
  Request put = request("PUT", "/items/x");
  put.body = R"({"a":1})";
  for (const char* type : {"", "application/json", "application/merge-patch+json", "application/json; charset=utf-8",
                           "application/x-www-form-urlencoded"}) {
    put.headers["content-type"] = type;
    EXPECT_EQ(router_.handle(put).status, 200) << type;
  }
  put.headers["content-type"] = "application/xml";
  EXPECT_EQ(code(put), "media-type-unsupported");
  put.headers["content-type"] = "application/json";
  put.body = R"({"a":1,"a":2})";
  EXPECT_EQ(code(put), "json-duplicate-key");
  put.body = "[1]";
  EXPECT_EQ(code(put), "input-invalid");
}

TEST_F(RouterTest, PagesOfOtherOriginsMayReadAndNotWrite) {
  Request get = request("GET", "/items/x");
  get.headers["origin"] = "https://evil.example";
  EXPECT_EQ(router_.handle(get).status, 200);
  Request put = request("PUT", "/items/x");
  put.headers["origin"] = "https://evil.example";
  EXPECT_EQ(code(put), "origin-not-allowed");
  put.headers["origin"] = "http://localhost:8080";
  EXPECT_EQ(router_.handle(put).status, 200);
}

}  // namespace
}  // namespace server

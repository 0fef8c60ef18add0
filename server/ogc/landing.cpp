// Landing page, conformance and the OpenAPI document, which is written from the router's own table.
#include "server/ogc/services.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Result;

constexpr const char* kOpenApiType = "application/vnd.oai.openapi+json;version=3.0";

/// Only classes that are met whole and that tests of this project check. The README says what keeps the others out.
constexpr std::array<const char*, 6> kConformance = {
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/ogc-process-description",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/job-list",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/dismiss"};

Json schema_of(const Parameter& parameter) {
  switch (parameter.kind) {
    case Parameter::Kind::kText: {
      Json out = {{"type", "string"}};
      if (!parameter.values.empty()) out["enum"] = parameter.values;
      return out;
    }
    case Parameter::Kind::kInteger:
    case Parameter::Kind::kNumber: {
      Json out = {{"type", parameter.kind == Parameter::Kind::kInteger ? "integer" : "number"},
                  {"minimum", static_cast<long long>(parameter.lowest)},
                  {"maximum", static_cast<long long>(parameter.highest)}};
      return out;
    }
    case Parameter::Kind::kBox:
      break;
  }
  return {{"type", "array"}, {"minItems", 4}, {"maxItems", 6}, {"items", {{"type", "number"}}}};
}

Json parameters_of(const Route& route) {
  Json out = Json::array();
  for (std::size_t at = route.pattern.find('{'); at != std::string::npos; at = route.pattern.find('{', at + 1)) {
    const std::string name = route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1);
    out.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  for (const auto& parameter : route.parameters) {
    Json entry = {{"name", parameter.name},
                  {"in", "query"},
                  {"required", parameter.required},
                  {"description", parameter.description},
                  {"schema", schema_of(parameter)}};
    if (parameter.kind == Parameter::Kind::kBox) {
      entry["style"] = "form";
      entry["explode"] = false;
    }
    out.push_back(std::move(entry));
  }
  return out;
}

Json operation_of(const Route& route) {
  const Json any_content = {{"schema", {{"type", route.response_type.ends_with("json") ? "object" : "string"}}}};
  Json out = {{"operationId", route.operation},
              {"summary", route.summary},
              {"parameters", parameters_of(route)},
              {"responses",
               {{std::to_string(route.success),
                 {{"description", route.summary}, {"content", {{route.response_type, any_content}}}}},
                {"default",
                 {{"description", "A problem document (RFC 9457)."},
                  {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}}}}}};
  if (!route.request_type.empty()) {
    const bool binary = route.request_type == "application/x-protobuf";
    out["requestBody"] = {
        {"content", {{route.request_type, {{"schema", {{"type", binary ? "string" : "object"}}}}}}}, {"required", true}};
  }
  return out;
}

Json problem_schema() {
  Json properties = Json::object();
  for (const char* name : {"type", "title", "detail", "instance", "code", "place", "value", "remedy"}) {
    properties[name] = {{"type", "string"}};
  }
  properties["status"] = {{"type", "integer"}};
  return {{"type", "object"}, {"required", {"type", "title", "status", "code"}}, {"properties", std::move(properties)}};
}

Json open_api(const std::vector<Route>& routes, const std::string& base) {
  Json paths = Json::object();
  for (const auto& route : routes) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(c | 0x20);
    paths[route.pattern][method] = operation_of(route);
  }
  return {{"openapi", "3.0.3"},
          {"info",
           {{"title", "Kaksonen"},
            {"description", "A city twin: features, processes, tiles, branches and plan units."},
            {"version", KAKSONEN_VERSION},
            {"license", {{"name", "GPL-3.0-or-later"}, {"url", "https://www.gnu.org/licenses/gpl-3.0.html"}}}}},
          {"servers", {{{"url", base.empty() ? "/" : base}}}},
          {"paths", std::move(paths)},
          {"components", {{"schemas", {{"Problem", problem_schema()}}}}}};
}

Json landing_page(const Services& services, const std::string& base) {
  return {{"title", services.twin->twin_name()},
          {"description", "A city twin served by Kaksonen."},
          {"links",
           {link_to(base + "/?f=json", "self", "application/json", "This document"),
            link_to(base + "/?f=html", "alternate", "text/html", "The city in the browser"),
            link_to(base + "/api", "service-desc", kOpenApiType, "Every address of this server"),
            link_to(base + "/api?f=html", "service-doc", "text/html", "Every address of this server, to read"),
            link_to(base + "/conformance", "conformance", "application/json", "Conformance classes"),
            link_to(base + "/collections", "data", "application/json", "Buildings and plan units"),
            link_to(base + "/processes", "http://www.opengis.net/def/rel/ogc/1.0/processes", "application/json",
                    "Simulations"),
            link_to(base + "/jobs", "http://www.opengis.net/def/rel/ogc/1.0/job-list", "application/json", "Runs of simulations"),
            link_to(base + "/branches", "related", "application/json", "Branches and their tilesets")}}};
}

}  // namespace

void add_landing_routes(Router& router, const Services& services) {
  router.add({.method = "GET", .pattern = "/conformance", .operation = "getConformance", .summary = "Conformance classes",
              .parameters = {format_parameter()}, .handle = [](const Call& call) -> Result<Response> {
                return document_response(call, {{"conformsTo", kConformance}}, "Conformance");
              }});
  router.add({.method = "GET", .pattern = "/api", .operation = "getApi", .summary = "OpenAPI 3.0 description",
              .parameters = {format_parameter()}, .response_type = "application/json",
              .handle = [&router](const Call& call) -> Result<Response> {
                return document_response(call, open_api(router.routes(), base_of(call.request)), "API", kOpenApiType);
              }});
  router.add({.method = "GET", .pattern = "/", .operation = "getLandingPage", .summary = "Landing page",
              .parameters = {format_parameter()}, .handle = [services](const Call& call) -> Result<Response> {
                if (wants_html(call)) return services.files->page(call.request);
                Response out = json_response(landing_page(services, base_of(call.request)));
                out.headers.emplace_back("Vary", "Accept");
                return out;
              }});
}

}  // namespace server

// The quality report of a branch, and what it says of one building.
#include "server/http/text.hpp"
#include "server/ogc/services.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Result;

struct Form {
  const char* name;
  const char* type;
};
constexpr Form kHtml{"html", "text/html; charset=utf-8"}, kJson{"json", "application/json"},
    kGeoPackage{"gpkg", "application/geopackage+sqlite3"};

Form form_of(const Call& call) {
  const std::string asked = call.text_or("f", "");
  for (const Form& form : {kHtml, kJson, kGeoPackage}) {
    if (asked == form.name) return form;
  }
  return call.request.header("accept").find("text/html") != std::string::npos ? kHtml : kJson;
}

Result<Response> report(const Services& services, const Call& call) {
  const Form form = form_of(call);
  ReportOrder order;
  order.branch = call.at("branch");
  order.when = when_of(call);
  order.form = form.name;
  order.language = call.text_or("lang", std::string(call.request.language()));
  order.served = call.text_or("links", "server") == "server";
  TWIN_TRY(std::string bytes, services.twin->report(order));
  const std::string etag = "\"" + twin::sha256(bytes).hex().substr(0, 32) + "\"";
  Response out = Response::text(200, form.type, std::move(bytes));
  out.headers.insert(out.headers.end(), {{"ETag", etag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept, Accept-Language"}});
  if (form.name == kHtml.name) out.headers.emplace_back("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  if (form.name == kGeoPackage.name) out.headers.emplace_back("Content-Disposition", "attachment; filename=\"findings.gpkg\"");
  return is_unchanged(call.request, etag) ? not_modified(std::move(out)) : std::move(out);
}

/// With the address of its part of the report, where there is one.
Result<Response> building_quality(const Services& services, const Call& call) {
  const std::string& branch = call.at("branch");
  TWIN_TRY(Json document, services.twin->building_quality(branch, call.at("id"), when_of(call)));
  const std::string anchor = document["findings"].empty() ? "" : "#" + percent_encoded(document["anchor"].get<std::string>());
  document["report"] = "/branches/" + percent_encoded(branch) + "/report?f=html" + anchor;
  return json_response(document);
}

}  // namespace

void add_report_routes(Router& router, const Services& services) {
  router.add({.method = "GET", .pattern = "/branches/{branch}/report", .operation = "getQualityReport",
              .summary = "Quality of a branch's buildings: a page to read, the same as JSON, or a GeoPackage of the findings",
              .parameters = {{.name = "f", .description = "Form of the answer; by Accept when left out.", .values = {"html", "json", "gpkg"}},
                             {.name = "lang", .description = "Language of the page; by Accept-Language when left out.",
                              .values = {"fi", "sv", "en"}},
                             {.name = "links", .description = "Where the page's links lead: to this server (when left out) or to files beside it.",
                              .values = {"server", "files"}},
                             as_of_parameter(), valid_at_parameter()},
              .handle = [services](const Call& call) { return report(services, call); }});
  router.add({.method = "GET", .pattern = "/branches/{branch}/buildings/{id}/quality", .operation = "getBuildingQuality",
              .summary = "Findings, register link and missing fields of one building",
              .parameters = {as_of_parameter(), valid_at_parameter()},
              .handle = [services](const Call& call) { return building_quality(services, call); }});
}

}  // namespace server

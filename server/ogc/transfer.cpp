// Whole files in and out: import and export.
#include <array>
#include <limits>

#include "proto/transfer.pb.h"
#include "server/app/json_shapes.hpp"
#include "server/ogc/services.hpp"
#include "server/stream/wire.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

using Kind = WireField::Kind;
constexpr std::array<WireField, 2> kFile = {{{1, Kind::kText}, {2, Kind::kBytes}}};
constexpr std::array<WireField, 5> kChecks = {
    {{1, Kind::kVarint}, {2, Kind::kDouble}, {3, Kind::kDouble}, {4, Kind::kDouble}, {5, Kind::kDouble}}};
constexpr std::array<WireField, 12> kImportRequest = {{{1, Kind::kMessage, kFile},
                                                      {2, Kind::kText},
                                                      {3, Kind::kText},
                                                      {4, Kind::kText},
                                                      {5, Kind::kText},
                                                      {6, Kind::kVarint},
                                                      {7, Kind::kText},
                                                      {8, Kind::kText},
                                                      {9, Kind::kVarint},
                                                      {10, Kind::kMessage, kChecks},
                                                      {11, Kind::kText},
                                                      {12, Kind::kText}}};

Result<kaksonen::v1::ImportRequest> decode(const std::string& body) {
  if (auto checked = check_wire(body, kImportRequest); !checked) {
    Problem problem = checked.problem();
    problem.message = "The body is no ImportRequest.";
    problem.remedy = "See proto/transfer.proto.";
    return problem;
  }
  kaksonen::v1::ImportRequest request;
  const bool parsed = body.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()) &&
                      request.ParseFromArray(body.data(), static_cast<int>(body.size()));
  if (!parsed) {
    return Problem{"message-malformed", "The body is no ImportRequest.", "body", "", "See proto/transfer.proto."};
  }
  if (request.files().empty()) {
    return Problem{"input-invalid", "The request holds no file.", "files", "", "Send at least one file."};
  }
  return request;
}

Result<geo::ShapeChecks> checks_of(const kaksonen::v1::ImportRequest::Checks& sent) {
  geo::ShapeChecks out;
  out.repair = sent.repair();
  auto& tolerances = out.tolerances;
  if (sent.has_snap_tolerance_m()) tolerances.snap_m = sent.snap_tolerance_m();
  if (sent.has_planarity_d2p_tolerance_m()) tolerances.planarity_m = sent.planarity_d2p_tolerance_m();
  if (sent.has_planarity_n_tolerance_deg()) tolerances.planarity_normals_deg = sent.planarity_n_tolerance_deg();
  if (sent.has_overlap_tolerance_m()) tolerances.overlap_m = sent.overlap_tolerance_m();
  if (!geo::are_usable(tolerances)) {
    return Problem{"903", "A tolerance is out of range.", "checks", "",
                   "Metres lie in 1e-9 to 10 (overlap: 0 to 10), degrees in 1e-9 to 90."};
  }
  return out;
}

Result<Response> import(const Services& services, const Call& call) {
  const std::string type = call.request.header("content-type");
  if (type != "application/x-protobuf" && type != "application/protobuf") {
    return Problem{"media-type-unsupported", "The body must be an ImportRequest of proto/transfer.proto.", "field Content-Type",
                   twin::excerpt(type), "Send application/x-protobuf, or use: kaksonen import --twin ADDRESS FILE"};
  }
  TWIN_TRY(kaksonen::v1::ImportRequest request, decode(call.request.body));
  ImportOrder order;
  for (auto& file : *request.mutable_files()) {
    order.files.push_back({file.name(), "", std::make_shared<const std::string>(std::move(*file.mutable_content()))});
  }
  if (!request.branch().empty()) order.branch = request.branch();
  order.message = request.message();
  TWIN_TRY(const std::string author, call.author());
  order.author = request.author().empty() ? author : request.author();
  order.crs = request.crs();
  order.mapping_name = request.mapping_name().empty() ? "mapping" : twin::excerpt(request.mapping_name());
  order.mapping = request.mapping();
  order.layers.assign(request.layers().begin(), request.layers().end());
  order.encoding = request.encoding();
  if (request.has_max_rejects()) order.max_rejects = request.max_rejects();
  order.validity = {request.valid_from(), request.valid_to()};
  order.complete = request.complete();
  TWIN_TRY(order.checks, checks_of(request.checks()));
  TWIN_TRY(ImportAnswer answer, services.twin->import_files(order));
  if (answer.too_many_rejects) answer.document["too_many_rejects"] = true;
  return json_response(answer.document);
}

std::string media_type_of(const std::string& format) {
  if (format == "gpkg") return "application/geopackage+sqlite3";
  if (format == "plan" || format == "kaksonen-plan") return "application/json";
  if (format == "geojson" || format == "geojson-plan") return "application/geo+json";
  if (format == "csv") return "text/csv; charset=utf-8";
  if (format == "cityjsonseq") return "application/city+json-seq";
  if (format == "geotiff") return "image/tiff; application=geotiff";
  return format == "cityjson" ? "application/city+json" : "application/octet-stream";
}

std::string file_ending_of(const std::string& format) {
  if (format == "cityjsonseq") return "city.jsonl";
  if (format == "geojson-plan") return "geojson";
  if (format == "plan" || format == "kaksonen-plan") return "json";
  if (format == "geotiff") return "tif";
  return format == "cityjson" ? "city.json" : format;
}

/// ASCII, and no more of them than a header has room for.
std::string findings_header(const std::vector<twin::Finding>& findings) {
  constexpr std::size_t kMost = 6000;
  Json list = Json::array();
  std::string out = "[]";
  for (const auto& finding : findings) {
    list.push_back(finding_to_json(finding));
    std::string next = list.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (next.size() > kMost) break;
    out = std::move(next);
  }
  return out;
}

}  // namespace

void add_transfer_routes(Router& router, const Services& services) {
  router.add({.method = "POST", .pattern = "/import", .operation = "importFiles", .summary = "Files become one commit",
              .request_type = "application/x-protobuf", .handle = [services](const Call& call) { return import(services, call); }});
  router.add({.method = "GET", .pattern = "/export", .operation = "exportBranch", .summary = "A branch as one file",
              .parameters = {branch_parameter(), as_of_parameter(), valid_at_parameter(),
                             {.name = "format", .description = "gpkg (when left out), geojson, geojson-plan, csv, cityjson, cityjsonseq, geotiff, plan (national plan JSON) or kaksonen-plan."},
                             {.name = "layer", .description = "Of gpkg, geojson and csv: building, building_surface (gpkg), plan_unit, city_object, "
                                                              "city_object_line, city_object_point, space, street, population_area or register_row. Of geotiff: the id of a terrain."},
                             {.name = "with", .description = "Of cityjson and cityjsonseq, beside the plan units: envelope, massing (slabs) or massing-KIND, with commas between them."},
                             {.name = "plan", .description = "Of plan and kaksonen-plan: key, identifier or name of the plan. What the form does not carry is told in the header Kaksonen-Findings (JSON)."}},
              .response_type = "application/octet-stream", .handle = [services](const Call& call) -> Result<Response> {
                const std::string format = call.text_or("format", "gpkg");
                const geo::ExportForm form{format, call.text_or("layer", ""), call.text_or("with", ""), call.text_or("plan", "")};
                TWIN_TRY(ExportedFile file, services.twin->export_branch(call.text_or("branch", "main"), form, when_of(call)));
                Response out = Response::text(200, media_type_of(format), std::move(file.bytes));
                if (!file.told.empty()) out.headers.emplace_back("Kaksonen-Findings", findings_header(file.told));
                out.headers.emplace_back("Content-Disposition", "attachment; filename=\"city." + file_ending_of(format) + "\"");
                return out;
              }});
}

}  // namespace server

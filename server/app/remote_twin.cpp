#include "server/app/remote_twin.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "proto/transfer.pb.h"
#include "server/app/json_shapes.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

Headers json_headers(const std::string& author) {
  Headers headers = {{"Content-Type", "application/json"}};
  if (!author.empty()) headers.emplace_back("X-Author", author);
  return headers;
}

std::string text_of(const Json& document, const char* name) {
  return document.contains(name) && document[name].is_string() ? document[name].get<std::string>() : "";
}

Problem problem_of(const viewer::HttpAnswer& answer, const std::string& target) {
  const auto document = twin::parse_json(answer.body);
  if (document && document->is_object() && document->contains("code")) {
    return {text_of(*document, "code"), text_of(*document, "detail"), text_of(*document, "place"),
            text_of(*document, "value"), text_of(*document, "remedy")};
  }
  return {"server-unreachable", "The server answered without saying what is wrong.", target,
          fmt::format("HTTP status {}", answer.status), "Check that the address belongs to a Kaksonen server."};
}

Problem unreachable(const viewer::HttpAnswer& answer, const std::string& target) {
  return {"server-unreachable", "The server does not answer: " + answer.error, target, "",
          "Start it with: kaksonen serve --twin FILE"};
}

/// A query of the parameters that have a value; with the mark in front of it, or empty.
std::string query_of(const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!value.empty()) out += (out.empty() ? "?" : "&") + name + "=" + percent_encode(value);
  }
  return out;
}

std::string query_of(const When& when) { return query_of({{"as-of", when.as_of}, {"valid-at", when.valid_at}}); }

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

Result<std::unique_ptr<RemoteTwin>> RemoteTwin::connect(const std::string& address) {
  viewer::Address parsed = viewer::Address::parse(address);
  if (!parsed.error.empty()) {
    return Problem{"usage", "This is not the address of a server: " + parsed.error, "--twin", address,
                   "Write it as http://localhost:8080."};
  }
  return std::make_unique<RemoteTwin>(std::move(parsed));
}

RemoteTwin::RemoteTwin(viewer::Address address) : client_(std::move(address)) {}

viewer::HttpAnswer RemoteTwin::send(const std::string& method, const std::string& target, const std::string& body,
                                    const Headers& headers) {
  const std::lock_guard lock(mutex_);
  return client_.send(method, target, body, headers);
}

Result<std::string> RemoteTwin::fetch(const std::string& method, const std::string& target,
                                      const std::string& body, Headers headers) {
  viewer::HttpAnswer answer = send(method, target, body, headers);
  if (answer.status == 0) return unreachable(answer, target);
  if (answer.status >= 400) return problem_of(answer, target);
  return std::move(answer.body);
}

Result<Json> RemoteTwin::ask(const std::string& method, const std::string& target, const std::string& body,
                             Headers headers) {
  headers.emplace_back("Accept", "application/json");
  TWIN_TRY(const std::string text, fetch(method, target, body, std::move(headers)));
  if (text.empty()) return Json::object();
  return twin::parse_json(text, 64);
}

Result<Json> RemoteTwin::info(const When& when) { return ask("GET", "/info" + query_of(when)); }
Result<Json> RemoteTwin::verify() { return ask("GET", "/verify"); }
Result<Json> RemoteTwin::branches() { return ask("GET", "/branches"); }

Result<Json> RemoteTwin::series(const std::string& branch, const When& when) {
  return ask("GET", "/branches/" + percent_encode(branch) + "/series" + query_of(when));
}

Result<Json> RemoteTwin::series_samples(const std::string& branch, const std::string& id, const When& when) {
  return ask("GET", "/branches/" + percent_encode(branch) + "/series/" + percent_encode(id) + query_of(when));
}

Result<Json> RemoteTwin::rule_tables(const std::string& branch, const When& when) {
  return ask("GET", "/branches/" + percent_encode(branch) + "/tables" + query_of(when));
}

Result<Json> RemoteTwin::write_rule_table(const std::string& branch, const std::string& table, const std::optional<std::string>& text,
                                          const std::string& author) {
  const std::string target = "/branches/" + percent_encode(branch) + "/tables/" + percent_encode(table);
  return ask(text ? "PUT" : "DELETE", target, text ? Json{{"text", *text}}.dump() : std::string(), json_headers(author));
}

Result<Json> RemoteTwin::log(const std::string& branch, std::size_t limit, std::uint64_t before_sequence) {
  std::string target = fmt::format("/branches/{}/log?limit={}", percent_encode(branch), limit);
  if (before_sequence != UINT64_MAX) target += fmt::format("&before={}", before_sequence);
  return ask("GET", target);
}

Result<Json> RemoteTwin::diff(const std::string& a, const std::string& b, const std::string& valid_at) {
  return ask("GET", "/diff" + query_of({{"a", a}, {"b", b}, {"valid-at", valid_at}}));
}

Result<Json> RemoteTwin::merge(const MergeRequest& request) {
  return ask_merge("/branches/" + percent_encode(request.branch) + "/merge",
                   {{"from", request.from}, {"message", request.message}, {"take", request.take}}, request.author);
}

Result<Json> RemoteTwin::revert(const MergeRequest& request) {
  return ask_merge("/branches/" + percent_encode(request.branch) + "/revert",
                   {{"commit", request.commit}, {"message", request.message}, {"take", request.take}}, request.author);
}

/// Conflicts come with the status of a problem and the document of an answer.
Result<Json> RemoteTwin::ask_merge(const std::string& target, const Json& body, const std::string& author) {
  Headers headers = json_headers(author);
  headers.emplace_back("Accept", "application/json");
  const viewer::HttpAnswer answer = send("POST", target, body.dump(), headers);
  if (answer.status == 0) return unreachable(answer, target);
  auto document = twin::parse_json(answer.body, 64);
  if (answer.status < 400) return document;
  if (!document || !document->is_object() || !document->contains("conflicts")) return problem_of(answer, target);
  for (const char* member : {"type", "title", "status", "code", "detail", "place", "value", "remedy"}) document->erase(member);
  return document;
}

Result<Json> RemoteTwin::create_branch(const std::string& name, const std::string& from,
                                       const std::string& author, const std::string& message, const std::string& key) {
  const Json body = {{"name", name}, {"from", from}, {"message", message}};
  Headers headers = json_headers(author);
  if (!key.empty()) headers.emplace_back("Idempotency-Key", key);
  return ask("POST", "/branches", body.dump(), std::move(headers));
}

Result<Json> RemoteTwin::delete_branch(const std::string& name, const std::string& author) {
  return ask("DELETE", "/branches/" + percent_encode(name), {}, json_headers(author));
}

Result<Json> RemoteTwin::undo(const std::string& branch, const std::string& commit_hex,
                              const std::string& author) {
  return ask("POST", "/branches/" + percent_encode(branch) + "/undo", Json{{"commit", commit_hex}}.dump(),
             json_headers(author));
}

Result<Json> RemoteTwin::links(const LinkQuery& query) {
  return ask("GET", "/branches/" + percent_encode(query.branch) + "/links" +
                        query_of({{"status", query.status},
                                  {"limit", fmt::format("{}", query.limit)},
                                  {"offset", fmt::format("{}", query.offset)},
                                  {"as-of", query.when.as_of},
                                  {"valid-at", query.when.valid_at}}));
}

Result<Json> RemoteTwin::decide_link(const LinkDecision& decision) {
  const Json body = {{"building", decision.building}, {"row", decision.row}, {"decision", decision.accept ? "accept" : "reject"},
                     {"message", decision.message}};
  return ask("POST", "/branches/" + percent_encode(decision.branch) + "/links", body.dump(), json_headers(decision.author));
}

Result<ExportedFile> RemoteTwin::export_branch(const std::string& branch, const geo::ExportForm& form, const When& when) {
  const auto target = "/export" + query_of({{"branch", branch}, {"format", form.format}, {"layer", form.layer}, {"plan", form.plan}, {"with", form.with}, {"as-of", when.as_of}, {"valid-at", when.valid_at}});
  viewer::HttpAnswer answer = send("GET", target, "", {});
  if (answer.status == 0) return unreachable(answer, target);
  if (answer.status >= 400) return problem_of(answer, target);
  ExportedFile out{std::move(answer.body), {}};
  if (answer.findings.empty()) return out;
  TWIN_TRY(const Json told, twin::parse_json(answer.findings));
  for (const Json& finding : told) out.told.push_back(finding_from_json(finding));
  return out;
}

Result<std::string> RemoteTwin::report(const ReportOrder& order) {
  if (order.progress) order.progress("waiting for the report", 0, 0, "bytes");
  return fetch("GET", "/branches/" + percent_encode(order.branch) + "/report" +
                          query_of({{"f", order.form},
                                    {"lang", order.language},
                                    {"links", order.served ? "" : "files"},
                                    {"as-of", order.when.as_of},
                                    {"valid-at", order.when.valid_at}}));
}

Result<Json> RemoteTwin::building_quality(const std::string& branch, const std::string& id, const When& when) {
  return ask("GET", "/branches/" + percent_encode(branch) + "/buildings/" + percent_encode(id) + "/quality" + query_of(when));
}

Result<Json> RemoteTwin::run(const std::string& process, const Json& request, const std::string& branch,
                             sim::Sink&, const When& when) {
  return ask("POST", "/processes/" + percent_encode(process) + "/execution" +
                         query_of({{"branch", branch}, {"as-of", when.as_of}, {"valid-at", when.valid_at}}),
             request.dump(), json_headers({}));
}

Result<ImportAnswer> RemoteTwin::import_files(const ImportOrder& order) {
  kaksonen::v1::ImportRequest request;
  for (const auto& file : order.files) {
    auto* out = request.add_files();
    out->set_name(file.name);
    if (file.bytes) {
      out->set_content(*file.bytes);
      continue;
    }
    std::ifstream in(file.path, std::ios::binary);
    if (!in) {
      return Problem{"file-unreadable", "The file cannot be opened.", file.name, "",
                     "Check the name and that you may read it."};
    }
    out->mutable_content()->assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  request.set_branch(order.branch);
  request.set_message(order.message);
  request.set_author(order.author);
  request.set_crs(order.crs);
  request.set_mapping_name(order.mapping_name);
  request.set_mapping(order.mapping);
  for (const auto& layer : order.layers) request.add_layers(layer);
  request.set_encoding(order.encoding);
  if (order.max_rejects) request.set_max_rejects(*order.max_rejects);
  request.set_valid_from(order.validity.from);
  request.set_valid_to(order.validity.to);
  request.set_complete(order.complete);
  auto& checks = *request.mutable_checks();
  checks.set_repair(order.checks.repair);
  checks.set_snap_tolerance_m(order.checks.tolerances.snap_m);
  checks.set_planarity_d2p_tolerance_m(order.checks.tolerances.planarity_m);
  checks.set_planarity_n_tolerance_deg(order.checks.tolerances.planarity_normals_deg);
  checks.set_overlap_tolerance_m(order.checks.tolerances.overlap_m);
  if (order.progress) order.progress("sending to the server", 0, 0, "files");
  TWIN_TRY(Json document, ask("POST", "/import", request.SerializeAsString(),
                              {{"Content-Type", "application/x-protobuf"}}));
  ImportAnswer answer;
  answer.too_many_rejects = document.value("too_many_rejects", false);
  document.erase("too_many_rejects");
  answer.document = std::move(document);
  return answer;
}

namespace {
std::string units_target(const std::string& branch) {
  return "/branches/" + percent_encode(branch) + "/plan-units";
}
Headers with_tag(Headers headers, const std::string& if_match) {
  if (if_match == kMustBeNew) headers.emplace_back("If-None-Match", "*");
  else if (!if_match.empty()) headers.emplace_back("If-Match", "\"" + if_match + "\"");
  return headers;
}
std::string unit_target(const std::string& branch, const std::string& id) {
  return units_target(branch) + "/" + percent_encode(id);
}
}  // namespace

Result<Json> RemoteTwin::plan_units(const std::string& branch, const When& when) {
  return ask("GET", units_target(branch) + query_of(when));
}

Result<Json> RemoteTwin::plan_unit(const std::string& branch, const std::string& id, const When& when) {
  return ask("GET", unit_target(branch, id) + query_of(when));
}

Result<Json> RemoteTwin::write_plan_unit(const std::string& branch, const std::string& id, const Json& document,
                                         bool merge, const std::string& author, const std::string& if_match,
                                         const std::string& key, double lock_s, const Validity& validity) {
  Headers headers = with_tag(json_headers(author), if_match);
  if (!key.empty()) headers.emplace_back("Idempotency-Key", key);
  const std::string target = unit_target(branch, id) + query_of({{"lock_s", lock_s > 0 ? fmt::format("{}", lock_s) : ""},
                                                                 {"valid-from", validity.from},
                                                                 {"valid-to", validity.to}});
  return ask(merge ? "PATCH" : "PUT", target, document.dump(), std::move(headers));
}

Result<Json> RemoteTwin::delete_plan_unit(const std::string& branch, const std::string& id,
                                          const std::string& author, const std::string& if_match) {
  return ask("DELETE", unit_target(branch, id), {}, with_tag(json_headers(author), if_match));
}

Result<Json> RemoteTwin::lock_plan_unit(const std::string& branch, const std::string& id,
                                        const std::string& author, double seconds) {
  return ask("POST", unit_target(branch, id) + "/lock", Json{{"seconds", seconds}}.dump(), json_headers(author));
}

Result<Json> RemoteTwin::unlock_plan_unit(const std::string& branch, const std::string& id,
                                          const std::string& author) {
  return ask("DELETE", unit_target(branch, id) + "/lock", {}, json_headers(author));
}

}  // namespace server

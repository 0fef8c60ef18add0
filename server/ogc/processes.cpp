// OGC API Processes Part 1 over sim/run: the same JSON in and out as `kaksonen run`.
#include <algorithm>

#include "server/http/text.hpp"
#include "server/ogc/services.hpp"
#include "sim/run/process.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

Result<const sim::Process*> find_process(const std::string& id) {
  if (const sim::Process* process = sim::find_process(id)) return process;
  return Problem{"process-unknown", "There is no process of this name.", "address", twin::excerpt(id),
                 "List them with GET /processes."};
}

Json links_of(const std::string& base, std::string_view id) {
  const std::string self = base + "/processes/" + percent_encoded(id);
  return {link_to(self, "self", "application/json"),
          link_to(self + "/execution", "http://www.opengis.net/def/rel/ogc/1.0/execute", "application/json", "Run it")};
}

Json summary_of(const sim::Process& process, const std::string& base) {
  const Json whole = sim::describe(process);
  Json out = {{"links", links_of(base, process.id())}};
  for (const auto& [name, value] : whole.items()) {
    if (name != "inputs" && name != "outputs" && name != "links" && name != "example") out[name] = value;
  }
  return out;
}

/// RFC 7240: preferences may have values and parameters, and unknown ones are ignored.
bool prefers_async(const Request& request) {
  const auto preferences = split_list(request.header("prefer"));
  return std::any_of(preferences.begin(), preferences.end(),
                     [](const std::string& one) { return trimmed(std::string_view(one).substr(0, one.find(';'))) == "respond-async"; });
}

Result<Response> execute(const Services& services, const Call& call) {
  const std::string& id = call.at("id");
  TWIN_CHECK(find_process(id));
  TWIN_TRY(const Json request, call.body());
  const std::string branch = call.text_or("branch", "main");
  if (!prefers_async(call.request)) {
    sim::Sink sink;
    TWIN_TRY(const Json outputs, services.twin->run(id, request, branch, sink, when_of(call)));
    return json_response(outputs);
  }
  TWIN_TRY(const std::string author, call.author());
  TWIN_TRY(const JobState job, services.jobs->submit({id, request, branch, when_of(call), author}));
  const std::string base = base_of(call.request);
  Response out = json_response(job_status_json(job, base), 201);
  out.headers.emplace_back("Location", base + "/jobs/" + job.id);
  out.headers.emplace_back("Preference-Applied", "respond-async");
  return out;
}

}  // namespace

void add_process_routes(Router& router, const Services& services) {
  router.add({.method = "GET", .pattern = "/processes", .operation = "listProcesses", .summary = "The simulations",
              .parameters = {format_parameter()}, .handle = [](const Call& call) -> Result<Response> {
                const std::string base = base_of(call.request);
                Json list = Json::array();
                for (const sim::Process* process : sim::processes()) list.push_back(summary_of(*process, base));
                return document_response(call, {{"processes", std::move(list)},
                                                {"links", {link_to(base + "/processes", "self", "application/json")}}},
                                         "Processes");
              }});
  router.add({.method = "GET", .pattern = "/processes/{id}", .operation = "describeProcess",
              .summary = "What a simulation takes and gives", .parameters = {format_parameter()},
              .handle = [](const Call& call) -> Result<Response> {
                TWIN_TRY(const sim::Process* process, find_process(call.at("id")));
                Json document = sim::describe(*process);
                document["links"] = links_of(base_of(call.request), process->id());
                return document_response(call, document, std::string(process->title()));
              }});
  router.add({.method = "POST", .pattern = "/processes/{id}/execution", .operation = "executeProcess",
              .summary = "Runs a simulation and answers with its outputs, or with a job (201) where Prefer: respond-async asks for one",
              .parameters = {branch_parameter(), as_of_parameter(), valid_at_parameter()},
              .request_type = "application/json", .handle = [services](const Call& call) { return execute(services, call); }});
}

}  // namespace server

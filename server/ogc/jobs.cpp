// Jobs of OGC API Processes Part 1 (18-062r2, 7.12, 7.13, 11 and 13), and what a run knows before it is done.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "server/http/text.hpp"
#include "server/ogc/services.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Instant;
using twin::Json;
using twin::Problem;
using twin::Result;

constexpr const char* kResults = "http://www.opengis.net/def/rel/ogc/1.0/results";

/// A time, or the two ends of an interval; nothing where open.
struct TimeSpan {
  std::optional<Instant> from, to;
};

Result<TimeSpan> read_span(const std::string& text) {
  const auto wrong = [&]() -> Problem {
    return {"parameter-invalid", "The parameter datetime has no such value.", "parameter datetime", twin::excerpt(text),
            "Give an RFC 3339 instant or date, or two of them with / between; .. leaves an end open."};
  };
  bool fine = true;
  const auto part = [&](std::string_view each) -> std::optional<Instant> {
    if (each.empty() || each == "..") return std::nullopt;
    const auto read = twin::parse_rfc3339(each.size() == 10 ? std::string(each) + "T00:00:00Z" : std::string(each));
    fine = fine && read.ok();
    return read ? std::optional(*read) : std::nullopt;
  };
  TimeSpan out;
  const auto slash = text.find('/');
  out.from = part(std::string_view(text).substr(0, slash));
  out.to = slash == std::string::npos ? out.from : part(std::string_view(text).substr(slash + 1));
  if (!fine || (!out.from && !out.to) || (out.from && out.to && *out.from > *out.to)) return wrong();
  // A bare date is the whole day.
  if (slash == std::string::npos && text.size() == 10) out.to = *out.from + std::chrono::hours(24) - std::chrono::microseconds(1);
  return out;
}

struct JobFilter {
  std::vector<std::string> processes;
  std::vector<JobStatus> statuses;
  TimeSpan created;
  std::optional<double> least_s, most_s;

  bool lets_pass(const JobState& job, Instant now) const {
    const auto holds = [](const auto& list, const auto& value) {
      return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
    };
    if (!holds(processes, lower_case(job.order.process)) || !holds(statuses, job.status)) return false;
    if ((created.from && job.created < *created.from) || (created.to && job.created > *created.to)) return false;
    if (!least_s && !most_s) return true;
    if (!job.started) return false;
    const double lasted_s = std::chrono::duration<double>(job.finished.value_or(now) - *job.started).count();
    return lasted_s >= least_s.value_or(0) && (!most_s || lasted_s <= *most_s);
  }
};

Result<JobFilter> read_filter(const Call& call) {
  JobFilter out;
  out.processes = split_list(call.text_or("processID", ""));
  for (const auto& name : split_list(call.text_or("status", ""))) {
    const auto status = job_status_of(name);
    if (!status) {
      return Problem{"parameter-invalid", "The parameter status has no such value.", "parameter status", twin::excerpt(name),
                     "Allowed are: accepted, running, successful, failed, dismissed."};
    }
    out.statuses.push_back(*status);
  }
  if (call.text.contains("datetime")) {
    TWIN_TRY(out.created, read_span(call.text.at("datetime")));
  }
  if (call.number.contains("minDuration")) out.least_s = call.number.at("minDuration");
  if (call.number.contains("maxDuration")) out.most_s = call.number.at("maxDuration");
  return out;
}

/// The same list, elsewhere in it; all other parameters stay.
std::string page_address(const Call& call, std::size_t offset) {
  std::string out = base_of(call.request) + "/jobs?";
  for (const auto& [name, value] : call.request.query) {
    if (name != "offset") out += name + "=" + percent_encoded(value) + "&";
  }
  return out + fmt::format("offset={}", offset);
}

Result<Response> list(const Services& services, const Call& call) {
  TWIN_TRY(const JobFilter filter, read_filter(call));
  const Instant now = twin::system_clock()();
  std::vector<JobState> jobs = services.jobs->list();
  std::erase_if(jobs, [&](const JobState& job) { return !filter.lets_pass(job, now); });
  const std::string base = base_of(call.request);
  const auto offset = static_cast<std::size_t>(call.number_or("offset", 0)), limit = static_cast<std::size_t>(call.number_or("limit", 10));
  Json page = Json::array();
  for (std::size_t i = offset; i < std::min(jobs.size(), offset + limit); ++i) page.push_back(job_status_json(jobs[i], base));
  Json links = {link_to(base + "/jobs", "self", "application/json")};
  if (offset + limit < jobs.size()) links.push_back(link_to(page_address(call, offset + limit), "next", "application/json"));
  if (offset > 0) links.push_back(link_to(page_address(call, offset > limit ? offset - limit : 0), "prev", "application/json"));
  return document_response(call, {{"jobs", std::move(page)}, {"numberMatched", jobs.size()}, {"links", std::move(links)}}, "Jobs");
}

std::vector<Parameter> list_parameters() {
  constexpr double kLongest_s = 1e9;
  return {{.name = "type", .description = "Kind of jobs.", .values = {"process"}},
          {.name = "processID", .description = "Only jobs of these processes, comma-separated."},
          {.name = "status", .description = "Only jobs in these states, comma-separated: accepted, running, successful, failed, dismissed."},
          {.name = "datetime", .description = "Only jobs taken at this time or in this interval (RFC 3339)."},
          {.name = "minDuration", .kind = Parameter::Kind::kInteger, .description = "Only jobs that ran so many seconds or longer.", .lowest = 0, .highest = kLongest_s},
          {.name = "maxDuration", .kind = Parameter::Kind::kInteger, .description = "Only jobs that ran so many seconds or shorter.", .lowest = 0, .highest = kLongest_s},
          {.name = "limit", .kind = Parameter::Kind::kInteger, .description = "Jobs in one answer, 10 when left out.", .lowest = 1, .highest = 1000, .clamp = true},
          {.name = "offset", .kind = Parameter::Kind::kInteger, .description = "Jobs to skip.", .lowest = 0, .highest = 1e6},
          format_parameter()};
}

}  // namespace

Json job_status_json(const JobState& job, const std::string& base) {
  const std::string self = base + "/jobs/" + job.id;
  Json links = {link_to(self, "self", "application/json")};
  if (job.status == JobStatus::kSuccessful) links.push_back(link_to(self + "/results", kResults, "application/json", "What the run gave"));
  if (job.status == JobStatus::kRunning && job.partial_revision > 0) {
    links.push_back(link_to(self + "/partial", "related", "application/json", "What the run knows so far"));
  }
  std::string message = job.problem ? job.problem->message : job.stage;
  if (!job.problem && (job.starts > 1 || job.gone_on) && !is_over(job.status)) message = (job.gone_on ? "Begun again after a restart of the server, from what was finished. " : "Begun again after a restart of the server. ") + message;
  Json out = {{"type", "process"},
              {"jobID", job.id},
              {"processID", job.order.process},
              {"status", name_of(job.status)},
              {"message", message},
              {"created", twin::to_rfc3339(job.created)},
              {"updated", twin::to_rfc3339(job.updated)},
              {"progress", static_cast<int>(std::floor(job.progress * 100))},
              {"branch", job.order.branch},
              {"as-of", job.order.when.as_of},
              {"author", job.order.author},
              {"partial", job.status == JobStatus::kRunning ? Json(job.partial_revision) : Json(0)},
              {"links", std::move(links)}};
  if (job.started) out["started"] = twin::to_rfc3339(*job.started);
  if (job.finished) out["finished"] = twin::to_rfc3339(*job.finished);
  if (job.problem) {
    out["problem"] = {{"code", job.problem->code}, {"place", job.problem->place}, {"value", job.problem->value}, {"remedy", job.problem->remedy}};
  }
  return out;
}

void add_job_routes(Router& router, const Services& services) {
  router.add({.method = "GET", .pattern = "/jobs", .operation = "getJobs", .summary = "Runs of simulations, the newest first",
              .parameters = list_parameters(), .handle = [services](const Call& call) { return list(services, call); }});
  router.add({.method = "GET", .pattern = "/jobs/{job}", .operation = "getStatus", .summary = "How far a run is",
              .parameters = {format_parameter()}, .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const JobState job, services.jobs->find(call.at("job")));
                return document_response(call, job_status_json(job, base_of(call.request)), "Job");
              }});
  router.add({.method = "DELETE", .pattern = "/jobs/{job}", .operation = "dismiss",
              .summary = "Stops a run; one that is over is removed with its result", .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const JobState job, services.jobs->dismiss(call.at("job")));
                return json_response(job_status_json(job, base_of(call.request)));
              }});
  router.add({.method = "GET", .pattern = "/jobs/{job}/results", .operation = "getResult",
              .summary = "What a run gave, as a synchronous run answers", .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(std::string text, services.jobs->result(call.at("job")));
                return Response::text(200, "application/json", std::move(text));
              }});
  router.add({.method = "GET", .pattern = "/jobs/{job}/partial", .operation = "getPartialResult",
              .summary = "What a run under way knows so far, coarse first", .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const auto partial, services.jobs->partial(call.at("job")));
                return Response::text(200, "application/json",
                                      fmt::format(R"({{"revision":{},"progress":{},"outputs":{}}})", partial.revision,
                                                  static_cast<int>(std::floor(partial.progress * 100)), *partial.outputs));
              }});
}

}  // namespace server

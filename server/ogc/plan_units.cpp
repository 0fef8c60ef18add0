// Plan units of a branch: read, edit with optimistic locking, edit locks.
#include <chrono>

#include "server/http/text.hpp"
#include "server/ogc/services.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

std::int64_t now_unix_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// The digest in If-Match: one ETag; "*" asks for nothing beyond existence, which PATCH needs anyway.
std::string if_match_of(const Request& request) {
  if (trimmed(request.header("if-none-match")) == "*") return kMustBeNew;
  const std::string header = request.header("if-match");
  std::string_view tag = trimmed(header);
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  return tag == "*" ? std::string{} : std::string(tag);
}

/// Where the caller stated a condition, it is the one that failed.
Problem of_precondition(Problem problem, const Request& request) {
  if (problem.code == "expectation-failed" && !if_match_of(request).empty()) problem.code = "precondition-failed";
  return problem;
}

Response unit_response(const Json& document, const Json& unit, int status) {
  Response out = json_response(document, status);
  if (unit.contains("digest")) out.headers.emplace_back("ETag", "\"" + unit["digest"].get<std::string>() + "\"");
  return out;
}

Result<Response> read(const Services& services, const Call& call) {
  TWIN_TRY(const Json unit, services.twin->plan_unit(call.at("branch"), call.at("id"), when_of(call)));
  Response out = unit_response(unit, unit, 200);
  const bool unchanged = unit.contains("digest") && is_unchanged(call.request, "\"" + unit["digest"].get<std::string>() + "\"");
  // A lock comes and goes without changing the value, so a locked unit is always sent whole.
  return unchanged && unit.value("edit_lock", Json()).is_null() ? not_modified(std::move(out)) : std::move(out);
}

Result<Response> write(const Services& services, const Call& call, bool merge) {
  const std::int64_t received = now_unix_us();
  const std::string& branch = call.at("branch");
  const std::string& id = call.at("id");
  TWIN_TRY(const Json document, call.body());
  TWIN_TRY(const std::string author, call.author());
  const bool is_new = !merge && !services.twin->plan_unit(branch, id);
  services.hub->note_edit(branch, id, received);
  auto written = services.twin->write_plan_unit(branch, id, document, merge, author, if_match_of(call.request),
                                                call.request.header("idempotency-key"), call.number_or("lock_s", 0),
                                                {call.text_or("valid-from", ""), call.text_or("valid-to", "")});
  if (!written) {
    services.hub->forget_edit(branch, id);
    return of_precondition(written.problem(), call.request);
  }
  return unit_response(*written, written->value("unit", Json::object()), is_new ? 201 : 200);
}

Result<Response> lock(const Services& services, const Call& call) {
  TWIN_TRY(const Json body, call.body());
  TWIN_CHECK(check_members(body, {"seconds"}));
  if (!body.contains("seconds") || !body["seconds"].is_number()) {
    return Problem{"input-invalid", "How long the lock lasts is missing.", "/seconds", "", "Give \"seconds\" as a number."};
  }
  TWIN_TRY(const std::string author, call.author());
  TWIN_TRY(const Json answer,
           services.twin->lock_plan_unit(call.at("branch"), call.at("id"), author, body["seconds"].get<double>()));
  return json_response(answer);
}

}  // namespace

void add_plan_unit_routes(Router& router, const Services& services) {
  const std::string all = "/branches/{branch}/plan-units";
  const std::string one = all + "/{id}";
  const Parameter lock_s = {.name = "lock_s", .kind = Parameter::Kind::kNumber,
                            .description = "Hold an edit lock for so many seconds after the write.", .lowest = 0, .highest = 3600};
  const Parameter valid_from = {.name = "valid-from", .description = "Instant, or date (its first moment in UTC), from which this holds in the real world; left out: always."};
  const Parameter valid_to = {.name = "valid-to", .description = "Instant, or date (its first moment in UTC), up to which it holds; left out: for good."};
  router.add({.method = "GET", .pattern = all, .operation = "listPlanUnits", .summary = "Plan units of a branch",
              .parameters = {as_of_parameter(), valid_at_parameter()},
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const Json document, services.twin->plan_units(call.at("branch"), when_of(call)));
                return json_response(document);
              }});
  router.add({.method = "GET", .pattern = one, .operation = "getPlanUnit", .summary = "One plan unit; its ETag is its digest",
              .parameters = {as_of_parameter(), valid_at_parameter()},
              .handle = [services](const Call& call) { return read(services, call); }});
  router.add({.method = "PUT", .pattern = one, .operation = "putPlanUnit", .summary = "Draws or replaces a plan unit",
              .parameters = {lock_s, valid_from, valid_to}, .request_type = "application/json",
              .handle = [services](const Call& call) { return write(services, call, false); }});
  router.add({.method = "PATCH", .pattern = one, .operation = "patchPlanUnit",
              .summary = "Changes members of a plan unit (RFC 7396)", .parameters = {lock_s, valid_from, valid_to},
              .request_type = "application/merge-patch+json",
              .handle = [services](const Call& call) { return write(services, call, true); }});
  router.add({.method = "DELETE", .pattern = one, .operation = "deletePlanUnit", .summary = "Removes a plan unit",
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const std::string author, call.author());
                const auto answer = services.twin->delete_plan_unit(call.at("branch"), call.at("id"), author,
                                                                    if_match_of(call.request));
                if (!answer) return of_precondition(answer.problem(), call.request);
                return json_response(*answer);
              }});
  router.add({.method = "POST", .pattern = one + "/lock", .operation = "lockPlanUnit", .summary = "Takes an edit lock",
              .request_type = "application/json", .handle = [services](const Call& call) { return lock(services, call); }});
  router.add({.method = "DELETE", .pattern = one + "/lock", .operation = "unlockPlanUnit", .summary = "Releases an edit lock",
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const std::string author, call.author());
                TWIN_TRY(const Json answer, services.twin->unlock_plan_unit(call.at("branch"), call.at("id"), author));
                return json_response(answer);
              }});
}

}  // namespace server

// Branches, their log, undo, KPI and value columns; info, verify and diff.
#include <cmath>

#include "server/app/json_shapes.hpp"
#include "server/ogc/services.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

Result<std::string> text_member(const Json& body, const char* name, const std::string& otherwise, bool required) {
  if (!body.contains(name)) {
    if (!required) return otherwise;
    return Problem{"input-invalid", std::string("The member ") + name + " is missing.", std::string("/") + name, "",
                   std::string("Give \"") + name + "\" as a text."};
  }
  if (!body[name].is_string()) {
    return Problem{"input-invalid", "A text is expected.", std::string("/") + name, twin::excerpt(json_text(body[name])),
                   "Write it in quotes."};
  }
  return body[name].get<std::string>();
}

Result<Response> kpi(const Services& services, const Call& call) {
  TWIN_TRY(const twin::Snapshot state, services.twin->state(call.at("branch"), when_of(call)));
  Json units = Json::object();
  const CityRules rules = rules_of(*state);
  state->for_each_plan_unit([&](twin::FeatureNumber number, const twin::PlanUnit& unit) {
    const auto answer = services.capacities->of(state->feature(number)->value, unit, rules);
    units[unit.id] = answer->capacity ? sim::to_json(*answer->capacity, answer->input, false) : Json(nullptr);
  });
  return json_response({{"branch", call.at("branch")}, {"units", std::move(units)}});
}

Result<Response> values(const Services& services, const Call& call) {
  TWIN_TRY(const twin::Snapshot state, services.twin->state(call.at("branch"), when_of(call)));
  const CityRules rules = rules_of(*state);
  const auto reachable = [&](const twin::BranchState::Feature& feature) -> std::optional<double> {
    const auto unit = services.capacities->of(feature.value, *feature.as<twin::PlanUnit>(), rules);
    return unit->capacity ? unit->capacity->floor_area_reachable_k_m2 : std::nullopt;
  };
  TWIN_TRY(const ValueColumn column, value_column(*state, call.at("variable"), reachable));
  Json numbers = Json::array();
  for (const float value : column.values) numbers.push_back(std::isnan(value) ? Json(nullptr) : Json(value));
  const bool empty = column.with_data == 0;
  return json_response({{"variable", column.variable},
                        {"unit", column.unit},
                        {"min", empty ? Json(nullptr) : Json(column.min)},
                        {"max", empty ? Json(nullptr) : Json(column.max)},
                        {"with_data", column.with_data},
                        {"values", std::move(numbers)}});
}

Result<Response> create_branch(const Services& services, const Call& call) {
  TWIN_TRY(const Json body, call.body());
  TWIN_CHECK(check_members(body, {"name", "from", "message"}));
  TWIN_TRY(const std::string name, text_member(body, "name", "", true));
  TWIN_TRY(const std::string from, text_member(body, "from", "main", false));
  TWIN_TRY(const std::string message, text_member(body, "message", "", false));
  TWIN_TRY(const std::string author, call.author());
  TWIN_TRY(const Json answer, services.twin->create_branch(name, from, author, message, call.request.header("idempotency-key")));
  Response out = json_response(answer, 201);
  out.headers.emplace_back("Location", "/branches/" + name + "/log");
  return out;
}

/// Conflicts are an answer, not a fault: 409 with the document of the command and the members of a problem.
Response merge_response(const Json& answer) {
  if (!answer["commit"].is_null() || answer["conflicts"].empty()) return json_response(answer);
  Json document = problem_to_json({"merge-conflict", "Both sides changed the same attributes; nothing was written.", "",
                                   std::to_string(answer["conflicts"].size()) + " conflicts",
                                   "Decide for one side with \"take\": \"ours\" or \"theirs\", or edit one of them first."});
  document.update(answer);
  return json_response(document, document["status"].get<int>(), "application/problem+json");
}

Result<Response> merge(const Services& services, const Call& call) {
  TWIN_TRY(const Json body, call.body());
  TWIN_CHECK(check_members(body, {"from", "message", "take"}));
  MergeRequest request;
  request.branch = call.at("branch");
  TWIN_TRY(request.from, text_member(body, "from", "", true));
  TWIN_TRY(request.message, text_member(body, "message", "", false));
  TWIN_TRY(request.take, text_member(body, "take", "", false));
  TWIN_TRY(request.author, call.author());
  TWIN_TRY(const Json answer, services.twin->merge(request));
  return merge_response(answer);
}

Result<Response> revert(const Services& services, const Call& call) {
  TWIN_TRY(const Json body, call.body());
  TWIN_CHECK(check_members(body, {"commit", "message", "take"}));
  MergeRequest request;
  request.branch = call.at("branch");
  TWIN_TRY(request.commit, text_member(body, "commit", "", true));
  TWIN_TRY(request.message, text_member(body, "message", "", false));
  TWIN_TRY(request.take, text_member(body, "take", "", false));
  TWIN_TRY(request.author, call.author());
  TWIN_TRY(const Json answer, services.twin->revert(request));
  return merge_response(answer);
}

}  // namespace

void add_branch_routes(Router& router, const Services& services) {
  const auto get = [&](const char* pattern, const char* operation, const char* summary,
                       std::vector<Parameter> parameters, std::function<Result<Response>(const Call&)> handle) {
    router.add({.method = "GET", .pattern = pattern, .operation = operation, .summary = summary,
                .parameters = std::move(parameters), .handle = std::move(handle)});
  };
  const std::vector<Parameter> when = {as_of_parameter(), valid_at_parameter()};
  get("/info", "getInfo", "What the twin holds", when, [services](const Call& call) -> Result<Response> {
    TWIN_TRY(const Json document, services.twin->info(when_of(call)));
    return json_response(document);
  });
  get("/verify", "verify", "Checks every hash of the history", {}, [services](const Call&) -> Result<Response> {
    TWIN_TRY(const Json document, services.twin->verify());
    return json_response(document);
  });
  get("/diff", "diff", "What differs between two branches or states of their past",
      {{.name = "a", .description = "First branch, or a state of its past as branch@as-of.", .required = true}, {.name = "b", .description = "Second branch, alike.", .required = true},
       valid_at_parameter()},
      [services](const Call& call) -> Result<Response> {
        TWIN_TRY(const Json document, services.twin->diff(call.text.at("a"), call.text.at("b"), call.text_or("valid-at", "")));
        return json_response(document);
      });
  get("/branches", "listBranches", "The branches", {}, [services](const Call&) -> Result<Response> {
    TWIN_TRY(const Json document, services.twin->branches());
    return json_response(document);
  });
  get("/branches/{branch}/log", "getLog", "Commits, newest first",
      {{.name = "limit", .kind = Parameter::Kind::kInteger, .description = "Commits in one answer, 100 when left out.",
        .lowest = 1, .highest = 10000, .clamp = true},
       {.name = "before", .kind = Parameter::Kind::kInteger, .description = "Only commits of a lower sequence number.",
        .lowest = 0, .highest = 9007199254740992.0}},
      [services](const Call& call) -> Result<Response> {
        const auto before = call.number.contains("before") ? static_cast<std::uint64_t>(call.number.at("before")) : UINT64_MAX;
        TWIN_TRY(const Json document,
                 services.twin->log(call.at("branch"), static_cast<std::size_t>(call.number_or("limit", 100)), before));
        return json_response(document);
      });
  get("/branches/{branch}/kpi", "getKpi", "Zoning capacity of every plan unit", when,
      [services](const Call& call) { return kpi(services, call); });
  get("/branches/{branch}/values/{variable}", "getValues", "One number per feature", when,
      [services](const Call& call) { return values(services, call); });
  router.add({.method = "POST", .pattern = "/branches", .operation = "createBranch", .summary = "Makes a branch of another",
              .request_type = "application/json", .success = 201,
              .handle = [services](const Call& call) { return create_branch(services, call); }});
  router.add({.method = "DELETE", .pattern = "/branches/{branch}", .operation = "deleteBranch", .summary = "Deletes a branch",
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const std::string author, call.author());
                TWIN_TRY(const Json answer, services.twin->delete_branch(call.at("branch"), author));
                return json_response(answer);
              }});
  router.add({.method = "POST", .pattern = "/branches/{branch}/merge", .operation = "mergeBranch",
              .summary = "Brings another branch's changes into this one; 409 lists the conflicts",
              .request_type = "application/json", .handle = [services](const Call& call) { return merge(services, call); }});
  router.add({.method = "POST", .pattern = "/branches/{branch}/revert", .operation = "revertCommit",
              .summary = "Takes one commit back, attribute by attribute; 409 lists the conflicts",
              .request_type = "application/json", .handle = [services](const Call& call) { return revert(services, call); }});
  router.add({.method = "POST", .pattern = "/branches/{branch}/undo", .operation = "undo",
              .summary = "Takes one commit back by a new one", .request_type = "application/json",
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const Json body, call.body());
                TWIN_CHECK(check_members(body, {"commit"}));
                TWIN_TRY(const std::string commit, text_member(body, "commit", "", true));
                TWIN_TRY(const std::string author, call.author());
                TWIN_TRY(const Json answer, services.twin->undo(call.at("branch"), commit, author));
                return json_response(answer);
              }});
}

}  // namespace server

// Links of register rows to buildings: lists, and a person's decisions.
#include "server/http/text.hpp"
#include "server/ogc/services.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

Result<std::string> text_of(const Json& body, const char* name) {
  if (!body.contains(name)) return std::string();
  if (!body[name].is_string()) return Problem{"input-invalid", "A member is no text.", std::string("/") + name, "", "Give a text."};
  return body[name].get<std::string>();
}

Result<Response> list(const Services& services, const Call& call) {
  LinkQuery query;
  query.branch = call.at("branch");
  query.status = call.text_or("status", "review");
  query.limit = static_cast<std::size_t>(call.number_or("limit", 100));
  query.offset = static_cast<std::size_t>(call.number_or("offset", 0));
  query.when = when_of(call);
  TWIN_TRY(const Json document, services.twin->links(query));
  return json_response(document);
}

Result<Response> decide(const Services& services, const Call& call) {
  TWIN_TRY(const Json body, call.body());
  TWIN_CHECK(check_members(body, {"building", "row", "decision", "message"}));
  LinkDecision decision;
  decision.branch = call.at("branch");
  TWIN_TRY(decision.building, text_of(body, "building"));
  TWIN_TRY(decision.row, text_of(body, "row"));
  TWIN_TRY(decision.message, text_of(body, "message"));
  TWIN_TRY(const std::string what, text_of(body, "decision"));
  if (decision.building.empty() || decision.row.empty() || (what != "accept" && what != "reject")) {
    return Problem{"input-invalid", "A decision names a building, a row, and what is decided.", "body", what,
                   R"(Send {"building": "…", "row": "…", "decision": "accept" or "reject"}.)"};
  }
  decision.accept = what == "accept";
  TWIN_TRY(decision.author, call.author());
  TWIN_TRY(const Json answer, services.twin->decide_link(decision));
  return json_response(answer);
}

}  // namespace

void add_link_routes(Router& router, const Services& services) {
  router.add({.method = "GET", .pattern = "/branches/{branch}/links", .operation = "listLinks",
              .summary = "Register rows and buildings that belong together, that wait for a decision, or that stand alone",
              .parameters = {{.name = "status", .description = "review when left out.", .values = {"review", "linked", "unlinked"}},
                             {.name = "limit", .kind = Parameter::Kind::kInteger, .description = "Links in one answer, 100 when left out.",
                              .lowest = 1, .highest = 10000, .clamp = true},
                             {.name = "offset", .kind = Parameter::Kind::kInteger, .description = "Links to skip.", .lowest = 0, .highest = 4294967295.0},
                             as_of_parameter(), valid_at_parameter()},
              .handle = [services](const Call& call) { return list(services, call); }});
  router.add({.method = "POST", .pattern = "/branches/{branch}/links", .operation = "decideLink",
              .summary = "Accepts or rejects that a register row belongs to a building, as a commit", .request_type = "application/json",
              .handle = [services](const Call& call) { return decide(services, call); }});
}

}  // namespace server

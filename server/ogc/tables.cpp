// Rule tables of a branch: parking places, green factor and the like, as shipped or the city's own.
#include "server/ogc/services.hpp"
#include "twin_core/base/text.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

Result<Response> write(const Services& services, const Call& call) {
  TWIN_TRY(const Json body, call.body());
  TWIN_CHECK(check_members(body, {"text"}));
  if (!body.contains("text") || !body["text"].is_string()) {
    return Problem{"input-invalid", "The table's text is missing.", "/text", "", "Send {\"text\": \"…\"} with the TOML as a text."};
  }
  TWIN_TRY(const std::string author, call.author());
  TWIN_TRY(const Json answer, services.twin->write_rule_table(call.at("branch"), call.at("table"), body["text"].get<std::string>(), author));
  return json_response(answer);
}

}  // namespace

void add_table_routes(Router& router, const Services& services) {
  const std::string one = "/branches/{branch}/tables/{table}";
  router.add({.method = "GET", .pattern = "/branches/{branch}/tables", .operation = "listTables",
              .summary = "Rule tables that the branch is judged by", .parameters = {as_of_parameter(), valid_at_parameter()},
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const Json document, services.twin->rule_tables(call.at("branch"), when_of(call)));
                return json_response(document);
              }});
  router.add({.method = "PUT", .pattern = one, .operation = "putTable", .summary = "Sets the city's own table in place of the shipped one",
              .request_type = "application/json", .handle = [services](const Call& call) { return write(services, call); }});
  router.add({.method = "DELETE", .pattern = one, .operation = "deleteTable", .summary = "Goes back to the shipped table",
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const std::string author, call.author());
                TWIN_TRY(const Json answer, services.twin->write_rule_table(call.at("branch"), call.at("table"), {}, author));
                return json_response(answer);
              }});
}

}  // namespace server

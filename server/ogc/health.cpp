#include "server/ogc/services.hpp"

namespace server {

using twin::Json;
using twin::Result;

void add_health_routes(Router& router, const Services& services) {
  router.add({.method = "GET", .pattern = "/livez", .operation = "livez", .summary = "The process answers",
              .handle = [](const Call&) -> Result<Response> { return json_response({{"status", "alive"}}); }});
  router.add({.method = "GET", .pattern = "/readyz", .operation = "readyz", .summary = "The twin can be asked",
              .handle = [services](const Call&) -> Result<Response> {
                TWIN_CHECK(services.twin->store().snapshot("main"));
                return json_response({{"status", "ready"}});
              }});
  router.add({.method = "GET", .pattern = "/version", .operation = "version", .summary = "Version of the program and its interfaces",
              .handle = [](const Call&) -> Result<Response> {
                return json_response({{"name", "kaksonen"}, {"version", KAKSONEN_VERSION}, {"stream", "kaksonen.v1"}});
              }});
}

}  // namespace server

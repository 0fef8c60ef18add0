// Time series that came with a model.
#include "server/ogc/services.hpp"

namespace server {

using twin::Json;
using twin::Result;

void add_series_routes(Router& router, const Services& services) {
  const std::vector<Parameter> when = {as_of_parameter(), valid_at_parameter()};
  router.add({.method = "GET", .pattern = "/branches/{branch}/series", .operation = "listSeries",
              .summary = "Time series that came with a model", .parameters = when,
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const Json document, services.twin->series(call.at("branch"), when_of(call)));
                return json_response(document);
              }});
  router.add({.method = "GET", .pattern = "/branches/{branch}/series/{id}", .operation = "getSeries",
              .summary = "One time series with its samples", .parameters = when,
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const Json document, services.twin->series_samples(call.at("branch"), call.at("id"), when_of(call)));
                return json_response(document);
              }});
}

}  // namespace server

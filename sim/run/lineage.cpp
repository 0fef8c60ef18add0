#include "sim/run/lineage.hpp"

#include "twin_core/base/digest.hpp"

namespace sim {

using twin::Json;

Json lineage_of(const Process& process, const Json& inputs, const RunContext& context) {
  return {{"engine", process.id()},
          {"version", process.version()},
          {"inputs_hash", twin::sha256(inputs.dump(-1, ' ', false, Json::error_handler_t::replace)).hex()},
          {"city", context.city != nullptr ? Json(context.city->head().hex()) : Json()},
          {"seed", context.seed}};
}

Json lineage_schema() {
  return {{"type", "object"},
          {"title", "Lineage"},
          {"properties",
           {{"engine", {{"type", "string"}}},
            {"version", {{"type", "string"}}},
            {"inputs_hash", {{"type", "string"}}},
            {"city", {{"type", "string"}, {"nullable", true}, {"description", "The commit that was read."}}},
            {"seed", {{"type", "integer"}}}}}};
}

}  // namespace sim

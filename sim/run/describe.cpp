#include <algorithm>

#include "sim/run/process.hpp"

namespace sim {
namespace {

using twin::Json;

/// Members of an object schema as the inputs or outputs of a process description.
Json described_members(const Json& schema, bool with_occurrence) {
  Json out = Json::object();
  const Json required = schema.value("required", Json::array());
  for (const auto& [name, member] : schema.at("properties").items()) {
    Json entry = {{"title", member.value("title", name)}, {"schema", member}};
    if (member.contains("description")) entry["description"] = member["description"];
    if (with_occurrence) {
      entry["minOccurs"] = std::find(required.begin(), required.end(), Json(name)) != required.end() ? 1 : 0;
      entry["maxOccurs"] = 1;
    }
    out[name] = std::move(entry);
  }
  return out;
}

}  // namespace

Json describe(const Process& process) {
  return {{"id", process.id()},
          {"title", process.title()},
          {"description", process.summary()},
          {"version", process.version()},
          {"jobControlOptions", {"sync-execute", "async-execute", "dismiss"}},
          {"outputTransmission", {"value"}},
          {"inputs", described_members(process.input_schema(), true)},
          {"outputs", described_members(process.output_schema(), false)},
          {"example", {{"inputs", process.example()}}}};
}

}  // namespace sim

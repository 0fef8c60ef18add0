#include <algorithm>
#include <vector>

#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/run/process.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

/// OGC clients must wrap objects as {"value": {…}}; both forms mean the same.
twin::Result<Json> unwrapped(const Json& inputs) {
  if (!inputs.is_object())
    return input_invalid("/inputs", "The inputs are an object.", inputs, "Send {\"inputs\": {…}}.");
  Json out = Json::object();
  for (const auto& [name, value] : inputs.items()) {
    if (value.is_object() && value.contains("href")) {
      return input_invalid(pointer_to("/inputs", name), "Inputs by reference are not fetched.", value,
                           "Send the value itself.");
    }
    if (!value.is_object() || !value.contains("value")) {
      out[name] = value;
      continue;
    }
    TWIN_CHECK(
        expect_members(value, pointer_to("/inputs", name), {"value", "mediaType", "encoding", "schema"}));
    out[name] = value["value"];
  }
  return out;
}

twin::Status check_options(const Json& request) {
  TWIN_CHECK(expect_members(request, "", {"inputs", "outputs", "response", "subscriber"}));
  if (request.contains("subscriber")) {
    return input_invalid("/subscriber", "Nobody is called back.", request["subscriber"],
                         "Leave the subscriber out; ask for the job's status instead.");
  }
  if (request.contains("response") && request["response"] != "raw" && request["response"] != "document") {
    return input_invalid("/response", "A response is \"raw\" or \"document\".", request["response"],
                         "Send one of these, or nothing.");
  }
  return twin::Done{};
}

/// Names of the outputs asked for; empty: all.
twin::Result<std::vector<std::string>> asked_outputs(const Json& request, const Process& process) {
  std::vector<std::string> out;
  if (!request.contains("outputs")) return out;
  const Json& outputs = request["outputs"];
  const Json schema = process.output_schema();
  std::vector<std::string_view> known;
  for (const auto& [name, member] : schema.at("properties").items()) known.push_back(name);
  TWIN_CHECK(expect_members(outputs, "/outputs", known));
  for (const auto& [name, format] : outputs.items()) {
    if (format.is_object() && format.value("transmissionMode", Json("value")) != "value") {
      return input_invalid(pointer_to("/outputs", name), "Outputs come by value.", format,
                           "Ask for transmission mode \"value\".");
    }
    out.push_back(name);
  }
  return out;
}

}  // namespace

const Process* find_process(std::string_view id) {
  const auto& all = processes();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Process* process) { return process->id() == id; });
  return found == all.end() ? nullptr : *found;
}

twin::Result<Json> execute(std::string_view process_id, const Json& request, const RunContext& context,
                           Sink& sink) {
  const Process* process = find_process(process_id);
  if (process == nullptr) {
    std::vector<std::string_view> known;
    for (const auto* each : processes()) known.push_back(each->id());
    return twin::Problem{"process-unknown", "There is no process of this name.", "process",
                         twin::excerpt(process_id), did_you_mean(process_id, known)};
  }
  if (!request.is_object())
    return input_invalid("", "The input of a process is an object.", request, "Send {…}.");
  if (!request.contains("inputs")) return process->run(request, context, sink);

  TWIN_CHECK(check_options(request));
  TWIN_TRY(const auto asked, asked_outputs(request, *process));
  TWIN_TRY(const Json inputs, unwrapped(request["inputs"]));
  auto outputs = process->run(inputs, context, sink);
  if (!outputs) {
    twin::Problem problem = outputs.problem();
    if (problem.place.empty() || problem.place.front() == '/') problem.place.insert(0, "/inputs");
    return problem;
  }
  if (asked.empty()) return outputs;
  Json chosen = Json::object();
  for (const auto& name : asked) chosen[name] = outputs->at(name);
  return chosen;
}

}  // namespace sim

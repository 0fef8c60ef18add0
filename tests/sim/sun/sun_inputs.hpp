#pragma once

#include <gtest/gtest.h>

#include "sim/run/process.hpp"

// Requests of the sun processes as a client writes them.
namespace sun {

using twin::Json;

inline twin::Result<Json> run(const char* process, const Json& request, const sim::RunContext& context = {}) {
  sim::Sink sink;
  return sim::execute(process, request, context, sink);
}

/// The answer, or a failed expectation.
inline Json answer(const char* process, const Json& request, const sim::RunContext& context = {}) {
  auto out = run(process, request, context);
  if (!out) {
    ADD_FAILURE() << out.problem().code << ": " << out.problem().message << " at " << out.problem().place << " value "
                  << out.problem().value;
    return Json::object();
  }
  return *out;
}

/// "code place" of the refusal.
inline std::string refusal(const char* process, const Json& request, const sim::RunContext& context = {}) {
  const auto out = run(process, request, context);
  return out ? "accepted" : out.problem().code + " " + out.problem().place;
}

inline Json with(Json request, const char* pointer, Json value) {
  request[Json::json_pointer(pointer)] = std::move(value);
  return request;
}

}  // namespace sun

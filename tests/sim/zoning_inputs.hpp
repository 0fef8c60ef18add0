#pragma once

#include <gtest/gtest.h>

#include "sim/run/process.hpp"

// Inputs of zoning-capacity as a client writes them.
namespace inputs {

using twin::Json;

inline Json ring(std::initializer_list<std::pair<double, double>> corners, double east = 0,
                 double north = 0) {
  Json out = Json::array();
  for (const auto& [x, y] : corners) out.push_back(Json::array({x + east, y + north}));
  out.push_back(out.front());
  return out;
}

inline Json polygon(Json outer) {
  return {{"type", "Polygon"}, {"coordinates", Json::array({std::move(outer)})}};
}

inline Json rectangle(double width, double depth, double east = 25'497'010, double north = 6'673'005) {
  return polygon(ring({{0, 0}, {width, 0}, {width, depth}, {0, depth}}, east, north));
}

inline Json rule(const char* type, double value, const char* unit = nullptr) {
  Json out = {{"type", type}, {"value", value}};
  if (unit != nullptr) out["unit"] = unit;
  return out;
}

inline Json sky_plane(double angle, double start, Json edges) {
  Json out = {{"type", "sky-plane"}, {"angle_deg", angle}, {"start_height_m", start}};
  if (!edges.is_null()) out["edges"] = std::move(edges);
  return out;
}

/// Units drawn near (0, 0) lie in no frame on the globe.
inline const char* frame_of(const Json& unit) {
  if (!unit.contains("coordinates")) return "local";
  const Json* at = &unit["coordinates"];
  while (at->is_array() && !at->empty()) at = &at->front();
  return at->is_number() && at->get<double>() > 25e6 ? "EPSG:3879" : "local";
}

inline Json unit_with(Json unit, std::vector<Json> rules) {
  const char* const frame = frame_of(unit);
  return {{"unit", std::move(unit)},
          {"crs", frame},
          {"ground_level_n2000_m", 0},
          {"regulations", std::move(rules)}};
}

inline twin::Result<Json> run(const Json& request, const sim::RunContext& context = {}) {
  sim::Sink sink;
  return sim::execute("zoning-capacity", request, context, sink);
}

/// The answer, or a failed expectation.
inline Json answer(const Json& request) {
  auto out = run(request);
  if (!out) {
    ADD_FAILURE() << out.problem().code << ": " << out.problem().message << " at " << out.problem().place;
    return Json::object();
  }
  return *out;
}

inline twin::Problem problem(const Json& request, const sim::RunContext& context = {}) {
  const auto out = run(request, context);
  return out ? twin::Problem{} : out.problem();
}

}  // namespace inputs

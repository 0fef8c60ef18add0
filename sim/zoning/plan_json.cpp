#include <fmt/format.h>

#include <array>

#include "sim/run/input_reading.hpp"
#include "sim/zoning/assumptions.hpp"
#include "sim/zoning/zoning_capacity.hpp"

namespace sim {
namespace {

using twin::CapacityAssumptions;
using twin::Json;

constexpr std::size_t kMostVertices = 20'000;

twin::Result<twin::PlanRing> read_ring(const Json& json, std::string_view pointer, std::size_t& vertices) {
  if (!json.is_array())
    return input_invalid(pointer, "A ring is a list of positions.", json, "Send [[easting, northing], …].");
  const bool closed = json.size() > 1 && json.front() == json.back();
  vertices += json.size() - (closed ? 1 : 0);
  if (vertices > kMostVertices) {
    return twin::Problem{"value-out-of-range", fmt::format("A unit has at most {} vertices.", kMostVertices),
                         std::string(pointer), fmt::format("{}", vertices), "Simplify the boundary."};
  }
  twin::PlanRing out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const Json& position = json[i];
    const auto place = pointer_to(pointer, i);
    if (!position.is_array() || position.size() < 2 || position.size() > 3) {
      return input_invalid(place, "A position is easting and northing.", position,
                           "Send [easting, northing] in metres.");
    }
    TWIN_TRY(const double east, read_number(position[0], pointer_to(place, std::size_t{0})));
    TWIN_TRY(const double north, read_number(position[1], pointer_to(place, std::size_t{1})));
    if (position.size() == 3) TWIN_CHECK(read_number(position[2], pointer_to(place, std::size_t{2})));
    out.push_back({east, north});
  }
  if (out.size() > 1 && out.front() == out.back()) out.pop_back();
  return out;
}

Json ring_to_json(const twin::PlanRing& ring) {
  Json out = Json::array();
  for (const auto& p : ring) out.push_back(Json::array({p.east, p.north}));
  if (!ring.empty() && !(ring.size() > 1 && ring.front() == ring.back())) out.push_back(out.front());
  return out;
}

struct Assumption {
  const char* name;
  double CapacityAssumptions::*figure;
  NumberRange range;
};
constexpr std::array kAssumptions = {
    Assumption{"storey_height_m", &CapacityAssumptions::storey_height_m, {0.5, 50}},
    Assumption{"net_ratio", &CapacityAssumptions::net_ratio, {0.001, 1}},
    Assumption{"m2_per_resident", &CapacityAssumptions::m2_per_resident, {0.1, 1e6}},
    Assumption{"k_m2_per_dwelling", &CapacityAssumptions::k_m2_per_dwelling, {0.1, 1e6}},
    Assumption{"k_m2_per_parking_space", &CapacityAssumptions::k_m2_per_parking_space, {0.1, 1e6}},
};

}  // namespace

twin::Status check_assumptions(const CapacityAssumptions& assumptions, std::string_view pointer) {
  for (const auto& assumption : kAssumptions) {
    TWIN_CHECK(expect_in_range(assumptions.*assumption.figure, pointer_to(pointer, assumption.name),
                               assumption.range));
  }
  return twin::Done{};
}

Json assumptions_to_json(const CapacityAssumptions& assumptions) {
  Json out = Json::object();
  for (const auto& assumption : kAssumptions) out[assumption.name] = assumptions.*assumption.figure;
  return out;
}

twin::Result<CapacityAssumptions> changed_assumptions(CapacityAssumptions base, const Json& json,
                                                      std::string_view pointer) {
  std::vector<std::string_view> names;
  for (const auto& assumption : kAssumptions) names.emplace_back(assumption.name);
  TWIN_CHECK(expect_members(json, pointer, names));
  for (const auto& assumption : kAssumptions) {
    if (!json.contains(assumption.name)) continue;
    TWIN_TRY(base.*assumption.figure,
             read_number(json[assumption.name], pointer_to(pointer, assumption.name), assumption.range));
  }
  return base;
}

twin::Result<CapacityAssumptions> assumptions_from_json(const Json& json, std::string_view pointer) {
  return changed_assumptions({}, json, pointer);
}

Json polygon_to_json(const twin::PlanPolygon& polygon) {
  Json rings = Json::array({ring_to_json(polygon.outer)});
  for (const auto& hole : polygon.holes) rings.push_back(ring_to_json(hole));
  return {{"type", "Polygon"}, {"coordinates", std::move(rings)}};
}

twin::Result<twin::PlanPolygon> polygon_from_json(const Json& json, std::string_view pointer) {
  TWIN_CHECK(expect_members(json, pointer, {"type", "coordinates", "bbox"}));  // bbox: RFC 7946, section 5
  const auto type = json.find("type");
  if (type == json.end() || *type != "Polygon") {
    return input_invalid(
        pointer_to(pointer, "type"), "A plan unit is one Polygon.", type == json.end() ? Json() : *type,
        "Send {\"type\": \"Polygon\", \"coordinates\": […]}; several areas are several units.");
  }
  const auto place = pointer_to(pointer, "coordinates");
  const auto rings = json.find("coordinates");
  if (rings == json.end() || !rings->is_array() || rings->empty()) {
    return input_invalid(place, "A Polygon has a list of rings.", rings == json.end() ? Json() : *rings,
                         "Send [[[easting, northing], …]].");
  }
  twin::PlanPolygon out;
  std::size_t vertices = 0;
  for (std::size_t i = 0; i < rings->size(); ++i) {
    TWIN_TRY(auto ring, read_ring((*rings)[i], pointer_to(place, i), vertices));
    if (i == 0) {
      out.outer = std::move(ring);
    } else {
      out.holes.push_back(std::move(ring));
    }
  }
  return out;
}

}  // namespace sim

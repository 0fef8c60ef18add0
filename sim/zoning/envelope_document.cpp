#include "sim/zoning/envelope_document.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>

#include "geo/crs/crs.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr double kScale = 1e-6;
using GridPoint = std::array<long long, 3>;

/// Vertices on the document's grid; equal ones are one.
class Vertices {
 public:
  explicit Vertices(const twin::WorkingPosition& low) : low_(low) {}

  std::size_t add(const twin::WorkingPosition& p) {
    const GridPoint point{std::llround((p.east - low_.east) / kScale),
                          std::llround((p.north - low_.north) / kScale),
                          std::llround((p.up - low_.up) / kScale)};
    const auto [at, added] = numbers_.try_emplace(point, numbers_.size());
    if (added) points_.push_back(point);
    return at->second;
  }
  Json json() const { return points_; }

 private:
  twin::WorkingPosition low_;
  std::map<GridPoint, std::size_t> numbers_;
  std::vector<GridPoint> points_;
};

Json ring_json(const geo::EnvelopeSolid& solid, const std::vector<std::uint32_t>& ring, Vertices& vertices) {
  std::vector<std::size_t> out;
  for (auto i : ring) {
    const auto number = vertices.add(solid.vertices[i]);
    if (out.empty() || out.back() != number) out.push_back(number);
  }
  while (out.size() > 1 && out.back() == out.front()) out.pop_back();
  return out.size() >= 3 ? Json(out) : Json();
}

/// One outer shell.
Json solid_json(const geo::EnvelopeSolid& solid, Vertices& vertices) {
  Json shell = Json::array();
  for (const auto& face : solid.faces) {
    Json rings = Json::array();
    for (const auto& ring : face.rings) {
      Json numbers = ring_json(solid, ring, vertices);
      if (numbers.is_null() && rings.empty()) break;
      if (!numbers.is_null()) rings.push_back(std::move(numbers));
    }
    if (!rings.empty()) shell.push_back(std::move(rings));
  }
  return Json::array({std::move(shell)});
}

}  // namespace

Json envelope_document(const geo::Envelope& envelope, double ground_level_m, const std::string& crs) {
  return buildings_document({{"envelope", &envelope, {{"volume_m3", envelope.volume_m3}}}}, ground_level_m, crs);
}

Json buildings_document(const std::vector<SolidBuilding>& buildings, double ground_level_m, const std::string& crs) {
  twin::Box box;
  for (const auto& building : buildings) {
    for (const auto& solid : building.shape->solids) {
      for (const auto& p : solid.vertices) box.add(p);
    }
  }
  if (box.empty()) return nullptr;

  Vertices vertices(box.low);
  Json objects = Json::object();
  for (const auto& building : buildings) {
    Json solids = Json::array();
    for (const auto& solid : building.shape->solids) solids.push_back(solid_json(solid, vertices));
    if (solids.empty()) continue;
    const bool one = solids.size() == 1;
    Json geometry = {{"type", one ? "Solid" : "MultiSolid"}, {"lod", "1"}};
    geometry["boundaries"] = one ? solids[0] : solids;
    objects[building.id] = {{"type", "Building"}, {"attributes", building.attributes}, {"geometry", Json::array({std::move(geometry)})}};
  }
  const double low = box.low.up + ground_level_m, high = box.high.up + ground_level_m;

  Json out = {{"type", "CityJSON"}, {"version", "2.0"}};
  out["transform"] = {{"scale", Json::array({kScale, kScale, kScale})},
                      {"translate", Json::array({box.low.east, box.low.north, low})}};
  out["metadata"] = {{"geographicalExtent",
                      Json::array({box.low.east, box.low.north, low, box.high.east, box.high.north, high})}};
  if (const auto known = geo::find_crs(crs); !crs.empty() && known) {
    out["metadata"]["referenceSystem"] =
        fmt::format("https://www.opengis.net/def/crs/EPSG/0/{}", known->epsg);
  }
  out["CityObjects"] = std::move(objects);
  out["vertices"] = vertices.json();
  return out;
}

}  // namespace sim

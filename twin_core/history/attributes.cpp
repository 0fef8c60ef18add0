#include "twin_core/history/attributes.hpp"

#include <algorithm>

#include "twin_core/history/attribute_table.hpp"

namespace twin {

Json polygon_shown(const PlanPolygon& polygon) {
  if (polygon.outer.empty() && polygon.holes.empty()) return nullptr;
  Json rings = Json::array();
  const auto add = [&](const PlanRing& ring) {
    Json points = Json::array();
    for (const PlanPosition& point : ring) points.push_back({point.east, point.north});
    rings.push_back(std::move(points));
  };
  add(polygon.outer);
  for (const PlanRing& hole : polygon.holes) add(hole);
  return rings;
}

Json box_shown(const Box& box) {
  return {box.low.east, box.low.north, box.low.up, box.high.east, box.high.north, box.high.up};
}

// A report has one attribute.
Attributes attributes_of(const ImportReport& report) {
  const Tally& tally = report.tally;
  return {{"answer",
           {{"format", report.format.str()},
            {"mapping", report.mapping.str()},
            {"read", tally.read},
            {"accepted", tally.accepted},
            {"repaired", tally.repaired},
            {"rejected", tally.rejected},
            {"findings", report.findings.hex()}}}};
}

void copy_attribute(const std::string&, const ImportReport& from, ImportReport& to) { to = from; }

std::vector<AttributeDifference> diff(const Attributes& a, const Attributes& b) {
  std::vector<AttributeDifference> out;
  const auto value_in = [](const Attributes& attributes, const std::string& name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? Json(nullptr) : found->second;
  };
  for (const auto& [name, value] : a) {
    if (Json other = value_in(b, name); other != value) out.push_back({name, value, std::move(other)});
  }
  for (const auto& [name, value] : b) {
    if (!a.contains(name)) out.push_back({name, nullptr, value});
  }
  std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.name < y.name; });
  return out;
}

}  // namespace twin

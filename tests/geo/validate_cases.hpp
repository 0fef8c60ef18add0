#pragma once

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "geo/validate/validate.hpp"
#include "twin_core/base/json.hpp"

namespace cases {

inline std::filesystem::path data() {
  return std::filesystem::path(KAKSONEN_SOURCE_DIR) / ".." / "shared" / "data";
}

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The first Solid of a one-building CityJSON file.
inline twin::BuildingShape load_solid(const std::filesystem::path& path) {
  const auto json = nlohmann::json::parse(text_of(path));
  const auto& scale = json.at("transform").at("scale");
  const auto& translate = json.at("transform").at("translate");
  const auto coordinate = [&](const nlohmann::json& vertex, std::size_t axis) {
    return vertex.at(axis).get<double>() * scale.at(axis).get<double>() + translate.at(axis).get<double>();
  };
  const auto ring_of = [&](const nlohmann::json& indices) {
    twin::Ring3 ring;
    for (const auto& index : indices) {
      const auto& vertex = json.at("vertices").at(index.get<std::size_t>());
      ring.points.push_back({coordinate(vertex, 0), coordinate(vertex, 1), coordinate(vertex, 2)});
    }
    return ring;
  };
  twin::BuildingShape shape;
  auto& part = shape.parts.emplace_back();
  part.id = "case";
  auto& solid = part.solids.emplace_back();
  const auto& geometry = json.at("CityObjects").begin().value().at("geometry").at(0);
  for (const auto& shell : geometry.at("boundaries")) {
    auto& faces = solid.shells.emplace_back();
    for (const auto& face : shell) {
      faces.push_back({static_cast<std::uint32_t>(part.polygons.size()), false});
      auto& polygon = part.polygons.emplace_back();
      for (std::size_t r = 0; r < face.size(); ++r) {
        if (r == 0)
          polygon.exterior = ring_of(face.at(r));
        else
          polygon.interiors.push_back(ring_of(face.at(r)));
      }
    }
  }
  return shape;
}

inline std::set<std::string> codes_of(const twin::BuildingShape& shape) {
  twin::Diagnostics out;
  geo::validate_shape(shape, "case", {}, out);
  std::set<std::string> codes;
  for (const auto& finding : out.findings) codes.insert(finding.code);
  return codes;
}

}  // namespace cases

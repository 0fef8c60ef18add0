#pragma once

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

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

/// A test's own small reader of CityJSON 1.0 and 1.1 objects: geometry only, every object with its children
/// one building, every geometry one part (the solids of a MultiSolid, which may lie anywhere, a part each
/// with a level of detail of its own). Throws where the text is not of that form.
class CityJsonCase {
 public:
  explicit CityJsonCase(const nlohmann::json& frame) {
    if (frame.contains("transform")) {
      for (std::size_t i = 0; i < 3; ++i) {
        scale_[i] = frame.at("transform").at("scale").at(i).get<double>();
        translate_[i] = frame.at("transform").at("translate").at(i).get<double>();
      }
    }
    if (frame.contains("geometry-templates")) templates_ = frame.at("geometry-templates");
  }

  std::vector<twin::BuildingShape> buildings(const nlohmann::json& document) {
    vertices_.clear();
    for (const auto& v : document.at("vertices")) vertices_.push_back(placed(v));
    std::vector<twin::BuildingShape> out;
    const auto& objects = document.at("CityObjects");
    for (const auto& [id, object] : objects.items()) {
      if (object.contains("parents")) continue;
      auto& shape = out.emplace_back();
      add_object(id, object, shape);
      if (!object.contains("children")) continue;
      for (const auto& child : object.at("children"))
        add_object(child.get<std::string>(), objects.at(child.get<std::string>()), shape);
    }
    return out;
  }

 private:
  using Json = nlohmann::json;

  twin::WorkingPosition placed(const Json& v) const {
    const auto axis = [&](std::size_t i) { return v.at(i).get<double>() * scale_[i] + translate_[i]; };
    return {axis(0), axis(1), axis(2)};
  }

  void add_object(const std::string& id, const Json& object, twin::BuildingShape& shape) {
    if (!object.contains("geometry")) return;
    for (const auto& geometry : object.at("geometry")) {
      if (geometry.at("type") == "GeometryInstance") {
        add_template(id, geometry, shape);
      } else {
        add_geometry(id, geometry, shape);
      }
    }
  }

  void add_template(const std::string& id, const Json& instance, twin::BuildingShape& shape) {
    const auto anchor = vertices_.at(instance.at("boundaries").at(0).get<std::size_t>());
    const auto m = instance.at("transformationMatrix").get<std::vector<double>>();
    const auto own = vertices_;
    vertices_.clear();
    for (const auto& v : templates_.at("vertices-templates")) {
      const auto p = v.get<std::array<double, 3>>();
      const auto row = [&](std::size_t r) {
        return m.at(4 * r) * p[0] + m.at(4 * r + 1) * p[1] + m.at(4 * r + 2) * p[2] + m.at(4 * r + 3);
      };
      vertices_.push_back({anchor.east + row(0), anchor.north + row(1), anchor.up + row(2)});
    }
    add_geometry(id, templates_.at("templates").at(instance.at("template").get<std::size_t>()), shape);
    vertices_ = own;
  }

  void add_geometry(const std::string& id, const Json& geometry, twin::BuildingShape& shape) {
    const std::string type = geometry.at("type");
    const auto part = [&](const std::string& suffix) -> twin::ShapePart& {
      auto& added = shape.parts.emplace_back();
      added.id = id;
      added.lod = (geometry.at("lod").is_string() ? geometry.at("lod").get<std::string>()
                                                  : geometry.at("lod").dump()) +
                  suffix;
      return added;
    };
    const auto& boundaries = geometry.at("boundaries");
    if (type == "Solid") {
      add_solid(boundaries, part(""));
    } else if (type == "CompositeSolid") {
      auto& composite = part("");
      for (const auto& solid : boundaries) add_solid(solid, composite);
    } else if (type == "MultiSolid") {
      for (const auto& solid : boundaries) add_solid(solid, part("/" + std::to_string(shape.parts.size())));
    } else {
      auto& surfaces = part("");
      for (const auto& face : boundaries) add_face(face, surfaces);
    }
  }

  void add_solid(const Json& shells, twin::ShapePart& part) {
    twin::Solid solid;
    for (const auto& shell : shells) {
      auto& faces = solid.shells.emplace_back();
      for (const auto& face : shell) {
        faces.push_back({static_cast<std::uint32_t>(part.polygons.size()), false});
        add_face(face, part);
      }
    }
    part.solids.push_back(std::move(solid));
  }

  void add_face(const Json& face, twin::ShapePart& part) {
    auto& polygon = part.polygons.emplace_back();
    for (std::size_t r = 0; r < face.size(); ++r) {
      auto& ring = r == 0 ? polygon.exterior : polygon.interiors.emplace_back();
      for (const auto& index : face.at(r)) ring.points.push_back(vertices_.at(index.get<std::size_t>()));
    }
  }

  std::array<double, 3> scale_{1, 1, 1}, translate_{0, 0, 0};
  Json templates_;
  std::vector<twin::WorkingPosition> vertices_;
};

/// The buildings of a CityJSON file, or of a sequence (a line each, the first one with the frame).
inline std::vector<twin::BuildingShape> load_buildings(const std::filesystem::path& path) {
  if (path.extension() != ".jsonl") {
    const auto json = nlohmann::json::parse(text_of(path));
    return CityJsonCase(json).buildings(json);
  }
  std::istringstream lines(text_of(path));
  std::string line;
  std::getline(lines, line);
  CityJsonCase reader(nlohmann::json::parse(line));
  std::vector<twin::BuildingShape> out;
  while (std::getline(lines, line)) {
    for (auto& shape : reader.buildings(nlohmann::json::parse(line))) out.push_back(std::move(shape));
  }
  return out;
}

/// The first building of a file.
inline twin::BuildingShape load_solid(const std::filesystem::path& path) {
  return load_buildings(path).at(0);
}

inline std::set<std::string> codes_of(const twin::BuildingShape& shape,
                                      const geo::ValidationTolerances& tolerances = {}) {
  twin::Diagnostics out;
  geo::validate_shape(shape, "case", tolerances, out);
  std::set<std::string> codes;
  for (const auto& finding : out.findings) codes.insert(finding.code);
  return codes;
}

}  // namespace cases

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <ostream>

#include "geo/crs/crs.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/export_json.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Polygon3;
using twin::ShapePart;

constexpr double kScale = 1e-4;  ///< metres; keeps vertices of a whole city within 32 bits

std::string_view semantic_type(twin::SurfaceKind kind) {
  switch (kind) {
    case twin::SurfaceKind::kUnspecified:
      return "";
    case twin::SurfaceKind::kGround:
      return "GroundSurface";
    case twin::SurfaceKind::kWall:
      return "WallSurface";
    case twin::SurfaceKind::kRoof:
      return "RoofSurface";
    case twin::SurfaceKind::kOuterCeiling:
      return "OuterCeilingSurface";
    case twin::SurfaceKind::kOuterFloor:
      return "OuterFloorSurface";
    case twin::SurfaceKind::kClosure:
      return "ClosureSurface";
  }
  return "";
}

class CityJsonWriter {
 public:
  explicit CityJsonWriter(const twin::WorkingPosition& origin) : origin_(origin) {}

  void add(twin::FeatureNumber number, const twin::Building& building, const twin::BuildingShape& shape) {
    Json object{{"type", "Building"}, {"attributes", building_properties(number, building)}};
    if (!building.roof_type.empty())
      object["attributes"]["roofType"] = building.roof_type;  // CityJSON's own name
    auto children = Json::array();
    for (std::size_t i = 1; i < shape.parts.size(); ++i) {
      const auto& part = shape.parts[i];
      const auto id =
          part.id.empty() || objects_.contains(part.id) ? fmt::format("{}-part-{}", building.id, i) : part.id;
      objects_[id] = {{"type", "BuildingPart"}, {"parents", {building.id}}, {"geometry", geometries(part)}};
      children.push_back(id);
    }
    if (!children.empty()) object["children"] = std::move(children);
    object["geometry"] = shape.parts.empty() ? Json::array() : geometries(shape.parts.front());
    objects_[building.id] = std::move(object);
  }

  Json finish(const twin::Manifest& manifest) {
    Json out{
        {"type", "CityJSON"},
        {"version", "2.0"},
        {"transform",
         {{"scale", {kScale, kScale, kScale}}, {"translate", {origin_.east, origin_.north, origin_.up}}}},
        {"CityObjects", std::move(objects_)},
        {"vertices", std::move(vertices_)}};
    if (const auto crs = find_crs(manifest.crs)) {
      out["metadata"]["referenceSystem"] =
          fmt::format("https://www.opengis.net/def/crs/EPSG/0/{}", crs->epsg);
    }
    if (!manifest.name.empty()) out["metadata"]["title"] = manifest.name;
    return out;
  }

 private:
  /// The distinct surface kinds of one geometry, and the index of each face in them.
  struct Semantics {
    Json surfaces = Json::array();
    std::map<twin::SurfaceKind, std::size_t> index;

    Json value_of(twin::SurfaceKind kind) {
      const auto type = semantic_type(kind);
      if (type.empty()) return nullptr;
      const auto [entry, fresh] = index.try_emplace(kind, index.size());
      if (fresh) surfaces.push_back({{"type", type}});
      return entry->second;
    }
  };

  Json geometries(const ShapePart& part) {
    auto out = Json::array();
    std::vector<bool> in_solid(part.polygons.size(), false);
    for (const auto& solid : part.solids) {
      Semantics semantics;
      auto shells = Json::array(), values = Json::array();
      for (const auto& shell : solid.shells) {
        auto faces = Json::array(), kinds = Json::array();
        for (const auto& face : shell) {
          if (face.polygon >= part.polygons.size()) continue;
          in_solid[face.polygon] = true;
          faces.push_back(rings(part.polygons[face.polygon], face.reversed));
          kinds.push_back(semantics.value_of(part.polygons[face.polygon].kind));
        }
        shells.push_back(std::move(faces));
        values.push_back(std::move(kinds));
      }
      out.push_back(geometry("Solid", part.lod, std::move(shells), std::move(semantics), std::move(values)));
    }
    Semantics semantics;
    auto faces = Json::array(), kinds = Json::array();
    for (std::size_t i = 0; i < part.polygons.size(); ++i) {
      if (in_solid[i]) continue;
      faces.push_back(rings(part.polygons[i], false));
      kinds.push_back(semantics.value_of(part.polygons[i].kind));
    }
    if (!faces.empty()) {
      out.push_back(
          geometry("MultiSurface", part.lod, std::move(faces), std::move(semantics), std::move(kinds)));
    }
    return out;
  }

  static Json geometry(const char* type, const std::string& lod, Json boundaries, Semantics semantics,
                       Json values) {
    Json out{{"type", type}, {"lod", lod}, {"boundaries", std::move(boundaries)}};
    if (!semantics.surfaces.empty()) {
      out["semantics"] = {{"surfaces", std::move(semantics.surfaces)}, {"values", std::move(values)}};
    }
    return out;
  }

  Json rings(const Polygon3& polygon, bool reversed) {
    auto out = Json::array();
    out.push_back(ring(polygon.exterior, reversed));
    for (const auto& interior : polygon.interiors) out.push_back(ring(interior, reversed));
    return out;
  }

  Json ring(const twin::Ring3& ring, bool reversed) {
    std::vector<std::size_t> out;
    for (const auto& point : ring.points) out.push_back(vertex(point));
    if (reversed) std::reverse(out.begin(), out.end());
    return out;
  }

  std::size_t vertex(const twin::WorkingPosition& point) {
    const std::array<long long, 3> key{std::llround((point.east - origin_.east) / kScale),
                                       std::llround((point.north - origin_.north) / kScale),
                                       std::llround((point.up - origin_.up) / kScale)};
    const auto [entry, fresh] = index_.try_emplace(key, index_.size());
    if (fresh) vertices_.push_back(key);
    return entry->second;
  }

  twin::WorkingPosition origin_;
  Json objects_ = Json::object();
  Json vertices_ = Json::array();
  std::map<std::array<long long, 3>, std::size_t> index_;
};

}  // namespace

twin::Status export_cityjson(const twin::BranchState& state, const ShapeLoader& shapes, std::ostream& out) {
  const twin::Manifest empty;
  const auto& manifest = state.manifest() != nullptr ? *state.manifest() : empty;
  CityJsonWriter writer(manifest.scene_origin);
  std::optional<twin::Problem> problem;
  state.for_each_building([&](twin::FeatureNumber number, const twin::Building& building) {
    if (problem) return;
    const auto shape = shapes(building.shape);
    if (!shape) {
      problem = shape.problem();
      return;
    }
    writer.add(number, building, *shape);
  });
  if (problem) return *problem;
  out << writer.finish(manifest).dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
  return twin::Done{};
}

}  // namespace geo

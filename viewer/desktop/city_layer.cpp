#include "viewer/desktop/city_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <osg/Depth>
#include <osg/LOD>
#include <osg/PolygonOffset>

#include "viewer/desktop/drawing.hpp"
#include "viewer/desktop/shaders.hpp"

namespace viewer {
namespace {

constexpr float kEdgeReach = 4000;  ///< metres

struct TileNodes {
  osg::ref_ptr<osg::Node> faces, lines;
};

osg::ref_ptr<osg::Geometry> over(osg::Vec3Array* vertices, osg::Vec3Array* normals, osg::Vec3Array* buildings) {
  osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
  geometry->setVertexArray(vertices);
  geometry->setNormalArray(normals, osg::Array::BIND_PER_VERTEX);
  geometry->setVertexAttribArray(kBuildingAttribute, buildings, osg::Array::BIND_PER_VERTEX);
  geometry->setUseVertexBufferObjects(true);
  geometry->setUseDisplayList(false);
  return geometry;
}

/// Streets on land on water, often at one height: each is painted over the one before and hides nothing, neither the plan
/// areas nor the feet of the houses. Terrain has slopes that hide each other, so it is drawn as what it is, a little lower.
void lay_out(osg::StateSet& state, Surface surface) {
  state.setRenderBinDetails(kAround + static_cast<int>(surface) - static_cast<int>(Surface::kTerrain), "RenderBin");
  state.setNestRenderBins(false);  // before the plan areas, not merely before the other surroundings
  if (surface == Surface::kTerrain)
    state.setAttributeAndModes(new osg::PolygonOffset(8.0F, 8.0F));
  else
    state.setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0, 1, false));
}

/// Triangles by what they are: one list for buildings, of the surroundings one for each class.
std::map<Surface, std::vector<std::uint32_t>> faces_by_layer(const TileContent& tile) {
  if (!tile.around()) return {{Surface::kOther, tile.triangles}};
  std::map<Surface, std::vector<std::uint32_t>> out;
  for (std::size_t t = 0; t + 2 < tile.triangles.size(); t += 3) {
    auto& list = out[tile.surfaces[tile.triangles[t]]];
    list.insert(list.end(), {tile.triangles[t], tile.triangles[t + 1], tile.triangles[t + 2]});
  }
  return out;
}

/// Faces and lines share the vertex arrays, so that a city of 80,000 buildings is held once.
TileNodes draw(const TileContent& tile) {
  const std::size_t count = tile.features.size();
  osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array, normals = new osg::Vec3Array, buildings = new osg::Vec3Array;
  vertices->reserve(count);
  normals->reserve(count);
  buildings->reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    vertices->push_back({tile.positions[3 * i], tile.positions[3 * i + 1], tile.positions[3 * i + 2]});
    normals->push_back({tile.normals[3 * i], tile.normals[3 * i + 1], tile.normals[3 * i + 2]});
    buildings->push_back({static_cast<float>(tile.features[i]), static_cast<float>(tile.surfaces[i]), tile.above_base[i]});
  }
  const auto place = [&](osg::Node* geometry) {
    osg::ref_ptr<osg::MatrixTransform> at = new osg::MatrixTransform(
        osg::Matrixd::translate(tile.centre.x, tile.centre.y, tile.centre.z));
    at->addChild(geometry);
    return at;
  };
  osg::ref_ptr<osg::Group> faces = new osg::Group;
  for (auto& [surface, corners] : faces_by_layer(tile)) {
    auto layer = over(vertices, normals, buildings);
    layer->addPrimitiveSet(new osg::DrawElementsUInt(GL_TRIANGLES, static_cast<unsigned>(corners.size()), corners.data()));
    if (is_ground_cover(surface)) lay_out(*layer->getOrCreateStateSet(), surface);
    faces->addChild(layer);
  }
  auto edges = over(vertices, normals, buildings);
  edges->addPrimitiveSet(
      new osg::DrawElementsUInt(GL_LINES, static_cast<unsigned>(tile.edges.size()), tile.edges.data()));
  // Farther off they have faded away (`building_edge_program`) and would only cost time.
  osg::ref_ptr<osg::LOD> near_only = new osg::LOD;
  near_only->addChild(edges, 0.0F, kEdgeReach + edges->getBound().radius());
  return {place(faces), place(near_only)};
}

Vector vertex(const TileContent& tile, std::size_t i);

/// The sides of a flat object that only one of its triangles has.
void add_outline(const TileContent& tile, std::uint32_t feature, std::vector<Vector>& points) {
  const auto key = [&](std::uint32_t i) {
    const float* p = &tile.positions[3 * std::size_t{i}];
    return std::array<std::int64_t, 3>{std::llround(p[0] * 100), std::llround(p[1] * 100), std::llround(p[2] * 100)};
  };
  using Corner = std::array<std::int64_t, 3>;
  std::map<std::pair<Corner, Corner>, std::pair<std::array<std::uint32_t, 2>, int>> sides;
  for (std::size_t t = 0; t + 2 < tile.triangles.size(); t += 3) {
    if (tile.features[tile.triangles[t]] != feature) continue;
    for (std::size_t side = 0; side < 3; ++side) {
      const auto from = tile.triangles[t + side], to = tile.triangles[t + (side + 1) % 3];
      auto& found = sides.try_emplace(std::minmax(key(from), key(to)), std::pair{std::array{from, to}, 0}).first->second;
      ++found.second;
    }
  }
  for (const auto& [corners, side] : sides) {
    if (side.second != 1) continue;
    for (const auto end : side.first) points.push_back(vertex(tile, end));
  }
}

Vector vertex(const TileContent& tile, std::size_t i) {
  return tile.centre + Vector{tile.positions[3 * i], tile.positions[3 * i + 1], tile.positions[3 * i + 2]};
}

}  // namespace

CityLayer::CityLayer()
    : root_(new osg::Group), faces_(new osg::Group), lines_(new osg::Group), around_(new osg::Group),
      around_lines_(new osg::Group), awaited_(new osg::Group), selection_(new osg::Group) {
  for (auto& part : {faces_, lines_, around_, awaited_, selection_}) root_->addChild(part);
  for (auto& part : {faces_, around_}) {
    auto* faces = part->getOrCreateStateSet();
    faces->setAttributeAndModes(building_program());
    faces->setAttributeAndModes(new osg::PolygonOffset(1.0F, 1.0F));
    faces->setRenderBinDetails(kBuildings, "RenderBin");
  }
  around_->addChild(around_lines_);
  for (auto& part : {lines_, around_lines_}) {
    auto* edges = part->getOrCreateStateSet();
    edges->setAttributeAndModes(building_edge_program());
    make_translucent(*edges, kEdges);
  }
  for (auto& part : {awaited_, selection_}) {
    auto* state = part->getOrCreateStateSet();
    state->setAttributeAndModes(plain_program());
    make_translucent(*state, kSelection);
  }
}

std::vector<TileEntry> CityLayer::show_list(const std::vector<TileEntry>& list) {
  std::set<std::string> named;
  std::vector<TileEntry> wanted;
  for (const auto& entry : list) {
    named.insert(entry.uri);
    if (!tiles_.contains(entry.uri)) wanted.push_back(entry);
  }
  leaving_.clear();
  for (const auto& [uri, shown] : tiles_) {
    if (!named.contains(uri)) leaving_.insert(uri);
  }
  draw_awaited(wanted);
  arrived({});
  return wanted;
}

void CityLayer::draw_awaited(const std::vector<TileEntry>& list) {
  awaited_->removeChildren(0, awaited_->getNumChildren());
  awaited_extents_.clear();
  for (const auto& entry : list) {
    awaited_extents_[entry.uri] = entry.extent;
    if (entry.extent.empty()) continue;
    const auto& low = entry.extent.low;
    const auto& high = entry.extent.high;
    const Vector a = low, b{high.x, low.y, low.z}, c{high.x, high.y, low.z}, d{low.x, high.y, low.z};
    auto outline = lines({a, b, b, c, c, d, d, a}, {0.45F, 0.47F, 0.5F, 0.8F}, 1.5F);
    outline->setName(entry.uri);
    awaited_->addChild(outline);
  }
}

void CityLayer::arrived(const std::string& uri) {
  for (unsigned i = 0; i < awaited_->getNumChildren(); ++i) {
    if (awaited_->getChild(i)->getName() != uri) continue;
    awaited_->removeChild(i);
    break;
  }
  awaited_extents_.erase(uri);
  if (!awaited_extents_.empty()) return;
  for (const auto& old : leaving_) {
    const auto found = tiles_.find(old);
    for (auto& part : {faces_, around_}) part->removeChild(found->second.faces);
    for (auto& part : {lines_, around_lines_}) part->removeChild(found->second.lines);
    tiles_.erase(found);
  }
  leaving_.clear();
  select(selected_);
}

void CityLayer::add(const std::string& uri, SharedTile tile) {
  auto nodes = draw(*tile);
  (tile->around() ? around_ : faces_)->addChild(nodes.faces);
  (tile->around() ? around_lines_ : lines_)->addChild(nodes.lines);
  const Extent extent = tile->extent();
  tiles_[uri] = {std::move(tile), extent, nodes.faces, nodes.lines};
  arrived(uri);
}

void CityLayer::select(std::optional<std::uint32_t> feature) {
  selected_ = feature;
  selection_->removeChildren(0, selection_->getNumChildren());
  if (!feature) return;
  std::vector<Vector> points;
  for (const auto& [uri, shown] : tiles_) {
    const auto& tile = *shown.tile;
    const auto before = points.size();
    for (const auto index : tile.edges) {
      if (tile.features[index] == *feature) points.push_back(vertex(tile, index));
    }
    if (points.size() == before && tile.around()) add_outline(tile, *feature, points);
  }
  if (points.empty()) return;
  selection_->addChild(lines(points, {0.03F, 0.28F, 0.86F, 1.0F}, 3.5F));
  // Behind other houses it still shines through, thin.
  auto hidden = lines(points, {0.03F, 0.28F, 0.86F, 0.45F}, 1.5F);
  hidden->getOrCreateStateSet()->setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
  selection_->addChild(hidden);
}

std::optional<Hit> CityLayer::pick(const Ray& ray) const { return pick(ray, false); }

std::optional<Hit> CityLayer::pick_around(const Ray& ray) const {
  return surroundings_shown() ? pick(ray, true) : std::nullopt;
}

std::optional<Hit> CityLayer::pick(const Ray& ray, bool around) const {
  std::optional<Hit> nearest;
  for (const auto& [uri, shown] : tiles_) {
    if (shown.tile->around() != around) continue;
    const auto enters = distance_to(ray, shown.extent);
    if (!enters || (!around && nearest && *enters > nearest->distance)) continue;
    const auto hit = viewer::pick(ray, *shown.tile);
    if (hit && (!nearest || is_before(*hit, *nearest))) nearest = hit;
  }
  return nearest;
}

bool CityLayer::is_around(std::uint32_t feature) const {
  return std::any_of(tiles_.begin(), tiles_.end(), [&](const auto& entry) {
    return entry.second.tile->around() && entry.second.tile->ids.contains(feature);
  });
}

bool CityLayer::has_buildings() const {
  return std::any_of(tiles_.begin(), tiles_.end(), [](const auto& entry) { return !entry.second.tile->around(); });
}

std::optional<std::uint32_t> CityLayer::feature_of(const std::string& id) const {
  for (const auto& [uri, shown] : tiles_) {
    for (const auto& [feature, name] : shown.tile->ids) {
      if (name == id) return feature;
    }
  }
  return std::nullopt;
}

std::string CityLayer::id_of(std::uint32_t feature) const {
  for (const auto& [uri, shown] : tiles_) {
    if (const auto found = shown.tile->ids.find(feature); found != shown.tile->ids.end()) return found->second;
  }
  return {};
}

std::optional<Extent> CityLayer::extent_of(std::uint32_t feature) const {
  Extent extent;
  for (const auto& [uri, shown] : tiles_) {
    for (std::size_t i = 0; i < shown.tile->features.size(); ++i) {
      if (shown.tile->features[i] == feature) extent.add(vertex(*shown.tile, i));
    }
  }
  return extent.empty() ? std::nullopt : std::optional(extent);
}

Extent CityLayer::extent() const {
  Extent made;
  const bool buildings = has_buildings();
  for (const auto& [uri, shown] : tiles_) {
    if (!buildings || !shown.tile->around()) made.add(shown.extent);
  }
  for (const auto& [uri, extent] : awaited_extents_) made.add(extent);
  return made;
}

std::vector<Vector> CityLayer::feet() const {
  std::vector<Vector> made;
  const bool buildings = has_buildings();
  for (const auto& [uri, shown] : tiles_) {
    if (buildings && shown.tile->around()) continue;
    for (const auto& [feature, foot] : shown.tile->feet) made.push_back(foot);
  }
  return made;
}

std::vector<std::uint32_t> CityLayer::features() const {
  std::vector<std::uint32_t> made;
  for (const auto& [uri, shown] : tiles_) {
    if (shown.tile->around()) continue;
    for (const auto& [feature, foot] : shown.tile->feet) made.push_back(feature);
  }
  std::sort(made.begin(), made.end());
  made.erase(std::unique(made.begin(), made.end()), made.end());
  return made;
}

}  // namespace viewer

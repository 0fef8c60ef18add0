#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "geo/io/export.hpp"
#include "twin_core/city/object_lines.hpp"
#include "twin_core/city/other_levels.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/history/attributes.hpp"

namespace round_trip {

/// Half a step of the vertices of a CityJSON export, in metres, and what doubles at 25,500,000 m add.
inline constexpr double kHalfStep = 0.5e-4 + 2e-8;

/// A branch of just the batch, with its shapes.
struct City {
  twin::Snapshot state;
  std::map<std::string, twin::BuildingShape> shapes;
  std::map<std::string, twin::TerrainHeights> terrains;

  explicit City(const geo::CityBatch& batch) {
    twin::BranchStateEditor editor{twin::BranchState{}};
    if (batch.manifest) editor.set_manifest({}, std::make_shared<twin::Manifest>(*batch.manifest));
    twin::FeatureNumber number = 0;
    for (const auto& read : batch.buildings) {
      auto building = std::make_shared<twin::Building>(read.building);
      building->shape = twin::sha256(twin::encode(read.shape));
      shapes[building->shape.hex()] = read.shape;
      editor.put(number++, building->shape, building);
    }
    for (const auto& unit : batch.plan_units) {
      editor.put(number++, twin::sha256(twin::encode(unit)), std::make_shared<twin::PlanUnit>(unit));
    }
    for (const auto& read : batch.objects) {
      auto object = std::make_shared<twin::CityObject>(read.object);
      if (read.shape != twin::BuildingShape{}) {
        object->shape = twin::sha256(twin::encode(read.shape));
        shapes[object->shape.hex()] = read.shape;
      }
      editor.put(number++, twin::sha256(twin::encode(*object)), object);
    }
    const auto put_all = [&](const auto& records) {
      for (const auto& record : records) {
        editor.put(number++, twin::sha256(twin::encode(record)), std::make_shared<std::decay_t<decltype(record)>>(record));
      }
    };
    put_all(batch.streets);
    put_all(batch.population_areas);
    put_all(batch.kept_rows);
    for (const auto& read : batch.terrains) {
      terrains[read.terrain.heights.hex()] = read.heights;
      editor.put(number++, twin::sha256(twin::encode(read.terrain)), std::make_shared<twin::Terrain>(read.terrain));
    }
    state = editor.publish();
  }
  twin::Status write(const std::string& format, const std::filesystem::path& path, const std::string& layer = {}) const {
    const geo::ShapeLoader loader = [&](const twin::Digest& digest) -> twin::Result<twin::BuildingShape> {
      return shapes.at(digest.hex());
    };
    const geo::HeightLoader heights = [&](const twin::Digest& digest) -> twin::Result<twin::TerrainHeights> {
      return terrains.at(digest.hex());
    };
    return geo::export_branch(*state, loader, {format, layer}, path, {heights, {}, {}, nullptr});
  }
};

/// One surface as a CityJSON file has it: a polygon, turned where a solid uses it the other way round.
struct Face {
  std::string where;  ///< "part/solid/shell" or "part/loose"
  twin::SurfaceKind kind{};
  std::pair<std::size_t, std::uint32_t> wall;  ///< part and number of what openings are in
  std::vector<std::vector<twin::WorkingPosition>> rings;
  std::map<std::string, twin::Material> materials;                            ///< by theme
  std::map<std::string, std::pair<twin::Texture, std::vector<std::array<double, 2>>>> textures;  ///< by theme and ring
};

inline std::vector<Face> faces_of(const twin::BuildingShape& shape) {
  std::vector<Face> out;
  for (std::size_t p = 0; p < shape.parts.size(); ++p) {
    const auto& part = shape.parts[p];
    std::vector<bool> used(part.polygons.size(), false);
    const auto add = [&](std::uint32_t polygon, bool reversed, const std::string& where) {
      Face face{where, part.polygons[polygon].kind, {p, part.polygons[polygon].wall}, {}, {}, {}};
      const auto take = [&](const twin::Ring3& ring) {
        face.rings.push_back(ring.points);
        if (reversed) std::reverse(face.rings.back().begin(), face.rings.back().end());
      };
      take(part.polygons[polygon].exterior);
      for (const auto& ring : part.polygons[polygon].interiors) take(ring);
      for (const auto& theme : shape.appearance.themes) {
        for (const auto& painted : theme.materials) {
          if (painted.part == p && painted.polygon == polygon)
            face.materials[theme.name] = shape.appearance.materials[painted.material];
        }
        for (const auto& textured : theme.textures) {
          if (textured.part != p || textured.polygon != polygon) continue;
          auto coordinates = textured.coordinates;
          if (reversed) std::reverse(coordinates.begin(), coordinates.end());
          face.textures[theme.name + "#" + std::to_string(textured.ring)] = {
              shape.appearance.textures[textured.texture], coordinates};
        }
      }
      used[polygon] = true;
      out.push_back(std::move(face));
    };
    for (std::size_t s = 0; s < part.solids.size(); ++s) {
      for (std::size_t shell = 0; shell < part.solids[s].shells.size(); ++shell) {
        for (const auto& face : part.solids[s].shells[shell]) {
          add(face.polygon, face.reversed,
              std::to_string(p) + "/" + std::to_string(s) + "/" + std::to_string(shell));
        }
      }
    }
    for (std::uint32_t i = 0; i < part.polygons.size(); ++i) {
      if (!used[i]) add(i, false, std::to_string(p) + "/loose");
    }
  }
  return out;
}

/// What the steps of an export leave of a face: points that fall into one step are one point, and rings without three of
/// them are none. False when nothing is left.
inline bool to_steps(Face& face, const twin::WorkingPosition& origin) {
  const auto step = [&](const twin::WorkingPosition& p) {
    return std::array{std::llround((p.east - origin.east) / 1e-4), std::llround((p.north - origin.north) / 1e-4),
                      std::llround((p.up - origin.up) / 1e-4)};
  };
  for (std::size_t r = 0; r < face.rings.size();) {
    auto& ring = face.rings[r];
    std::set<std::array<long long, 3>> different;
    for (const auto& point : ring) different.insert(step(point));
    if (different.size() < 3) {
      if (r == 0) return false;
      ring.clear();
      face.rings.erase(face.rings.begin() + static_cast<std::ptrdiff_t>(r));
      continue;
    }
    const auto same = [&](const auto& a, const auto& b) { return step(a) == step(b); };
    ring.erase(std::unique(ring.begin(), ring.end(), same), ring.end());
    while (same(ring.front(), ring.back())) ring.pop_back();
    ++r;
  }
  return true;
}

inline void expect_same_surfaces(const twin::BuildingShape& then, const twin::BuildingShape& now,
                                 const twin::WorkingPosition& origin, const std::string& where) {
  ASSERT_EQ(now.parts.size(), then.parts.size()) << where;
  for (std::size_t i = 0; i < then.parts.size(); ++i) {
    EXPECT_EQ(now.parts[i].lod, then.parts[i].lod) << where;
    EXPECT_EQ(now.parts[i].solids_apart, then.parts[i].solids_apart) << where;
    // The own part is the building, whose id is that of the object in history.
    if (i > 0 && !then.parts[i].id.empty()) {
      EXPECT_EQ(now.parts[i].id, then.parts[i].id) << where;
    }
  }
  auto a = faces_of(then);
  std::erase_if(a, [&](Face& face) { return !to_steps(face, origin); });
  const auto b = faces_of(now);
  ASSERT_EQ(b.size(), a.size()) << where;
  std::map<std::pair<std::size_t, std::uint32_t>, std::pair<std::size_t, std::uint32_t>> walls_now, walls_then;  // by each other
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(b[i].where, a[i].where) << where;
    EXPECT_EQ(b[i].kind, a[i].kind) << where << " " << a[i].where;
    ASSERT_EQ(b[i].wall.second == 0, a[i].wall.second == 0) << where << " " << a[i].where;
    EXPECT_EQ(walls_now.emplace(a[i].wall, b[i].wall).first->second, b[i].wall) << where << " " << a[i].where;
    EXPECT_EQ(walls_then.emplace(b[i].wall, a[i].wall).first->second, a[i].wall) << where << " " << a[i].where;
    EXPECT_EQ(b[i].materials, a[i].materials) << where << " " << a[i].where;
    EXPECT_EQ(b[i].textures, a[i].textures) << where << " " << a[i].where;
    ASSERT_EQ(b[i].rings.size(), a[i].rings.size()) << where << " " << a[i].where;
    for (std::size_t r = 0; r < a[i].rings.size(); ++r) {
      ASSERT_EQ(b[i].rings[r].size(), a[i].rings[r].size()) << where << " " << a[i].where;
      for (std::size_t k = 0; k < a[i].rings[r].size(); ++k) {
        EXPECT_NEAR(b[i].rings[r][k].east, a[i].rings[r][k].east, kHalfStep) << where;
        EXPECT_NEAR(b[i].rings[r][k].north, a[i].rings[r][k].north, kHalfStep) << where;
        EXPECT_NEAR(b[i].rings[r][k].up, a[i].rings[r][k].up, kHalfStep) << where;
      }
    }
  }
}

/// The levels of detail beside the one that is taken.
inline void expect_same_levels(const twin::BuildingShape& then, const twin::BuildingShape& now, const twin::WorkingPosition& origin,
                               const std::string& where) {
  const auto a = twin::other_levels_of(then), b = twin::other_levels_of(now);
  ASSERT_EQ(b.part_of, a.part_of) << where;
  expect_same_surfaces(a.shape, b.shape, origin, where + " other levels");
}

/// Every attribute as the history names them, without those that `but` names.
inline void expect_same_attributes(const geo::ReadBuilding& then, const geo::ReadBuilding& now, const std::string& where,
                                   const std::vector<std::string>& but) {
  auto a = twin::attributes_of(twin::WholeBuilding{then.building, then.shape, true});
  auto b = twin::attributes_of(twin::WholeBuilding{now.building, now.shape, true});
  for (const auto& name : but) {
    a.erase(name);
    b.erase(name);
  }
  for (const auto& difference : twin::diff(a, b)) {
    ADD_FAILURE() << where << " " << difference.name << ": " << difference.a << " became " << difference.b;
  }
}

inline void expect_same_lines(const std::vector<twin::ObjectLines>& then, const std::vector<twin::ObjectLines>& now, const std::string& where) {
  ASSERT_EQ(now.size(), then.size()) << where;
  for (std::size_t i = 0; i < then.size(); ++i) {
    EXPECT_EQ(now[i].lod, then[i].lod) << where;
    EXPECT_EQ(now[i].points, then[i].points) << where;
    ASSERT_EQ(now[i].lines.size(), then[i].lines.size()) << where;
    for (std::size_t line = 0; line < then[i].lines.size(); ++line) {
      ASSERT_EQ(now[i].lines[line].size(), then[i].lines[line].size()) << where;
      for (std::size_t k = 0; k < then[i].lines[line].size(); ++k) {
        EXPECT_NEAR(now[i].lines[line][k].east, then[i].lines[line][k].east, kHalfStep) << where;
        EXPECT_NEAR(now[i].lines[line][k].north, then[i].lines[line][k].north, kHalfStep) << where;
        EXPECT_NEAR(now[i].lines[line][k].up, then[i].lines[line][k].up, kHalfStep) << where;
      }
    }
  }
}

/// City objects by id: class, name, parent, source, attributes, points and lines, bounds and the number of surfaces that steps leave.
inline void expect_same_objects(const geo::CityBatch& then, const geo::CityBatch& now, const std::string& where) {
  std::map<std::string, const geo::ReadObject*> again;
  for (const auto& read : now.objects) again[read.object.id] = &read;
  std::set<std::string> buildings;
  for (const auto& read : then.buildings) buildings.insert(read.building.id);
  std::size_t expected = 0;
  for (const auto& read : then.objects) {
    const auto& id = read.object.id;
    if (buildings.contains(id)) continue;  // two things of one name: CityJSON has room for one
    ++expected;
    ASSERT_TRUE(again.contains(id)) << where << " " << id << " " << read.object.type.str();
    const auto& back = *again.at(id);
    EXPECT_EQ(back.object.type, read.object.type) << where << " " << id;
    EXPECT_EQ(back.object.name, read.object.name) << where << " " << id;
    EXPECT_EQ(back.object.parent, read.object.parent) << where << " " << id;
    EXPECT_EQ(back.object.source, read.object.source) << where << " " << id;
    const auto sorted = [](std::vector<twin::GenericAttribute> attributes) {
      std::erase_if(attributes, [](const auto& attribute) { return twin::are_lines(attribute) || twin::are_other_levels(attribute); });
      std::sort(attributes.begin(), attributes.end(), [](const auto& a, const auto& b) {
        return std::tie(a.name, a.type, a.value, a.unit) < std::tie(b.name, b.type, b.value, b.unit);
      });
      return attributes;
    };
    EXPECT_EQ(sorted(back.shape.attributes), sorted(read.shape.attributes)) << where << " " << id;
    expect_same_lines(twin::lines_of(read.shape), twin::lines_of(back.shape), where + " " + id);
    const auto count = [&](const twin::BuildingShape& shape) {
      std::size_t faces = 0;
      for (auto face : faces_of(shape)) faces += to_steps(face, then.manifest->scene_origin) ? 1 : 0;
      return faces;
    };
    EXPECT_EQ(count(back.shape), count(read.shape)) << where << " " << id;
    EXPECT_EQ(count(twin::other_levels_of(back.shape).shape), count(twin::other_levels_of(read.shape).shape)) << where << " " << id;
    if (read.object.bounds.empty()) continue;
    EXPECT_NEAR(back.object.bounds.low.east, read.object.bounds.low.east, kHalfStep) << where << " " << id;
    EXPECT_NEAR(back.object.bounds.high.north, read.object.bounds.high.north, kHalfStep) << where << " " << id;
    EXPECT_NEAR(back.object.bounds.high.up, read.object.bounds.high.up, kHalfStep) << where << " " << id;
  }
  EXPECT_EQ(now.objects.size(), expected) << where;
}

inline std::map<std::string, const geo::ReadBuilding*> by_id(const geo::CityBatch& batch) {
  std::map<std::string, const geo::ReadBuilding*> out;
  for (const auto& read : batch.buildings) out[read.building.id] = &read;
  return out;
}

/// All files of a folder of shared/data that are there.
inline std::vector<std::filesystem::path> files_in(const char* folder) {
  const std::filesystem::path path = std::filesystem::path(KAKSONEN_SOURCE_DIR) / "../shared/data" / folder;
  std::vector<std::filesystem::path> out;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(path, missing)) {
    if (entry.is_regular_file() && entry.path().extension() != ".csv") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace round_trip

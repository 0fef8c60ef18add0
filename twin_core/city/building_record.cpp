// Records of a building: the light half that stays resident, and its shape.
#include <algorithm>

#include "twin_core/city/appearance_record.hpp"
#include "twin_core/city/link_record.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

using record::put;

/// Version 1 has the card as it was first; version 2 adds what came later behind it; version 3 adds how the link came
/// to be and from when the sources are. Each is written only when something of that is known, so a value of before
/// keeps its bytes and its digest.
constexpr std::uint8_t kBuildingVersion = 1;
constexpr std::uint8_t kBuildingVersionWithMore = 2;
constexpr std::uint8_t kBuildingVersionWithLink = 3;
/// Likewise: version 2 adds which parts have solids apart, and the appearance.
constexpr std::uint8_t kShapeVersion = 1;
constexpr std::uint8_t kShapeVersionWithMore = 2;
/// Version 3 adds in which surface windows and doors are.
constexpr std::uint8_t kShapeVersionWithWalls = 3;
constexpr std::uint64_t kLastSurfaceKind = static_cast<std::uint64_t>(SurfaceKind::kDoor);
constexpr std::size_t kPointBytes = 24;

void put_ring(ByteWriter& out, const Ring3& ring) {
  out.varint(ring.points.size());
  for (const WorkingPosition& point : ring.points) put(out, point);
}

Ring3 take_ring(ByteReader& in) {
  const std::size_t count = in.count(kPointBytes);
  Ring3 ring;
  ring.points.reserve(count);
  for (std::size_t i = 0; i < count && in.ok(); ++i) ring.points.push_back(record::take_position(in));
  return ring;
}

void put_polygon(ByteWriter& out, const Polygon3& polygon) {
  out.text(polygon.id);
  out.varint(static_cast<std::uint64_t>(polygon.kind));
  put_ring(out, polygon.exterior);
  out.varint(polygon.interiors.size());
  for (const Ring3& ring : polygon.interiors) put_ring(out, ring);
}

Polygon3 take_polygon(ByteReader& in) {
  Polygon3 polygon;
  polygon.id = in.text();
  polygon.kind = static_cast<SurfaceKind>(in.varint(kLastSurfaceKind));
  polygon.exterior = take_ring(in);
  const std::size_t count = in.count(1);
  for (std::size_t i = 0; i < count && in.ok(); ++i) polygon.interiors.push_back(take_ring(in));
  return polygon;
}

void put_solid(ByteWriter& out, const Solid& solid) {
  out.varint(solid.shells.size());
  for (const auto& shell : solid.shells) {
    out.varint(shell.size());
    for (const ShellFace& face : shell) out.varint((std::uint64_t{face.polygon} << 1) | (face.reversed ? 1U : 0U));
  }
}

/// A face that names no polygon of its part is a failure, so nobody has to check again.
Solid take_solid(ByteReader& in, std::size_t polygon_count) {
  Solid solid;
  const std::size_t shells = in.count(1);
  for (std::size_t i = 0; i < shells && in.ok(); ++i) {
    auto& shell = solid.shells.emplace_back();
    const std::size_t faces = in.count(1);
    for (std::size_t k = 0; k < faces && in.ok(); ++k) {
      const std::uint64_t bits = in.varint();
      if ((bits >> 1) >= polygon_count) in.fail();
      shell.push_back({static_cast<std::uint32_t>(bits >> 1), (bits & 1) != 0});
    }
  }
  return solid;
}

ShapePart take_part(ByteReader& in) {
  ShapePart part;
  part.id = in.text();
  part.lod = in.text();
  const std::size_t polygons = in.count(4);
  for (std::size_t i = 0; i < polygons && in.ok(); ++i) part.polygons.push_back(take_polygon(in));
  const std::size_t solids = in.count(1);
  for (std::size_t i = 0; i < solids && in.ok(); ++i) part.solids.push_back(take_solid(in, part.polygons.size()));
  return part;
}

bool has_link(const Building& building) {
  return !building.card.updated.empty() || !building.surveyed.empty() || !building.from_model.empty() ||
         !building.details.empty();
}

void put_link(ByteWriter& out, const Building& building) {
  out.text(building.card.updated);
  out.text(building.surveyed);
  out.varint(building.from_model.bits());
  record::put(out, *building.details);
}

void take_link(ByteReader& in, Building& building) {
  building.card.updated = in.text();
  building.surveyed = in.text();
  building.from_model = CardFields(static_cast<std::uint32_t>(in.varint((1U << kCardFieldCount) - 1)));
  building.details = record::take_link_details(in);
  if (!has_link(building)) in.fail();  // that value is written as version 1 or 2
}

/// Not less than its record takes, without an appearance: what is written at once stays without room to spare.
std::size_t size_of(const BuildingShape& shape) {
  constexpr std::size_t kNumbers = 12, kFaceBytes = 3;  // lengths and kinds of one list or text
  std::size_t out = kNumbers;
  const auto add_ring = [&](const Ring3& ring) { out += kNumbers + kPointBytes * ring.points.size(); };
  for (const ShapePart& part : shape.parts) {
    out += kNumbers + part.id.size() + part.lod.size();
    for (const Polygon3& polygon : part.polygons) {
      out += polygon.id.size();
      add_ring(polygon.exterior);
      for (const Ring3& ring : polygon.interiors) add_ring(ring);
    }
    for (const Solid& solid : part.solids) {
      for (const auto& shell : solid.shells) out += kNumbers + kFaceBytes * shell.size();
    }
  }
  for (const GenericAttribute& attribute : shape.attributes) {
    out += kNumbers + attribute.name.size() + attribute.type.size() + attribute.value.size() + attribute.unit.size();
  }
  return out;
}

bool has_more(const BuildingShape& shape) {
  return !shape.appearance.empty() ||
         std::any_of(shape.parts.begin(), shape.parts.end(), [](const ShapePart& part) { return part.solids_apart; });
}

void put_more(ByteWriter& out, const BuildingShape& shape) {
  for (const ShapePart& part : shape.parts) out.flag(part.solids_apart);
  put(out, shape.appearance);
}

void take_more(ByteReader& in, BuildingShape& shape) {
  for (ShapePart& part : shape.parts) part.solids_apart = in.flag();
  shape.appearance = record::take_appearance(in, shape.parts);
  if (!has_more(shape)) in.fail();  // that value is written as version 1
}

bool has_walls(const ShapePart& part) {
  return std::any_of(part.polygons.begin(), part.polygons.end(), [](const Polygon3& polygon) { return polygon.wall != 0; });
}
bool has_walls(const BuildingShape& shape) {
  return std::any_of(shape.parts.begin(), shape.parts.end(), [](const ShapePart& part) { return has_walls(part); });
}

/// Of each part the polygons that have one: how many are between this and the one before, and its wall.
void put_walls(ByteWriter& out, const BuildingShape& shape) {
  for (const ShapePart& part : shape.parts) {
    const auto count = std::count_if(part.polygons.begin(), part.polygons.end(), [](const Polygon3& polygon) { return polygon.wall != 0; });
    out.varint(static_cast<std::uint64_t>(count));
    std::uint64_t between = 0;
    for (const Polygon3& polygon : part.polygons) {
      if (polygon.wall == 0) {
        ++between;
        continue;
      }
      out.varint(between);
      out.varint(polygon.wall);
      between = 0;
    }
  }
}

void take_walls(ByteReader& in, BuildingShape& shape) {
  for (ShapePart& part : shape.parts) {
    const std::size_t count = in.count(2);
    std::size_t at = 0;
    for (std::size_t i = 0; i < count && in.ok(); ++i, ++at) {
      at += in.varint(part.polygons.size());
      const std::uint64_t wall = in.varint(UINT32_MAX);
      if (at >= part.polygons.size() || wall == 0) return in.fail();
      part.polygons[at].wall = static_cast<std::uint32_t>(wall);
    }
  }
  if (!has_walls(shape)) in.fail();  // that value is written as version 1 or 2
}

}  // namespace

Bytes encode(const Building& building) {
  constexpr std::size_t kUsual = 512;
  ByteWriter out(kUsual);
  const bool more = record::has_more(building.card);
  const bool link = has_link(building);
  out.byte(link ? kBuildingVersionWithLink : more ? kBuildingVersionWithMore : kBuildingVersion);
  out.text(building.id);
  put(out, building.bounds.low);
  put(out, building.bounds.high);
  out.real(building.ground_m);
  out.real(building.height_m);
  out.text(building.roof_type);
  record::put_card(out, building.card);
  record::put(out, building.link);
  out.text(building.link_note);
  put(out, building.footprint);
  out.digest(building.shape);
  out.text(building.source);
  if (link) out.flag(more);
  if (more) record::put_more(out, building.card);
  if (link) put_link(out, building);
  return std::move(out).bytes();
}

Result<Building> decode_building(ByteView bytes) {
  ByteReader in(bytes);
  const std::uint8_t version = in.byte();
  if (version < kBuildingVersion || version > kBuildingVersionWithLink) in.fail();
  Building building;
  building.id = in.text();
  building.bounds.low = record::take_position(in);
  building.bounds.high = record::take_position(in);
  building.ground_m = in.real();
  building.height_m = in.real();
  building.roof_type = in.text();
  building.card = record::take_card(in);
  building.link = record::take_link_reason(in);
  building.link_note = in.text();
  building.footprint = record::take_plan_polygon(in);
  building.shape = in.digest();
  building.source = in.text();
  if (version == kBuildingVersionWithMore || (version == kBuildingVersionWithLink && in.flag())) {
    record::take_more(in, building.card);
  }
  if (version == kBuildingVersionWithLink) take_link(in, building);
  if (!in.finished()) return record::malformed("building");
  return building;
}

Bytes encode(const BuildingShape& shape) {
  ByteWriter out(size_of(shape));
  const bool more = has_more(shape), walls = has_walls(shape);
  out.byte(walls ? kShapeVersionWithWalls : more ? kShapeVersionWithMore : kShapeVersion);
  out.varint(shape.parts.size());
  for (const ShapePart& part : shape.parts) {
    out.text(part.id);
    out.text(part.lod);
    out.varint(part.polygons.size());
    for (const Polygon3& polygon : part.polygons) put_polygon(out, polygon);
    out.varint(part.solids.size());
    for (const Solid& solid : part.solids) put_solid(out, solid);
  }
  out.varint(shape.attributes.size());
  for (const GenericAttribute& attribute : shape.attributes) {
    out.text(attribute.name);
    out.text(attribute.type);
    out.text(attribute.value);
    out.text(attribute.unit);
  }
  if (walls) out.flag(more);
  if (more) put_more(out, shape);
  if (walls) put_walls(out, shape);
  return std::move(out).bytes();
}

Result<BuildingShape> decode_building_shape(ByteView bytes) {
  ByteReader in(bytes);
  const std::uint8_t version = in.byte();
  if (version < kShapeVersion || version > kShapeVersionWithWalls) in.fail();
  BuildingShape shape;
  const std::size_t parts = in.count(4);
  for (std::size_t i = 0; i < parts && in.ok(); ++i) shape.parts.push_back(take_part(in));
  const std::size_t attributes = in.count(4);
  for (std::size_t i = 0; i < attributes && in.ok(); ++i) {
    GenericAttribute attribute;
    attribute.name = in.text();
    attribute.type = in.text();
    attribute.value = in.text();
    attribute.unit = in.text();
    shape.attributes.push_back(std::move(attribute));
  }
  if (in.ok() && (version == kShapeVersionWithMore || (version == kShapeVersionWithWalls && in.flag()))) take_more(in, shape);
  if (in.ok() && version == kShapeVersionWithWalls) take_walls(in, shape);
  if (!in.finished()) return record::malformed("building shape");
  return shape;
}

}  // namespace twin

#include "geo/io/plan_outline.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "geo/io/gdal_library.hpp"
#include "geo/io/gdal_session.hpp"
#include "geo/io/ring_crossing.hpp"

namespace geo {
namespace {

using twin::PlanPolygon;
using twin::PlanPosition;
using twin::PlanRing;

OGRwkbGeometryType flat_type(OGRGeometryH geometry) { return gdal().OGR_GT_Flatten(gdal().OGR_G_GetGeometryType(geometry)); }

/// Square metres in plan below which a surface stands upright.
constexpr double kUpright = 1e-4;

/// Coordinates go to GEOS about a point nearby: at 25,500,000 m its products have lost the millimetres.
class Outliner {
 public:
  explicit Outliner(const PlanPosition& origin) : origin_(origin) {}

  /// Nothing where the ring covers no ground.
  OwnedGeometry polygon_of(const twin::Polygon3& surface) const {
    if (surface.exterior.points.size() < 3) return nullptr;
    const auto outer = ring_of(surface.exterior);
    if (std::abs(signed_area(outer)) < kUpright) return nullptr;
    OwnedGeometry out(gdal().OGR_G_CreateGeometry(wkbPolygon));
    add_ring(out.get(), outer);
    for (const auto& interior : surface.interiors) {
      if (interior.points.size() >= 3) add_ring(out.get(), ring_of(interior));
    }
    return out;
  }

  void take(OGRGeometryH geometry, std::vector<PlanPolygon>& out) const {
    const auto type = flat_type(geometry);
    const int count = gdal().OGR_G_GetGeometryCount(geometry);  // of a polygon: rings, the outer one first
    if (type == wkbPolygon) {
      if (gdal().OGR_G_IsEmpty(geometry) != 0) return;
      PlanPolygon taken{ring_of(gdal().OGR_G_GetGeometryRef(geometry, 0), true), {}};
      if (taken.outer.size() < 3 || std::abs(signed_area(taken.outer)) < kUpright) return;
      for (int i = 1; i < count; ++i) {
        auto hole = ring_of(gdal().OGR_G_GetGeometryRef(geometry, i), false);
        if (hole.size() >= 3 && std::abs(signed_area(hole)) >= kUpright) taken.holes.push_back(std::move(hole));
      }
      out.push_back(std::move(taken));
    } else if (gdal().OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
      for (int i = 0; i < count; ++i) take(gdal().OGR_G_GetGeometryRef(geometry, i), out);
    }
  }

 private:
  PlanRing ring_of(const twin::Ring3& ring) const {
    PlanRing out;
    for (const auto& p : ring.points) out.push_back({p.east - origin_.east, p.north - origin_.north});
    return out;
  }
  PlanRing ring_of(OGRGeometryH ring, bool outer) const {
    PlanRing out;
    for (int i = 0; i + 1 < gdal().OGR_G_GetPointCount(ring); ++i) {
      out.push_back({gdal().OGR_G_GetX(ring, i) + origin_.east, gdal().OGR_G_GetY(ring, i) + origin_.north});
    }
    if ((signed_area(out) > 0) != outer) std::reverse(out.begin(), out.end());
    return out;
  }
  static void add_ring(OGRGeometryH polygon, const PlanRing& ring) {
    gdal().OGR_G_AddGeometryDirectly(polygon, gdal_line(wkbLinearRing, ring).release());
  }

  PlanPosition origin_;
};

std::vector<PlanPolygon> rectangle_around(std::span<const twin::Polygon3* const> surfaces) {
  twin::Box box;
  for (const auto* const surface : surfaces) {
    for (const auto& point : surface->exterior.points) box.add(point);
  }
  if (box.empty()) return {};
  const auto &low = box.low, &high = box.high;
  return {{{{low.east, low.north}, {high.east, low.north}, {high.east, high.north}, {low.east, high.north}}, {}}};
}

/// A polygon that meets itself is mended first, which costs more than the union of all that do not.
OwnedGeometry united(OGRGeometryH polygons) {
  constexpr int kUsualQuality = 30;  // segments of a quarter circle, of which a width of 0 has none
  if (OwnedGeometry out{gdal().OGR_G_UnionCascaded(polygons)}) return out;
  const OwnedGeometry mended(gdal().OGR_G_CreateGeometry(wkbMultiPolygon));
  for (int i = 0; i < gdal().OGR_G_GetGeometryCount(polygons); ++i) {
    const OwnedGeometry valid{gdal().OGR_G_Buffer(gdal().OGR_G_GetGeometryRef(polygons, i), 0, kUsualQuality)};
    if (!valid) continue;
    if (flat_type(valid.get()) == wkbPolygon) gdal().OGR_G_AddGeometry(mended.get(), valid.get());
    if (flat_type(valid.get()) == wkbMultiPolygon) {
      for (int j = 0; j < gdal().OGR_G_GetGeometryCount(valid.get()); ++j) {
        gdal().OGR_G_AddGeometry(mended.get(), gdal().OGR_G_GetGeometryRef(valid.get(), j));
      }
    }
  }
  return OwnedGeometry(gdal().OGR_G_UnionCascaded(mended.get()));
}

}  // namespace

std::vector<PlanPolygon> plan_outline(std::span<const twin::Polygon3* const> surfaces) {
  const auto first = std::find_if(surfaces.begin(), surfaces.end(), [](const auto* s) { return !s->exterior.points.empty(); });
  if (first == surfaces.end()) return {};
  if (surfaces.size() > kMostOutlined || !prepare_gdal()) return rectangle_around(surfaces);
  const auto& origin = (*first)->exterior.points.front();
  const Outliner outliner({origin.east, origin.north});
  const OwnedGeometry flat(gdal().OGR_G_CreateGeometry(wkbMultiPolygon));
  for (const auto* const surface : surfaces) {
    if (auto polygon = outliner.polygon_of(*surface)) gdal().OGR_G_AddGeometryDirectly(flat.get(), polygon.release());
  }
  std::vector<PlanPolygon> out;
  if (gdal().OGR_G_IsEmpty(flat.get()) == 0) {
    const GdalMessages quiet;  // of what had to be mended
    if (const auto all = united(flat.get())) outliner.take(all.get(), out);
  }
  return out.empty() ? rectangle_around(surfaces) : out;
}

std::vector<PlanPolygon> plan_outline(const twin::BuildingShape& shape) {
  std::vector<const twin::Polygon3*> surfaces;
  for (const auto& part : shape.parts) {
    for (const auto& polygon : part.polygons) surfaces.push_back(&polygon);
  }
  return plan_outline(surfaces);
}

}  // namespace geo

#include "geo/io/plan_outline.hpp"

#include <ogr_geometry.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "geo/io/gdal_session.hpp"
#include "geo/io/ring_crossing.hpp"

namespace geo {
namespace {

using twin::PlanPolygon;
using twin::PlanPosition;
using twin::PlanRing;

/// Square metres in plan below which a surface stands upright.
constexpr double kUpright = 1e-4;

/// Coordinates go to GEOS about a point nearby: at 25,500,000 m its products have lost the millimetres.
class Outliner {
 public:
  explicit Outliner(const PlanPosition& origin) : origin_(origin) {}

  /// Nothing where the ring covers no ground.
  std::unique_ptr<OGRPolygon> polygon_of(const twin::Polygon3& surface) const {
    if (surface.exterior.points.size() < 3 || std::abs(signed_area(ring_of(surface.exterior))) < kUpright) return nullptr;
    auto out = std::make_unique<OGRPolygon>();
    add_ring(*out, surface.exterior);
    for (const auto& interior : surface.interiors) {
      if (interior.points.size() >= 3) add_ring(*out, interior);
    }
    return out;
  }

  void take(const OGRGeometry& geometry, std::vector<PlanPolygon>& out) const {
    const auto type = wkbFlatten(geometry.getGeometryType());
    if (type == wkbPolygon) {
      const auto& polygon = *geometry.toPolygon();
      if (polygon.IsEmpty()) return;
      PlanPolygon taken{ring_of(*polygon.getExteriorRing(), true), {}};
      if (taken.outer.size() < 3 || std::abs(signed_area(taken.outer)) < kUpright) return;
      for (int i = 0; i < polygon.getNumInteriorRings(); ++i) {
        auto hole = ring_of(*polygon.getInteriorRing(i), false);
        if (hole.size() >= 3 && std::abs(signed_area(hole)) >= kUpright) taken.holes.push_back(std::move(hole));
      }
      out.push_back(std::move(taken));
    } else if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection)) {
      for (const OGRGeometry* const one : *geometry.toGeometryCollection()) take(*one, out);
    }
  }

 private:
  PlanRing ring_of(const twin::Ring3& ring) const {
    PlanRing out;
    for (const auto& p : ring.points) out.push_back({p.east - origin_.east, p.north - origin_.north});
    return out;
  }
  PlanRing ring_of(const OGRLinearRing& ring, bool outer) const {
    PlanRing out;
    for (int i = 0; i + 1 < ring.getNumPoints(); ++i) out.push_back({ring.getX(i) + origin_.east, ring.getY(i) + origin_.north});
    if ((signed_area(out) > 0) != outer) std::reverse(out.begin(), out.end());
    return out;
  }
  void add_ring(OGRPolygon& polygon, const twin::Ring3& ring) const {
    auto line = std::make_unique<OGRLinearRing>();
    for (const auto& p : ring.points) line->addPoint(p.east - origin_.east, p.north - origin_.north);
    line->closeRings();
    line->flattenTo2D();
    polygon.addRingDirectly(line.release());
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
std::unique_ptr<OGRGeometry> united(const OGRMultiPolygon& polygons) {
  if (std::unique_ptr<OGRGeometry> out{polygons.UnionCascaded()}) return out;
  OGRMultiPolygon mended;
  for (const OGRPolygon* const polygon : polygons) {
    const std::unique_ptr<OGRGeometry> valid{polygon->Buffer(0)};
    if (!valid) continue;
    if (wkbFlatten(valid->getGeometryType()) == wkbPolygon) mended.addGeometry(valid.get());
    if (wkbFlatten(valid->getGeometryType()) == wkbMultiPolygon) {
      for (const OGRPolygon* const part : *valid->toMultiPolygon()) mended.addGeometry(part);
    }
  }
  return std::unique_ptr<OGRGeometry>{mended.UnionCascaded()};
}

}  // namespace

std::vector<PlanPolygon> plan_outline(std::span<const twin::Polygon3* const> surfaces) {
  const auto first = std::find_if(surfaces.begin(), surfaces.end(), [](const auto* s) { return !s->exterior.points.empty(); });
  if (first == surfaces.end()) return {};
  if (surfaces.size() > kMostOutlined) return rectangle_around(surfaces);
  const auto& origin = (*first)->exterior.points.front();
  const Outliner outliner({origin.east, origin.north});
  OGRMultiPolygon flat;
  for (const auto* const surface : surfaces) {
    if (auto polygon = outliner.polygon_of(*surface)) flat.addGeometryDirectly(polygon.release());
  }
  std::vector<PlanPolygon> out;
  if (!flat.IsEmpty()) {
    const GdalMessages quiet;  // of what had to be mended
    if (const auto all = united(flat)) outliner.take(*all, out);
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

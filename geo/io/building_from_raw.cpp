#include "geo/io/building_from_raw.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <unordered_set>
#include <utility>

#include "geo/io/appearance_follow.hpp"
#include "geo/io/attribute_values.hpp"
#include "geo/io/register_columns.hpp"
#include "geo/io/ring_crossing.hpp"
#include "geo/io/shape_check.hpp"
#include "geo/io/shape_placing.hpp"

namespace geo {
namespace {

using twin::BuildingShape;
using twin::Polygon3;
using twin::Ring3;
using twin::SurfaceKind;

/// A footprint on the building itself (3DBAG's level 0) is its parts in less detail: it is kept like every lower level.
void set_outline_aside(BuildingShape& shape, twin::OtherLevels& aside) {
  const auto is_outline = [](const twin::ShapePart& part) { return part.lod.starts_with('0') && part.solids.empty(); };
  const bool better = std::any_of(shape.parts.begin() + 1, shape.parts.end(), [&](const twin::ShapePart& part) {
    return !part.polygons.empty() && !is_outline(part);
  });
  auto& own = shape.parts.front();
  if (!better || own.polygons.empty() || !is_outline(own)) return;
  aside.shape.parts.push_back({"", std::exchange(own.lod, twin::ShapePart{}.lod), std::exchange(own.polygons, {}), {}});
  aside.part_of.push_back(0);
  forget_part(shape.appearance, 0);
}

void add_attribute(BuildingShape& shape, std::string name, const std::string& value, std::string unit = "") {
  if (!value.empty()) shape.attributes.push_back({std::move(name), "string", value, std::move(unit)});
}

/// What CityGML's own elements say; `owner` stands before each name.
void add_core(BuildingShape& shape, const std::string& owner, const CoreAttributes& core) {
  add_attribute(shape, owner + "gml:name", core.name);
  add_attribute(shape, owner + "core:creationDate", core.creation_date);
  add_attribute(shape, owner + "bldg:class", core.building_class);
  add_attribute(shape, owner + "bldg:function", core.function);
  add_attribute(shape, owner + "bldg:usage", core.usage);
  add_attribute(shape, owner + "bldg:roofType", core.roof_type);
  add_attribute(shape, owner + "bldg:yearOfConstruction", core.year_of_construction);
  add_attribute(shape, owner + "bldg:storeysAboveGround", core.storeys_above_ground);
  add_attribute(shape, owner + "bldg:storeysBelowGround", core.storeys_below_ground);
  add_attribute(shape, owner + "bldg:measuredHeight", core.measured_height, core.measured_height_unit);
}

/// Puts the attributes of an export in the place of all that have one of their names.
void take_exact(std::vector<twin::GenericAttribute>&& exact, BuildingShape& shape) {
  if (exact.empty()) return;
  std::unordered_set<std::string> names;
  for (const auto& attribute : exact) names.insert(attribute.name);
  std::erase_if(shape.attributes, [&](const auto& attribute) { return names.contains(attribute.name); });
  std::move(exact.begin(), exact.end(), std::back_inserter(shape.attributes));
}

}  // namespace

void take_building_attributes(RawBuilding& raw, BuildingShape& shape) {
  auto& own = raw.parts.front();
  shape.attributes = std::move(own.attributes);
  add_core(shape, "", own.core);
  for (const auto& address : raw.addresses) add_attribute(shape, "bldg:address", address.text());
  for (const auto& reference : raw.references)
    add_attribute(shape, "core:externalReference", reference.object);
  for (std::size_t i = 1; i < raw.parts.size(); ++i) {
    for (auto& attribute : raw.parts[i].attributes) {
      attribute.name = raw.parts[i].shape.id + "/" + attribute.name;
      shape.attributes.push_back(std::move(attribute));
    }
    add_core(shape, raw.parts[i].shape.id + "/", raw.parts[i].core);
  }
  take_exact(std::move(raw.exact_attributes), shape);
}

namespace {

/// An export of this program knows more than the model did.
void take_exported(const twin::Building& exported, twin::Building& building) {
  building.card = exported.card;
  building.link = exported.link;
  building.link_note = exported.link_note;
  building.from_model = exported.from_model;
  building.details = exported.details;
  if (!exported.roof_type.empty()) building.roof_type = exported.roof_type;
  if (!exported.source.empty()) building.source = exported.source;
  if (!exported.surveyed.empty()) building.surveyed = exported.surveyed;
}

/// The day of a CityGML creationDate, which may carry a time or a time zone.
std::string date_of(const std::string& text) {
  constexpr std::size_t kDay = 10;  // "2019-07-04"
  const auto day = text.substr(0, kDay);
  const bool is_date = day.size() >= 4 && day.find_first_not_of("0123456789-") == std::string::npos;
  return is_date ? day : "";
}

/// A Dynamizer without a gml:id is called after its building, by its place in it.
std::vector<ReadSeries> series_of(RawBuilding& raw, std::string_view source) {
  std::vector<ReadSeries> out;
  for (auto& one : raw.series) {
    auto& read = out.emplace_back();
    auto& series = read.series;
    series.id = one.id.empty() ? raw.id + "-series-" + std::to_string(out.size()) : std::move(one.id);
    series.feature = raw.id;
    series.target = one.target.empty() ? raw.id : std::move(one.target);
    series.property = std::move(one.property);
    series.observed = one.observed;
    series.unit = one.unit;
    series.count = one.samples.times.size();
    series.first = one.samples.times.front();
    series.last = one.samples.times.back();
    series.source = source;
    read.samples = std::move(one.samples);
  }
  return out;
}

std::string roof_type_of(const RawBuilding& raw) {
  for (const auto& part : raw.parts) {
    if (!part.core.roof_type.empty()) return part.core.roof_type;
  }
  return "";
}

twin::PlanRing in_plan(const Ring3& ring) {
  twin::PlanRing out;
  for (const auto& point : ring.points) {
    const twin::PlanPosition next{point.east, point.north};
    if (out.empty() || !(out.back() == next)) out.push_back(next);
  }
  while (out.size() > 1 && out.front() == out.back()) out.pop_back();
  return out;
}

/// Share of a polygon's area that its projection in plan keeps, 0 to 1: 1 is horizontal.
double flatness(const Polygon3& polygon) {
  const auto& points = polygon.exterior.points;
  Eigen::Vector3d normal = Eigen::Vector3d::Zero();
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    normal += (points[i].vector() - points[0].vector()).cross(points[i + 1].vector() - points[0].vector());
  }
  return normal.norm() > 0 ? std::abs(normal.z()) / normal.norm() : 0;
}

double lowest_of(const Polygon3& polygon) {
  double out = std::numeric_limits<double>::max();
  for (const auto& point : polygon.exterior.points) out = std::min(out, point.up);
  return out;
}

}  // namespace

double ground_height(const BuildingShape& shape) {
  double ground = std::numeric_limits<double>::max(), lowest = ground;
  for (const auto& part : shape.parts) {
    for (const auto& polygon : part.polygons) {
      lowest = std::min(lowest, lowest_of(polygon));
      if (polygon.kind == SurfaceKind::kGround) ground = std::min(ground, lowest_of(polygon));
    }
  }
  constexpr double kNone = std::numeric_limits<double>::max();
  return ground < kNone ? ground : lowest < kNone ? lowest : 0;
}

twin::PlanPolygon footprint_of(const BuildingShape& shape) {
  constexpr double kHorizontal = 0.9;
  const Polygon3* best = nullptr;
  double best_area = 0, best_height = 0;
  bool best_is_ground = false;
  for (const auto& part : shape.parts) {
    for (const auto& polygon : part.polygons) {
      const bool ground = polygon.kind == SurfaceKind::kGround;
      if (best_is_ground && !ground) continue;
      if (!ground && flatness(polygon) < kHorizontal) continue;
      const double area = std::abs(signed_area(in_plan(polygon.exterior)));
      const double height = lowest_of(polygon);
      if (area <= 0) continue;
      // Ground before anything else; among ground the largest, else the lowest and then the largest.
      const bool better =
          best == nullptr || (ground && !best_is_ground) ||
          (ground ? area > best_area
                  : height < best_height - 1e-3 || (height <= best_height && area > best_area));
      if (!better) continue;
      best = &polygon;
      best_area = area;
      best_height = height;
      best_is_ground = ground;
    }
  }
  twin::PlanPolygon out;
  if (best == nullptr) return out;
  out.outer = in_plan(best->exterior);
  for (const auto& ring : best->interiors) {
    if (auto hole = in_plan(ring); hole.size() >= 3) out.holes.push_back(std::move(hole));
  }
  return out;
}

std::optional<BuiltBuilding> build_building(RawBuilding&& raw, const Placement& placement, AxisOrder order,
                                            std::string_view source, twin::Diagnostics& out, const ShapeChecks& checks,
                                            LevelTally& levels) {
  BuiltBuilding built;
  auto& building = built.read.building;
  auto& shape = built.read.shape;
  building.id = raw.id;
  building.source = source;
  building.roof_type = roof_type_of(raw);
  building.surveyed = date_of(raw.parts.front().core.creation_date);
  take_building_attributes(raw, shape);
  check_attribute_values(shape.attributes, building.id, raw.place(), out);
  built.read.series = series_of(raw, source);
  auto aside = take_other_levels(raw, levels);
  for (auto& part : raw.parts) shape.parts.push_back(std::move(part.shape));
  shape.appearance = std::move(raw.appearance);
  set_outline_aside(shape, aside);
  if (!aside.shape.parts.empty()) place_other_levels(aside, building.id, placement, order, checks, levels, out);
  const auto place = raw.place();
  if (!place_shape(shape, placement, order)) {
    out.add({"coordinates-outside-area", twin::Severity::kError, raw.id, "", place, "",
             "The building lies where the frame of the twin is not defined."});
    return std::nullopt;
  }
  building.bounds = bounds_of(shape);
  if (building.bounds.empty()) {
    out.add(
        {"902", twin::Severity::kError, raw.id, "", place, "", "Give the building at least one surface."});
    return std::nullopt;
  }
  built.repaired = check_shape(shape, building.id, place, checks, out) || raw.repaired;
  for (auto& part : shape.parts) part.polygons.shrink_to_fit();  // a whole city of them waits for its commit
  levels.add(shape, aside);
  building.ground_m = ground_height(shape);
  // In tenths of a millimetre, as exports write positions: a difference of two heights would show 13.299999999999999.
  building.height_m = std::round((building.bounds.high.up - building.ground_m) * 1e4) / 1e4;
  building.footprint = footprint_of(shape);
  building.card = card_of_attributes(shape.attributes, building.id, out.findings);
  if (raw.exported) take_exported(*raw.exported, building);
  if (!aside.shape.parts.empty() && !checks.every_level) shape.attributes.push_back(twin::attribute_of(aside));
  shape.attributes.shrink_to_fit();
  return built;
}

}  // namespace geo

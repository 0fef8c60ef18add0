// City objects and what buildings are divided into, as layers.
#include "geo/io/cityjson_names.hpp"
#include "geo/io/cityjson_write_attributes.hpp"
#include "geo/io/export_fields.hpp"
#include "geo/tiles/object_class.hpp"
#include "twin_core/city/object_lines.hpp"

namespace geo {
namespace {

using enum ColumnType;
using twin::BranchState;
using twin::CityObject;
using twin::Status;

/// Generic attributes as one JSON object, those of a part under its id.
ExportValue attributes_of(const Subject<CityObject>& s) {
  const auto written = cityjson::write_attributes(s.shape, cityjson::AttributesOf::kObject);
  auto out = written.of_part.front();
  for (std::size_t i = 1; i < written.of_part.size(); ++i) {
    if (!written.of_part[i].empty()) out[s.shape.parts[i].id] = written.of_part[i];
  }
  out.erase(std::string(cityjson::kExactAttributes));
  if (out.empty()) return {};
  return out.dump(-1, ' ', false, twin::Json::error_handler_t::replace);
}

template <auto Member>
constexpr ExportField<CityObject> of_object(std::string_view name) {
  return member_field<Member, CityObject>(name);
}

constexpr auto kFields = std::to_array<ExportField<CityObject>>({
    number_field<CityObject>(),
    of_object<&CityObject::id>("id"),
    of_object<&CityObject::type>("class"),
    of_object<&CityObject::name>("name"),
    of_object<&CityObject::parent>("parent_id"),
    {{"lod", kText}, [](const Subject<CityObject>& s) { return s.shape.parts.empty() ? ExportValue{} : shown(s.shape.parts.front().lod); }},
    {{"lowest_m", kNumber}, [](const Subject<CityObject>& s) { return s.record.bounds.empty() ? ExportValue{} : ExportValue{s.record.bounds.low.up}; }},
    {{"highest_m", kNumber}, [](const Subject<CityObject>& s) { return s.record.bounds.empty() ? ExportValue{} : ExportValue{s.record.bounds.high.up}; }},
    {{"attributes_json", kJson}, attributes_of},
    of_object<&CityObject::source>("source"),
});

/// True for what is inside of something else: rooms, storeys, units, furniture.
bool is_space(const CityObject& object) {
  return !drawn_as(object.type.str());
}

template <bool kSpaces>
Status each_object(const BranchState& state, const ShapeLoader& shapes, const TakeFeature& take) {
  Status done = twin::Done{};
  state.for_each<CityObject>([&](twin::FeatureNumber number, const CityObject& object) {
    if (!done || is_space(object) != kSpaces) return;
    twin::Result<twin::BuildingShape> shape = twin::BuildingShape{};
    if (!object.shape.is_nothing()) shape = shapes(object.shape);
    if (!shape) {
      done = shape.problem();
      return;
    }
    ExportFeature feature;
    feature.id = object.id;
    feature.values = values_of(kFields, {number, object, *shape});
    for (const auto& part : shape->parts) {
      for (const auto& polygon : part.polygons) feature.surfaces.push_back(&polygon);
    }
    feature.up_m = object.bounds.empty() ? 0 : object.bounds.low.up;
    done = take(feature);
  });
  return done;
}

/// Points or lines of one level, or one point of them.
struct Lines {
  const CityObject& object;
  const std::string& lod;
  twin::Box bounds;
};

constexpr auto kLinesFields = std::to_array<ExportField<Lines>>({
    number_field<Lines>(),
    {{"id", kText}, [](const Subject<Lines>& s) { return shown(s.record.object.id); }},
    {{"class", kText}, [](const Subject<Lines>& s) { return shown(s.record.object.type); }},
    {{"name", kText}, [](const Subject<Lines>& s) { return shown(s.record.object.name); }},
    {{"parent_id", kText}, [](const Subject<Lines>& s) { return shown(s.record.object.parent); }},
    {{"lod", kText}, [](const Subject<Lines>& s) { return shown(s.record.lod); }},
    {{"lowest_m", kNumber}, [](const Subject<Lines>& s) { return shown(s.record.bounds.low.up); }},
    {{"highest_m", kNumber}, [](const Subject<Lines>& s) { return shown(s.record.bounds.high.up); }},
    {{"source", kText}, [](const Subject<Lines>& s) { return shown(s.record.object.source); }},
});

twin::PlanRing in_plan(const std::vector<twin::WorkingPosition>& line) {
  twin::PlanRing out;
  for (const auto& at : line) out.push_back({at.east, at.north});
  return out;
}

Status take_lines(twin::FeatureNumber number, const CityObject& object, const twin::ObjectLines& lines, const TakeFeature& take) {
  ExportFeature feature;
  feature.id = object.id;
  const Lines row{object, lines.lod, twin::bounds_of({lines})};
  feature.values = values_of(kLinesFields, {number, row, {}});
  for (const auto& line : lines.lines) feature.lines.push_back(in_plan(line));
  feature.up_m = row.bounds.low.up;
  return take(feature);
}

Status take_points(twin::FeatureNumber number, const CityObject& object, const twin::ObjectLines& points, const TakeFeature& take) {
  for (const auto& line : points.lines) {
    ExportFeature feature;
    feature.id = object.id;
    Lines row{object, points.lod, {}};
    row.bounds.add(line.front());
    feature.values = values_of(kLinesFields, {number, row, {}});
    feature.point = in_plan(line).front();
    feature.up_m = line.front().up;
    TWIN_CHECK(take(feature));
  }
  return twin::Done{};
}

template <bool kPoints>
Status each_lines(const BranchState& state, const ShapeLoader& shapes, const TakeFeature& take) {
  Status done = twin::Done{};
  state.for_each<CityObject>([&](twin::FeatureNumber number, const CityObject& object) {
    if (!done || object.shape.is_nothing()) return;
    const auto shape = shapes(object.shape);
    if (!shape) {
      done = shape.problem();
      return;
    }
    for (const auto& lines : twin::lines_of(*shape)) {
      if (done && lines.points == kPoints) done = kPoints ? take_points(number, object, lines, take) : take_lines(number, object, lines, take);
    }
  });
  return done;
}

}  // namespace

ExportLayer object_line_layer() {
  return {"city_object_line", "nets of roads, courses of water and other lines of city objects", LayerShape::kMultiLine,
          columns_of<kLinesFields>(), each_lines<false>};
}

ExportLayer object_point_layer() {
  return {"city_object_point", "points of city objects, one by one", LayerShape::kPoint, columns_of<kLinesFields>(), each_lines<true>};
}

ExportLayer city_object_layer() {
  return {"city_object", "roads, water, green, bridges and all else that is no building", LayerShape::kSurfaces,
          columns_of<kFields>(), each_object<false>};
}

ExportLayer space_layer() {
  return {"space", "rooms, storeys, units and what stands in them", LayerShape::kSurfaces, columns_of<kFields>(), each_object<true>};
}

}  // namespace geo

// City objects and what buildings are divided into, as layers.
#include "geo/io/cityjson_names.hpp"
#include "geo/io/cityjson_write_attributes.hpp"
#include "geo/io/export_fields.hpp"
#include "geo/tiles/object_class.hpp"

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

}  // namespace

ExportLayer city_object_layer() {
  return {"city_object", "roads, water, green, bridges and all else that is no building", LayerShape::kSurfaces,
          columns_of<kFields>(), each_object<false>};
}

ExportLayer space_layer() {
  return {"space", "rooms, storeys, units and what stands in them", LayerShape::kSurfaces, columns_of<kFields>(), each_object<true>};
}

}  // namespace geo

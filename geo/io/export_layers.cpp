#include "geo/io/export_layers.hpp"

#include <algorithm>

#include "geo/io/did_you_mean.hpp"
#include "geo/io/export_columns.hpp"
#include "geo/io/export_fields.hpp"
#include "geo/io/plan_json.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using enum ColumnType;
using twin::BranchState;
using twin::Building;
using twin::FeatureNumber;
using twin::PlanUnit;
using twin::Status;

Status each_building(const BranchState& state, const ShapeLoader&, const TakeFeature& take) {
  Status done = twin::Done{};
  state.for_each_building([&](FeatureNumber number, const Building& building) {
    if (!done) return;
    ExportFeature feature;
    feature.id = building.id;
    feature.values = building_values(number, building);
    feature.polygons = {building.footprint};
    feature.up_m = building.ground_m;
    done = take(feature);
  });
  return done;
}

constexpr auto kSurfaceColumns = std::to_array<ExportColumn>(
    {{"building_number", kInteger}, {"building_id", kText}, {"part_id", kText}, {"lod", kText}, {"kind", kText}});
constexpr auto kSurfaceKinds = std::to_array<const char*>(
    {"unspecified", "ground", "wall", "roof", "outer_ceiling", "outer_floor", "closure", "window", "door"});

Status each_surface(const BranchState& state, const ShapeLoader& shapes, const TakeFeature& take) {
  Status done = twin::Done{};
  state.for_each_building([&](FeatureNumber number, const Building& building) {
    if (!done) return;
    const auto shape = shapes(building.shape);
    if (!shape) {
      done = shape.problem();
      return;
    }
    for (const auto& part : shape->parts) {
      for (const auto& polygon : part.polygons) {
        ExportFeature feature;
        feature.id = building.id;
        feature.values = {static_cast<std::int64_t>(number), building.id, part.id, part.lod,
                          kSurfaceKinds.at(static_cast<std::size_t>(polygon.kind))};
        feature.surfaces = {&polygon};
        if (done) done = take(feature);
      }
    }
  });
  return done;
}

template <auto Member>
constexpr ExportField<PlanUnit> of_unit(std::string_view name, ColumnType type = kText) {
  return member_field<Member, PlanUnit>(name, type);
}
template <auto Member>
constexpr ExportField<PlanUnit> of_plan(std::string_view name) {
  return {{name, kText}, [](const Subject<PlanUnit>& s) { return shown(s.record.plan.*Member); }};
}

constexpr auto kUnitFields = std::to_array<ExportField<PlanUnit>>({
    number_field<PlanUnit>(),
    of_unit<&PlanUnit::id>("id"),
    of_unit<&PlanUnit::name_fi>("name_fi"),
    of_unit<&PlanUnit::name_sv>("name_sv"),
    of_unit<&PlanUnit::name_en>("name_en"),
    of_unit<&PlanUnit::symbol>("symbol"),
    of_unit<&PlanUnit::use_codes>("use_codes", kList),
    of_unit<&PlanUnit::ground_level_m>("ground_level_m", kNumber),
    {{"regulations_json", kJson}, [](const Subject<PlanUnit>& s) { return ExportValue{regulations_text(s.record.regulations)}; }},
    of_unit<&PlanUnit::source>("source"),
    of_unit<&PlanUnit::kind>("kind"),
    of_plan<&twin::PlanReference::identifier>("plan_identifier"),
    of_plan<&twin::PlanReference::name>("plan_name"),
    of_plan<&twin::PlanReference::kind>("plan_kind"),
    of_plan<&twin::PlanReference::approved>("plan_approved"),
    of_unit<&PlanUnit::life_cycle>("life_cycle"),
    {{"valid_from", kText}, [](const Subject<PlanUnit>& s) { return shown(s.record.valid.from); }},
    {{"valid_to", kText}, [](const Subject<PlanUnit>& s) { return shown(s.record.valid.to); }},
    of_unit<&PlanUnit::repealed_by>("repealed_by"),
    of_unit<&PlanUnit::underground>("underground"),
    of_unit<&PlanUnit::vertical_low_m>("vertical_low_m", kNumber),
    of_unit<&PlanUnit::vertical_high_m>("vertical_high_m", kNumber),
    of_unit<&PlanUnit::description>("description"),
    of_unit<&PlanUnit::related>("related", kList),
    of_unit<&PlanUnit::property_ids>("property_ids", kList),
});

Status each_unit(const BranchState& state, const ShapeLoader&, const TakeFeature& take) {
  Status done = twin::Done{};
  state.for_each_plan_unit([&](FeatureNumber number, const PlanUnit& unit) {
    if (!done) return;
    ExportFeature feature;
    feature.id = unit.id;
    feature.values = values_of(kUnitFields, {number, unit, {}});
    feature.polygons = {unit.boundary};
    feature.up_m = unit.ground_level_m;
    done = take(feature);
  });
  return done;
}

std::vector<ExportLayer> made_layers() {
  using enum LayerShape;
  return {{"building", "buildings with their register card and footprint", kPolygon, building_columns(), each_building},
          {"building_surface", "walls, roofs and grounds of buildings with heights", kSurface, kSurfaceColumns, each_surface},
          {"plan_unit", "plan units with their regulations", kPolygon, columns_of<kUnitFields>(), each_unit},
          city_object_layer(),
          object_line_layer(),
          object_point_layer(),
          space_layer(),
          street_layer(),
          population_layer(),
          register_row_layer()};
}

}  // namespace

std::span<const ExportLayer> export_layers() {
  static const std::vector<ExportLayer> kLayers = made_layers();
  return kLayers;
}

twin::Result<const ExportLayer*> find_export_layer(std::string_view name) {
  const auto layers = export_layers();
  const auto found = std::find_if(layers.begin(), layers.end(), [&](const ExportLayer& layer) { return layer.name == name; });
  if (found != layers.end()) return &*found;
  std::vector<std::string> names;
  for (const auto& layer : layers) names.emplace_back(layer.name);
  return twin::Problem{"parameter-invalid", "There is no layer of this name.", "--layer", twin::excerpt(name), "Known are " + joined(names) + "."};
}

}  // namespace geo

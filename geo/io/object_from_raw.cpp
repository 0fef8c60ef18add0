#include "geo/io/object_from_raw.hpp"

#include <algorithm>

#include "geo/io/attribute_values.hpp"
#include "geo/io/building_from_raw.hpp"
#include "geo/io/cityjson_names.hpp"
#include "geo/io/shape_check.hpp"
#include "geo/io/shape_placing.hpp"

namespace geo {
namespace {

using twin::BuildingShape;

void add_attribute(BuildingShape& shape, const char* name, const std::string& value) {
  if (!value.empty()) shape.attributes.push_back({name, "string", value, ""});
}

/// Those of the object itself; attributes of its parts are named after the part.
void take_attributes(RawBuilding& raw, BuildingShape& shape) {
  for (std::size_t i = 0; i < raw.parts.size(); ++i) {
    const bool own = i == 0;
    for (auto& attribute : raw.parts[i].attributes) {
      if (!own) attribute.name = raw.parts[i].shape.id + "/" + attribute.name;
      shape.attributes.push_back(std::move(attribute));
    }
  }
  const auto& core = raw.parts.front().core;
  add_attribute(shape, "core:creationDate", core.creation_date);
  add_attribute(shape, "class", core.building_class);
  add_attribute(shape, "function", core.function);
  add_attribute(shape, "usage", core.usage);
  for (const auto& reference : raw.references) add_attribute(shape, "core:externalReference", reference.object);
  // An export says exactly what JSON could not: in the place of all that have one of these names.
  for (const auto& exact : raw.exact_attributes) {
    std::erase_if(shape.attributes, [&](const auto& attribute) { return attribute.name == exact.name; });
  }
  for (auto& exact : raw.exact_attributes) shape.attributes.push_back(std::move(exact));
}

/// What an export of this program said beside the attributes goes; the name that it told, "" for none.
std::string take_told(RawPart& part) {
  std::string name;
  std::erase_if(part.attributes, [&](const twin::GenericAttribute& attribute) {
    if (attribute.name == cityjson::kNameAttribute) name = attribute.value;
    return attribute.name == cityjson::kNameAttribute || attribute.name == cityjson::kClassAttribute ||
           attribute.name == cityjson::kParentAttribute;
  });
  // The plain attribute was for other readers.
  if (!name.empty()) std::erase_if(part.attributes, [&](const auto& attribute) { return attribute.name == "name" && attribute.value == name; });
  return name;
}

/// CityJSON has no element for names: an attribute stands for it.
std::string name_of(RawPart& part) {
  if (!part.core.name.empty()) return part.core.name;
  if (auto told = take_told(part); !told.empty()) return told;
  for (const auto& attribute : part.attributes) {
    if (attribute.name == "name" && attribute.type == "string") return attribute.value;
  }
  return "";
}

/// Points and lines of all parts, in the frame; false where it cannot take one.
bool place_lines(const RawBuilding& raw, const Placement& placement, AxisOrder order, std::vector<twin::ObjectLines>& out) {
  for (const auto& part : raw.parts) {
    for (auto lines : part.lines) {
      for (auto& line : lines.lines) {
        for (auto& at : line) {
          const auto placed = placement.place(at, order);
          if (!placed) return false;
          at = *placed;
        }
      }
      out.push_back(std::move(lines));
    }
  }
  return true;
}

}  // namespace

std::optional<BuiltObject> build_object(RawObject&& raw, const Placement* placement, AxisOrder order,
                                        std::string_view source, twin::Diagnostics& out,
                                        const ShapeChecks& checks, LevelTally& levels) {
  BuiltObject built;
  auto& [object, shape] = built.read;
  object.id = raw.model.id;
  object.type = raw.type;
  object.name = name_of(raw.model.parts.front());
  object.parent = raw.parent;
  object.source = raw.model.exported && !raw.model.exported->source.str().empty() ? raw.model.exported->source : twin::SharedText(source);
  if (raw.type == "Building") {
    take_building_attributes(raw.model, shape);
  } else {
    take_attributes(raw.model, shape);
  }
  check_attribute_values(shape.attributes, object.id, raw.model.place(), out);
  const bool any = std::any_of(raw.model.parts.begin(), raw.model.parts.end(), [](const RawPart& part) { return !part.shape.polygons.empty(); });
  auto aside = take_other_levels(raw.model, levels);
  if (!aside.shape.parts.empty() && placement != nullptr) place_other_levels(aside, object.id, *placement, order, checks, levels, out);
  if (any) {
    for (auto& part : raw.model.parts) shape.parts.push_back(std::move(part.shape));
    shape.appearance = std::move(raw.model.appearance);
  }
  built.repaired = raw.model.repaired;
  const bool any_lines = std::any_of(raw.model.parts.begin(), raw.model.parts.end(), [](const RawPart& part) { return !part.lines.empty(); });
  if (shape.parts.empty() && !any_lines) return built;
  std::vector<twin::ObjectLines> lines;
  if (placement == nullptr || !place_shape(shape, *placement, order) || !place_lines(raw.model, *placement, order, lines)) {
    out.add({"coordinates-outside-area", twin::Severity::kError, object.id, "", raw.model.place(), "",
             "The object lies where the frame of the twin is not defined."});
    return std::nullopt;
  }
  if (!shape.parts.empty()) built.repaired = check_shape(shape, object.id, raw.model.place(), checks, out) || built.repaired;
  object.bounds = bounds_of(shape);
  object.bounds.add(twin::bounds_of(lines));
  for (const auto& each : lines) shape.attributes.push_back(twin::attribute_of(each));
  levels.add(shape, aside);
  if (!aside.shape.parts.empty() && !checks.every_level) shape.attributes.push_back(twin::attribute_of(aside));
  return built;
}

}  // namespace geo

#pragma once

#include <map>
#include <string>
#include <vector>

#include "twin_core/base/json.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/city_object.hpp"
#include "twin_core/city/import_report.hpp"
#include "twin_core/city/kept_row.hpp"
#include "twin_core/city/manifest.hpp"
#include "twin_core/city/plan_unit.hpp"
#include "twin_core/city/population_area.hpp"
#include "twin_core/city/rule_table.hpp"
#include "twin_core/city/street.hpp"
#include "twin_core/city/terrain.hpp"
#include "twin_core/city/time_series.hpp"

namespace twin {

/// A building with its heavy half, as far as that was read.
struct WholeBuilding {
  Building building;
  BuildingShape shape;
  bool has_shape = false;  ///< false: `shape` was not read, its digest stands for it
};

/// A record taken apart: name of each attribute → its value. An attribute without a value is left out.
/// Equal records have equal attributes, and different ones different attributes.
///
/// Buildings: "geometry" (everything that the model's surfaces decide, as one), "card.…" for the members
/// of the register card, "link", "roof_type", "source", "attribute.NAME" for generic attributes.
/// City objects: "geometry" (bounds, surfaces and generic attributes, as one), "type", "name", "parent", "source".
/// Register rows: "row" (what the register says, as one), "location", "link" (buildings and candidates).
/// Import reports: "answer" (all of it, as one: half an answer is none).
/// Streets: "geometry" (nodes and breaks), their members. Population areas: "geometry", "ages" (all classes, as one),
/// their members. Terrain: "geometry" (posts and heights, as one), "source".
/// Time series: "samples" (values, count and times, as one), "feature", "target", "property", "observed", "unit", "source". Rule tables: "text".
/// Plan units: "regulation.TYPE" (all regulations of a type, as one), "assumptions.…" and their members.
using Attributes = std::map<std::string, Json>;

Attributes attributes_of(const WholeBuilding& building);
Attributes attributes_of(const PlanUnit& unit);
Attributes attributes_of(const CityObject& object);
Attributes attributes_of(const KeptRow& row);
Attributes attributes_of(const ImportReport& report);
Attributes attributes_of(const Street& street);
Attributes attributes_of(const PopulationArea& area);
Attributes attributes_of(const Terrain& terrain);
Attributes attributes_of(const TimeSeries& series);
Attributes attributes_of(const RuleTable& table);
Attributes attributes_of(const Manifest& manifest);

/// Gives `to` the value that `from` has of one attribute, or takes it away. Names as above.
void copy_attribute(const std::string& name, const WholeBuilding& from, WholeBuilding& to);
void copy_attribute(const std::string& name, const PlanUnit& from, PlanUnit& to);
void copy_attribute(const std::string& name, const CityObject& from, CityObject& to);
void copy_attribute(const std::string& name, const KeptRow& from, KeptRow& to);
void copy_attribute(const std::string& name, const ImportReport& from, ImportReport& to);
void copy_attribute(const std::string& name, const Street& from, Street& to);
void copy_attribute(const std::string& name, const PopulationArea& from, PopulationArea& to);
void copy_attribute(const std::string& name, const Terrain& from, Terrain& to);
void copy_attribute(const std::string& name, const TimeSeries& from, TimeSeries& to);
void copy_attribute(const std::string& name, const RuleTable& from, RuleTable& to);
void copy_attribute(const std::string& name, const Manifest& from, Manifest& to);

inline constexpr const char* kGeometry = "geometry";
/// The order in which regulations stand; nobody edits it, so merging keeps that of the branch merged into.
inline constexpr const char* kRegulationOrder = "regulation_order";

struct AttributeDifference {
  std::string name;
  Json a, b;  ///< null: no value there
};
std::vector<AttributeDifference> diff(const Attributes& a, const Attributes& b);

}  // namespace twin

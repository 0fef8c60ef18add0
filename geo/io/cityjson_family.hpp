#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "geo/io/cityjson_value.hpp"
#include "twin_core/base/diagnostics.hpp"

namespace geo::cityjson {

/// One member of "CityObjects".
struct CityObject {
  std::string_view id, type;
  Object object;
  std::vector<std::size_t> children;  ///< by number, those of "children" first, then who names it a parent
  std::optional<std::size_t> parent;  ///< the first that it names, else the first that names it; no group
  bool doubled = false;               ///< its id stands twice
  bool orphan = false;                ///< names parents, and none of them exists
  bool child_missing = false;
};

/// The city objects of one document or feature, and who belongs to whom.
struct Family {
  std::vector<CityObject> objects;
  std::unordered_map<std::string_view, std::size_t> number_of;
};

/// What an object is a part of: its parent, or where that is itself taken into another (a BuildingPart), that one.
std::optional<std::size_t> owner_of(const Family& family, std::size_t number);

/// Errors: `input-invalid`, `value-missing`. Findings: `child-missing`, `parent-missing`,
/// `family-one-sided` (taken as a family all the same), `duplicate-id`.
twin::Result<Family> read_family(Element city_objects, const JsonPlace& place,
                                 twin::Diagnostics& diagnostics);

}  // namespace geo::cityjson

#pragma once

#include <string>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/position.hpp"
#include "twin_core/base/shared_text.hpp"

namespace twin {

/// A thing of the city beside its buildings (a road, a bridge, a tree, water, relief), and what a building is
/// divided into (storeys, units, rooms). Kept by class and shown; no engine simulates it.
struct CityObject {
  std::string id;       ///< gml:id of the source
  SharedText type;      ///< class as CityGML 3.0 and CityJSON name it: "Road", "WaterBody", "BuildingRoom", "Storey"
  std::string name;     ///< gml:name, may be empty
  std::string parent;   ///< id of the building or object it is a part of; empty: of none
  Box bounds;           ///< empty: no geometry
  Digest shape;         ///< blob of BuildingShape: surfaces and generic attributes; nothing: neither
  SharedText source;    ///< file name it came from
  bool operator==(const CityObject&) const = default;
};

}  // namespace twin

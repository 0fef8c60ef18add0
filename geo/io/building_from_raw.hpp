#pragma once

#include <optional>
#include <string_view>

#include "geo/io/city_batch.hpp"
#include "geo/io/citygml_building.hpp"
#include "geo/io/frame_agreement.hpp"
#include "geo/io/levels_aside.hpp"
#include "twin_core/base/diagnostics.hpp"

namespace geo {

/// A building in the twin's frame, with its shape, its own card and the figures of `twin::Building`.
struct BuiltBuilding {
  ReadBuilding read;
  bool repaired = false;
};

/// Places a raw building, checks its shape and describes it. Findings go to `out`: val3dity's numbers,
/// and those of register attributes that cannot be used. Vertices repeated one after another are left
/// out (finding 102, repaired), and more is repaired where `checks` asks for it. Nothing when the building is unusable:
/// no surfaces at all (finding 902) or coordinates that the frame cannot take (`coordinates-outside-area`).
/// Levels of detail that are not taken are kept with the attributes (`twin::OtherLevels`), but where `checks` asks for them, and
/// counted in `levels`.
std::optional<BuiltBuilding> build_building(RawBuilding&& raw, const Placement& placement, AxisOrder order,
                                            std::string_view source, twin::Diagnostics& out, const ShapeChecks& checks,
                                            LevelTally& levels);

/// Moves the attributes of a building to its shape: the generic ones first, then what CityGML's own elements say
/// ("bldg:roofType"), then those of the parts, named after the part.
void take_building_attributes(RawBuilding& raw, twin::BuildingShape& shape);

/// Lowest ground surface of a shape, else its lowest point; 0 for an empty shape.
double ground_height(const twin::BuildingShape& shape);

/// Largest ground polygon in plan, else the lowest near-horizontal one; empty where there is none.
twin::PlanPolygon footprint_of(const twin::BuildingShape& shape);

}  // namespace geo

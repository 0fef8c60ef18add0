#pragma once

#include <optional>
#include <string_view>

#include "geo/io/city_batch.hpp"
#include "geo/io/citygml_building.hpp"
#include "geo/io/frame_agreement.hpp"
#include "geo/io/levels_aside.hpp"

namespace geo {

/// A city object in the twin's frame, with its shape.
struct BuiltObject {
  ReadObject read;
  bool repaired = false;
};

/// Places a raw city object and checks it as a building is checked, its solids too (`check_shape`). Without surfaces,
/// points and lines `placement` is not asked. Other levels of detail are kept as `build_building` keeps them. Nothing, with the finding `coordinates-outside-area`, where the frame cannot take it.
std::optional<BuiltObject> build_object(RawObject&& raw, const Placement* placement, AxisOrder order,
                                        std::string_view source, twin::Diagnostics& out,
                                        const ShapeChecks& checks, LevelTally& levels);

}  // namespace geo

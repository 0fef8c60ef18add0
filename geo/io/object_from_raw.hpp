#pragma once

#include <optional>
#include <string_view>

#include "geo/io/city_batch.hpp"
#include "geo/io/citygml_building.hpp"
#include "geo/io/frame_agreement.hpp"

namespace geo {

/// A city object in the twin's frame, with its shape.
struct BuiltObject {
  ReadObject read;
  bool repaired = false;
};

/// Places a raw city object and checks its rings and polygons (val3dity's 1xx and 2xx); its solids are
/// kept and asked nothing, since no engine counts with them. Repaired where `checks` asks for it, and
/// then kept as surfaces. Without surfaces `placement` is not asked. Nothing, with the finding
/// `coordinates-outside-area`, where the frame cannot take it.
std::optional<BuiltObject> build_object(RawObject&& raw, const Placement* placement, AxisOrder order,
                                        std::string_view source, twin::Diagnostics& out,
                                        const ShapeChecks& checks = {});

}  // namespace geo

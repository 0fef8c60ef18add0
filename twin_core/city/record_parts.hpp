#pragma once

#include <optional>
#include <string_view>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/base/position.hpp"
#include "twin_core/base/result.hpp"

namespace twin::record {

/// Parts that several records have in common. Readers leave a failure in the ByteReader.

void put(ByteWriter& out, const WorkingPosition& position);
WorkingPosition take_position(ByteReader& in);

void put(ByteWriter& out, const PlanPolygon& polygon);
PlanPolygon take_plan_polygon(ByteReader& in);

void put(ByteWriter& out, const std::optional<double>& value);
std::optional<double> take_optional_real(ByteReader& in);

void put(ByteWriter& out, const std::optional<int>& value);
std::optional<int> take_optional_int(ByteReader& in);

/// Reads the version byte; any other than `known` is a failure.
void take_version(ByteReader& in, std::uint8_t known);

/// What decode answers for bytes that are not a whole record of this kind.
Problem malformed(std::string_view kind);

}  // namespace twin::record

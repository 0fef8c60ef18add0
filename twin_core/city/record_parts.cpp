#include "twin_core/city/record_parts.hpp"

#include <fmt/format.h>

#include <limits>

namespace twin::record {
namespace {

constexpr std::size_t kPlanPointBytes = 16;

void put_ring(ByteWriter& out, const PlanRing& ring) {
  out.varint(ring.size());
  for (const PlanPosition& point : ring) {
    out.real(point.east);
    out.real(point.north);
  }
}

PlanRing take_ring(ByteReader& in) {
  const std::size_t count = in.count(kPlanPointBytes);
  PlanRing ring;
  ring.reserve(count);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const double east = in.real();
    const double north = in.real();
    ring.push_back({east, north});
  }
  return ring;
}

}  // namespace

void put(ByteWriter& out, const WorkingPosition& position) {
  out.real(position.east);
  out.real(position.north);
  out.real(position.up);
}

WorkingPosition take_position(ByteReader& in) {
  WorkingPosition out;
  out.east = in.real();
  out.north = in.real();
  out.up = in.real();
  return out;
}

void put(ByteWriter& out, const PlanPolygon& polygon) {
  put_ring(out, polygon.outer);
  out.varint(polygon.holes.size());
  for (const PlanRing& hole : polygon.holes) put_ring(out, hole);
}

PlanPolygon take_plan_polygon(ByteReader& in) {
  PlanPolygon out;
  out.outer = take_ring(in);
  const std::size_t count = in.count(1);
  for (std::size_t i = 0; i < count && in.ok(); ++i) out.holes.push_back(take_ring(in));
  out.holes.shrink_to_fit();
  return out;
}

void put(ByteWriter& out, const std::optional<double>& value) {
  out.flag(value.has_value());
  if (value) out.real(*value);
}

std::optional<double> take_optional_real(ByteReader& in) {
  if (!in.flag()) return std::nullopt;
  return in.real();
}

void put(ByteWriter& out, const std::optional<int>& value) {
  out.flag(value.has_value());
  if (value) out.whole(*value);
}

std::optional<int> take_optional_int(ByteReader& in) {
  if (!in.flag()) return std::nullopt;
  const std::int64_t value = in.whole();
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) in.fail();
  return static_cast<int>(value);
}

void take_version(ByteReader& in, std::uint8_t known) {
  if (in.byte() != known) in.fail();
}

Problem malformed(std::string_view kind) {
  return {"record-malformed", fmt::format("The bytes are no whole {} record.", kind), "", "",
          "Restore the value from a backup, or write the entity again."};
}

}  // namespace twin::record

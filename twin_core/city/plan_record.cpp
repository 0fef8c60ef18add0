// Records of a plan unit and of the twin's manifest.
#include <limits>

#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

using record::put;

constexpr std::uint8_t kPlanUnitVersion = 1;
constexpr std::uint8_t kManifestVersion = 1;

void put_regulation(ByteWriter& out, const Regulation& regulation) {
  out.text(regulation.type);
  put(out, regulation.value);
  put(out, regulation.value_max);
  out.text(regulation.unit);
  out.text(regulation.text);
  put(out, regulation.angle_deg);
  put(out, regulation.start_height_m);
  out.varint(regulation.edges.size());
  for (const std::uint32_t edge : regulation.edges) out.varint(edge);
}

Regulation take_regulation(ByteReader& in) {
  Regulation regulation;
  regulation.type = in.text();
  regulation.value = record::take_optional_real(in);
  regulation.value_max = record::take_optional_real(in);
  regulation.unit = in.text();
  regulation.text = in.text();
  regulation.angle_deg = record::take_optional_real(in);
  regulation.start_height_m = record::take_optional_real(in);
  const std::size_t edges = in.count(1);
  for (std::size_t i = 0; i < edges && in.ok(); ++i) {
    regulation.edges.push_back(static_cast<std::uint32_t>(in.varint(std::numeric_limits<std::uint32_t>::max())));
  }
  return regulation;
}

void put_assumptions(ByteWriter& out, const CapacityAssumptions& assumptions) {
  out.real(assumptions.storey_height_m);
  out.real(assumptions.net_ratio);
  out.real(assumptions.m2_per_resident);
  out.real(assumptions.k_m2_per_dwelling);
  out.real(assumptions.k_m2_per_parking_space);
}

CapacityAssumptions take_assumptions(ByteReader& in) {
  CapacityAssumptions assumptions;
  assumptions.storey_height_m = in.real();
  assumptions.net_ratio = in.real();
  assumptions.m2_per_resident = in.real();
  assumptions.k_m2_per_dwelling = in.real();
  assumptions.k_m2_per_parking_space = in.real();
  return assumptions;
}

}  // namespace

Bytes encode(const PlanUnit& unit) {
  ByteWriter out;
  out.byte(kPlanUnitVersion);
  out.text(unit.id);
  out.text(unit.name_fi);
  out.text(unit.name_sv);
  out.text(unit.name_en);
  out.text(unit.symbol);
  out.varint(unit.use_codes.size());
  for (const std::string& code : unit.use_codes) out.text(code);
  put(out, unit.boundary);
  out.real(unit.ground_level_m);
  out.varint(unit.regulations.size());
  for (const Regulation& regulation : unit.regulations) put_regulation(out, regulation);
  put_assumptions(out, unit.assumptions);
  out.text(unit.source);
  return std::move(out).bytes();
}

Result<PlanUnit> decode_plan_unit(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kPlanUnitVersion);
  PlanUnit unit;
  unit.id = in.text();
  unit.name_fi = in.text();
  unit.name_sv = in.text();
  unit.name_en = in.text();
  unit.symbol = in.text();
  const std::size_t codes = in.count(1);
  for (std::size_t i = 0; i < codes && in.ok(); ++i) unit.use_codes.push_back(in.text());
  unit.boundary = record::take_plan_polygon(in);
  unit.ground_level_m = in.real();
  const std::size_t regulations = in.count(8);
  for (std::size_t i = 0; i < regulations && in.ok(); ++i) unit.regulations.push_back(take_regulation(in));
  unit.assumptions = take_assumptions(in);
  unit.source = in.text();
  if (!in.finished()) return record::malformed("plan unit");
  return unit;
}

Bytes encode(const Manifest& manifest) {
  ByteWriter out;
  out.byte(kManifestVersion);
  out.text(manifest.name);
  out.text(manifest.crs);
  out.text(manifest.height_reference);
  out.flag(manifest.geoid.has_value());
  if (manifest.geoid) {
    out.real(manifest.geoid->undulation_m);
    out.real(manifest.geoid->error_m);
    out.text(manifest.geoid->source);
  }
  put(out, manifest.scene_origin);
  return std::move(out).bytes();
}

Result<Manifest> decode_manifest(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kManifestVersion);
  Manifest manifest;
  manifest.name = in.text();
  manifest.crs = in.text();
  manifest.height_reference = in.text();
  if (in.flag()) {
    Geoid& geoid = manifest.geoid.emplace();
    geoid.undulation_m = in.real();
    geoid.error_m = in.real();
    geoid.source = in.text();
  }
  manifest.scene_origin = record::take_position(in);
  if (!in.finished()) return record::malformed("manifest");
  return manifest;
}

}  // namespace twin

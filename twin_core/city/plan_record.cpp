// Records of a plan unit and of the twin's manifest.
#include <algorithm>
#include <limits>

#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

using record::put;

/// As of a building: version 2 adds what came later behind version 1, and is written only when something of it is
/// known. What it says of regulations stands in their order.
constexpr std::uint8_t kPlanUnitVersion = 1;
constexpr std::uint8_t kPlanUnitVersionWithMore = 2;
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

void put(ByteWriter& out, const std::vector<std::string>& texts) {
  out.varint(texts.size());
  for (const std::string& text : texts) out.text(text);
}

void take_texts(ByteReader& in, std::vector<std::string>& texts) {
  const std::size_t count = in.count(1);
  for (std::size_t i = 0; i < count && in.ok(); ++i) texts.push_back(in.text());
}

void put(ByteWriter& out, const DaySpan& span) {
  out.text(span.from);
  out.text(span.to);
}

DaySpan take_span(ByteReader& in) {
  DaySpan span;
  span.from = in.text();
  span.to = in.text();
  return span;
}

bool has_more(const Regulation& regulation) {
  return !regulation.code.empty() || !regulation.information.empty() || !regulation.group.empty() ||
         !regulation.life_cycle.empty() || regulation.valid != DaySpan{} || !regulation.place.empty();
}

bool has_more(const PlanUnit& unit) {
  return unit.plan != PlanReference{} || !unit.kind.empty() || !unit.life_cycle.empty() || unit.valid != DaySpan{} ||
         !unit.underground.empty() || unit.vertical_low_m || unit.vertical_high_m || !unit.description.empty() ||
         !unit.related.empty() || !unit.property_ids.empty() || !unit.repealed_by.empty() ||
         std::any_of(unit.regulations.begin(), unit.regulations.end(),
                     [](const Regulation& regulation) { return has_more(regulation); });
}

void put_more(ByteWriter& out, const Regulation& regulation) {
  out.flag(has_more(regulation));
  if (!has_more(regulation)) return;
  out.text(regulation.code);
  out.varint(regulation.information.size());
  for (const RegulationInformation& information : regulation.information) {
    out.text(information.type);
    out.text(information.code);
    put(out, information.value);
    put(out, information.value_max);
    out.text(information.unit);
    out.text(information.text);
  }
  out.text(regulation.group);
  out.text(regulation.life_cycle.str());
  put(out, regulation.valid);
  out.varint(regulation.place.size());
  for (const PlanPosition& point : regulation.place) {
    out.real(point.east);
    out.real(point.north);
  }
}

void take_more(ByteReader& in, Regulation& regulation) {
  if (!in.flag()) return;
  regulation.code = in.text();
  const std::size_t count = in.count(6);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    RegulationInformation& information = regulation.information.emplace_back();
    information.type = in.text();
    information.code = in.text();
    information.value = record::take_optional_real(in);
    information.value_max = record::take_optional_real(in);
    information.unit = in.text();
    information.text = in.text();
  }
  regulation.group = in.text();
  regulation.life_cycle = in.text();
  regulation.valid = take_span(in);
  const std::size_t points = in.count(2 * sizeof(double));
  for (std::size_t i = 0; i < points && in.ok(); ++i) {
    PlanPosition& point = regulation.place.emplace_back();
    point.east = in.real();
    point.north = in.real();
  }
  if (!has_more(regulation)) in.fail();
}

void put_more(ByteWriter& out, const PlanUnit& unit) {
  for (const SharedText* text : {&unit.plan.key, &unit.plan.identifier, &unit.plan.name, &unit.plan.kind,
                                 &unit.plan.approved, &unit.plan.planner, &unit.kind, &unit.life_cycle,
                                 &unit.underground, &unit.repealed_by}) {
    out.text(text->str());
  }
  put(out, unit.valid);
  put(out, unit.vertical_low_m);
  put(out, unit.vertical_high_m);
  out.text(unit.description);
  put(out, unit.related);
  put(out, unit.property_ids);
  for (const Regulation& regulation : unit.regulations) put_more(out, regulation);
}

void take_more(ByteReader& in, PlanUnit& unit) {
  for (SharedText* text : {&unit.plan.key, &unit.plan.identifier, &unit.plan.name, &unit.plan.kind,
                           &unit.plan.approved, &unit.plan.planner, &unit.kind, &unit.life_cycle, &unit.underground,
                           &unit.repealed_by}) {
    *text = in.text();
  }
  unit.valid = take_span(in);
  unit.vertical_low_m = record::take_optional_real(in);
  unit.vertical_high_m = record::take_optional_real(in);
  unit.description = in.text();
  take_texts(in, unit.related);
  take_texts(in, unit.property_ids);
  for (Regulation& regulation : unit.regulations) take_more(in, regulation);
  if (!has_more(unit)) in.fail();  // that value is written as version 1
}

}  // namespace

Bytes encode(const PlanUnit& unit) {
  ByteWriter out;
  const bool more = has_more(unit);
  out.byte(more ? kPlanUnitVersionWithMore : kPlanUnitVersion);
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
  if (more) put_more(out, unit);
  return std::move(out).bytes();
}

Result<PlanUnit> decode_plan_unit(ByteView bytes) {
  ByteReader in(bytes);
  const std::uint8_t version = in.byte();
  if (version != kPlanUnitVersion && version != kPlanUnitVersionWithMore) in.fail();
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
  if (version == kPlanUnitVersionWithMore) take_more(in, unit);
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

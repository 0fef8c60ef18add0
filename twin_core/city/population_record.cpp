#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

using record::put;

constexpr std::uint8_t kPopulationVersion = 1;
constexpr std::size_t kAgeBytes = 4;

void put_age(ByteWriter& out, const AgeCount& age) {
  out.byte(age.from);
  out.flag(age.to.has_value());
  if (age.to) out.byte(*age.to);
  out.byte(static_cast<std::uint8_t>(age.sex));
  put(out, age.count);
}

AgeCount take_age(ByteReader& in) {
  AgeCount out;
  out.from = in.byte();
  if (in.flag()) out.to = in.byte();
  const std::uint8_t sex = in.byte();
  if (sex > static_cast<std::uint8_t>(Sex::kMale)) in.fail();
  out.sex = static_cast<Sex>(sex);
  out.count = record::take_optional_int(in);
  return out;
}

}  // namespace

std::string_view name_of(Sex sex) {
  switch (sex) {
    case Sex::kBoth: return "both";
    case Sex::kFemale: return "female";
    case Sex::kMale: return "male";
  }
  return "both";
}

Bytes encode(const PopulationArea& area) {
  ByteWriter out;
  out.byte(kPopulationVersion);
  out.text(area.id);
  out.text(area.name);
  out.text(area.name_sv);
  out.varint(area.boundary.size());
  for (const PlanPolygon& polygon : area.boundary) put(out, polygon);
  out.text(area.building);
  put(out, area.residents);
  out.varint(area.ages.size());
  for (const AgeCount& age : area.ages) put_age(out, age);
  put(out, area.floor_area_per_resident_m2);
  put(out, area.dwellings);
  put(out, area.year);
  out.text(area.source);
  return std::move(out).bytes();
}

Result<PopulationArea> decode_population_area(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kPopulationVersion);
  PopulationArea area;
  area.id = in.text();
  area.name = in.text();
  area.name_sv = in.text();
  const std::size_t polygons = in.count(2);
  for (std::size_t i = 0; i < polygons && in.ok(); ++i) area.boundary.push_back(record::take_plan_polygon(in));
  area.boundary.shrink_to_fit();
  area.building = in.text();
  area.residents = record::take_optional_int(in);
  const std::size_t ages = in.count(kAgeBytes);
  area.ages.reserve(ages);
  for (std::size_t i = 0; i < ages && in.ok(); ++i) area.ages.push_back(take_age(in));
  area.floor_area_per_resident_m2 = record::take_optional_real(in);
  area.dwellings = record::take_optional_int(in);
  area.year = record::take_optional_int(in);
  area.source = in.text();
  if (!in.finished()) return record::malformed("population area");
  return area;
}

}  // namespace twin

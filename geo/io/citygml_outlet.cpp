#include "geo/io/citygml_outlet.hpp"

#include <algorithm>
#include <iterator>

#include "twin_core/base/text.hpp"

namespace geo {

void CityGmlTally::pass_over(std::string_view local, std::uint64_t line, std::uint64_t times) {
  std::string name = twin::excerpt(local);
  const bool known = summary.passed_over.contains(name);
  if (!known && summary.passed_over.size() >= kMaxClasses) name = "other";
  summary.passed_over[name] += times;
  note_line(name, line);
}

void CityGmlTally::note_line(const std::string& name, std::uint64_t line) {
  auto& known = line_of_class.try_emplace(name, line).first->second;
  known = std::min(known, line);
}

void CityGmlTally::add(CityGmlTally&& later) {
  summary.read += later.summary.read;
  summary.other_objects += later.summary.other_objects;
  for (std::size_t i = 0; i < summary.surfaces.size(); ++i) summary.surfaces[i] += later.summary.surfaces[i];
  for (const auto& [type, count] : later.summary.city_objects) summary.city_objects[type] += count;
  for (const auto& [type, count] : later.summary.passed_over) summary.passed_over[type] += count;
  for (const auto& [type, line] : later.line_of_class) note_line(type, line);
  std::move(later.member_references.begin(), later.member_references.end(), std::back_inserter(member_references));
  if (odd_ids == 0) {
    odd_id = std::move(later.odd_id);
    odd_id_line = later.odd_id_line;
  }
  odd_ids += later.odd_ids;
}

}  // namespace geo

#include "geo/io/citygml_delivery.hpp"

#include <fmt/format.h>

#include "twin_core/base/text.hpp"

namespace geo {

bool CityGmlDelivery::is_new(const std::string& id, std::uint64_t line) {
  const auto known = ids_seen_.add(id, line);
  if (!known) return true;
  constexpr std::size_t kLongest = 2000;
  auto& lines = lines_of_duplicate_[id];
  if (lines.empty()) lines = fmt::format("line {}", *known);
  if (lines.size() < kLongest) lines += fmt::format(" and line {}", line);
  return false;
}

void CityGmlDelivery::deliver(CityGmlMember&& member) {
  if (member.rejected) {
    tally.summary.rejected += member.object_type.empty() ? 1 : 0;
    if (member.spaces_read > 0) {
      add({"parent-missing", twin::Severity::kError, member.model.id, {}, fmt::format("line {}", member.model.line),
           fmt::format("{} spaces", member.spaces_read), "Rooms and storeys go with their building, which was rejected."});
    }
    return;
  }
  if (member.object_type.empty())
    sink_(std::move(member.model));
  else
    objects_({std::move(member.object_type), {}, std::move(member.model)});
  for (auto& space : member.spaces) {
    if (is_new(space.model.id, space.model.line)) objects_(std::move(space));
  }
}

CityGmlSummary CityGmlDelivery::finish() {
  CityGmlSummary& summary = tally.summary;
  for (const auto& [id, lines] : lines_of_duplicate_) {
    summary.duplicate_ids.push_back(id);
    add({"duplicate-id",
         twin::Severity::kError,
         id,
         {},
         lines,
         twin::excerpt(id),
         "give each object its own gml:id; none of these was taken"});
  }
  for (const auto& [target, line] : tally.member_references) {
    if (target.starts_with('#') && ids_seen_.has(std::string_view(target).substr(1))) continue;
    add({"xlink-unresolved", twin::Severity::kWarning, {}, {}, fmt::format("line {}", line), twin::excerpt(target),
         "A member of the model refers to an object that is not read from this file; write the object there."});
  }
  for (const auto& [name, count] : summary.passed_over) {
    add({"object-passed-over",
         twin::Severity::kInfo,
         {},
         {},
         fmt::format("line {}", tally.line_of_class[name]),
         fmt::format("{}: {}", name, count),
         objects_ ? "Nothing to do: groups, time series, lines of buildings and what extensions say of surfaces are not kept."
                  : "Nothing to do: of a city model the outside of buildings is read."});
  }
  if (tally.odd_ids > 0) {
    add({"name-invalid",
         twin::Severity::kWarning,
         tally.odd_id,
         {},
         fmt::format("line {}", tally.odd_id_line),
         tally.odd_ids == 1 ? twin::excerpt(tally.odd_id)
                            : fmt::format("{} and {} more", twin::excerpt(tally.odd_id), tally.odd_ids - 1),
         "A gml:id begins with a letter or '_', then also digits, '-' and '.'; it was taken as it "
         "is."});
  }
  return std::move(summary);
}

}  // namespace geo

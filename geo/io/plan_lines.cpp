#include "geo/io/plan_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/io/plan_groups.hpp"
#include "geo/io/plan_values.hpp"
#include "geo/io/polygon_share.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Severity;

bool take_line(const Json& coordinates, twin::PlanRing& into) {
  if (!coordinates.is_array()) return false;
  for (const auto& position : coordinates) {
    const bool fine =
        position.is_array() && position.size() >= 2 && position[0].is_number() && position[1].is_number();
    if (!fine) return false;
    into.push_back({position[0].get<double>(), position[1].get<double>()});
  }
  return !into.empty();
}

PlanDraft* target_of(const PlanLine& line, std::size_t first, PlanFile& file) {
  PlanDraft* found = nullptr;
  const auto& middle = line.pieces.front()[line.pieces.front().size() / 2];
  const auto& related = line.draft.unit.related;
  double least = 0;
  for (std::size_t i = first; i < file.units.size(); ++i) {
    auto& draft = file.units[i];
    if (draft.crs != line.draft.crs) continue;
    if (std::find(related.begin(), related.end(), draft.unit.id) != related.end()) return &draft;
    const double area = area_of_plan(draft.unit.boundary);
    if (!contains(draft.unit.boundary, middle) || (found != nullptr && area >= least)) continue;
    found = &draft;
    least = area;
  }
  return found;
}

void put_on(const PlanLine& line, PlanDraft& target) {
  for (const auto& piece : line.pieces) {
    for (std::size_t i = 0; i < line.draft.unit.regulations.size(); ++i) {
      auto regulation = line.draft.unit.regulations[i];
      regulation.place = piece;
      target.unit.regulations.push_back(std::move(regulation));
      target.regulation_places.push_back(line.draft.regulation_places[i]);
      target.regulation_objects.push_back(line.draft.place);
    }
  }
}

/// False when the line is rejected.
bool attach(const PlanLine& line, std::size_t first, PlanFile& file) {
  const auto& unit = line.draft.unit;
  const auto place = line.draft.place + "/geometry/geometry";
  if (line.spoiled) return false;
  if (unit.regulations.empty()) {
    note_without_regulations(line.draft, file);
    return false;
  }
  PlanDraft* const target = target_of(line, first, file);
  if (target == nullptr) {
    note(file, "geometry-not-polygon", Severity::kWarning, unit.id, place, line.type,
         "A line or point is kept with the regulations of an area that it names (relatedPlanObjectKeys) or "
         "lies in; "
         "there is none.");
    return false;
  }
  put_on(line, *target);
  note(file, "plan-line-attached", Severity::kInfo, unit.id, place,
       fmt::format("{}, {} regulations", line.type, unit.regulations.size()),
       fmt::format("It is kept as the place of regulations of unit {}.", twin::excerpt(target->unit.id)));
  return true;
}

}  // namespace

std::vector<twin::PlanRing> lines_of(const Json& geometry) {
  const auto type = text_at(geometry, "type");
  const Json coordinates = geometry.is_object() ? geometry.value("coordinates", Json()) : Json();
  std::vector<Json> pieces;
  if (type == "Point") pieces.push_back(Json::array({coordinates}));
  if (type == "LineString") pieces.push_back(coordinates);
  if (type == "MultiPoint" || type == "MultiLineString") {
    for (const auto& piece : coordinates)
      pieces.push_back(type == "MultiPoint" ? Json::array({piece}) : piece);
  }
  std::vector<twin::PlanRing> out;
  for (const auto& piece : pieces) {
    if (!take_line(piece, out.emplace_back())) return {};
  }
  return out;
}

void attach_lines(const std::vector<PlanLine>& lines, std::size_t first, PlanFile& file) {
  auto& tally = file.diagnostics.tally;
  for (const auto& line : lines) {
    const bool taken = attach(line, first, file);
    ++(!taken ? tally.rejected : line.draft.repaired ? tally.repaired : tally.accepted);
  }
}

void note_without_regulations(const PlanDraft& draft, PlanFile& out) {
  note(out, "plan-object-without-regulations", Severity::kWarning, draft.unit.id, draft.place, "",
       "Relate a regulation group to the object if it is meant to rule something.");
}

}  // namespace geo

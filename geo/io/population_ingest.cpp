#include "geo/io/population_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "geo/io/axis_evidence.hpp"
#include "geo/io/table_file.hpp"

namespace geo {
namespace {

using twin::Box;
using twin::Problem;
using twin::Severity;
using twin::Status;
using twin::WorkingPosition;

bool is_near(const twin::PlanPosition& a, const twin::PlanPosition& b) {
  constexpr double kNear = 0.001;  // metres: degrees of GeoJSON give a place back to 0.1 mm
  return std::hypot(a.east - b.east, a.north - b.north) <= kNear;
}

/// Wherever the ring begins, and whichever way it turns: GeoJSON has a way of its own.
bool is_same(const twin::PlanRing& a, const twin::PlanRing& b) {
  const std::size_t size = a.size();
  if (size != b.size() || size == 0) return false;
  const auto follows = [&](std::size_t start, bool back) {
    for (std::size_t i = 0; i < size; ++i) {
      if (!is_near(a[i], b[(back ? start + size - i : start + i) % size])) return false;
    }
    return true;
  };
  for (std::size_t start = 0; start < size; ++start) {
    if (is_near(a[0], b[start]) && (follows(start, false) || follows(start, true))) return true;
  }
  return false;
}

bool is_same(const std::vector<twin::PlanPolygon>& area, const twin::PlanPolygon& footprint) {
  if (area.size() != 1 || !is_same(area.front().outer, footprint.outer)) return false;
  return std::equal(area.front().holes.begin(), area.front().holes.end(), footprint.holes.begin(), footprint.holes.end(),
                    [](const auto& p, const auto& q) { return is_same(p, q); });
}

/// Brings drafts into the twin's frame.
class PopulationIngest {
 public:
  PopulationIngest(FrameAgreement& agreement, IngestedFile& out)
      : agreement_(agreement), out_(out), evidence_("population areas", "Population area") {}

  Status take(PopulationFile&& file) {
    out_.report.diagnostics = std::move(file.diagnostics);
    auto& tally = out_.report.diagnostics.tally;
    for (PopulationDraft& draft : file.areas) {
      if (place(draft)) {
        out_.population_areas.push_back(std::move(draft.area));
        continue;
      }
      --(draft.repaired ? tally.repaired : tally.accepted);
      ++tally.rejected;
    }
    evidence_.conclude(out_.report.diagnostics);
    if (!out_.refused && evidence_.all_outside()) out_.refused = evidence_.refusal();
    if (out_.refused) {
      out_.population_areas.clear();
      tally = {tally.read, 0, 0, tally.read};
    }
    return twin::Done{};
  }

 private:
  bool place(PopulationDraft& draft) {
    if (out_.refused) return false;
    auto& boundary = draft.area.boundary;
    if (boundary.empty()) return true;
    Box bounds;
    for (const auto& polygon : boundary) {
      for (const auto& point : polygon.outer) bounds.add(WorkingPosition{point.east, point.north, 0});
    }
    const auto placement = agreement_.agree(draft.crs, AxisConvention::kEastingFirst, bounds);
    if (!placement) {
      Problem problem = placement.problem();
      if (problem.place.empty()) problem.place = draft.area.id;
      out_.report.diagnostics.add(twin::finding_of(problem));
      out_.refused = std::move(problem);
      return false;
    }
    if ((*placement)->note() && noted_.insert(*placement).second) out_.report.diagnostics.add(*(*placement)->note());
    const auto order = (*placement)->order_of(bounds);
    evidence_.add(draft.area.id, draft.place, bounds, **placement, order, out_.report.diagnostics);
    if (!order) return false;
    const auto move = [&](twin::PlanRing& ring) {
      for (auto& point : ring) {
        const auto placed = (*placement)->place({point.east, point.north, 0}, *order);
        if (!placed) return false;
        point = {placed->east, placed->north};
      }
      return true;
    };
    for (auto& polygon : boundary) {
      bool fine = move(polygon.outer);
      for (auto& hole : polygon.holes) fine = fine && move(hole);
      if (fine) continue;
      out_.report.diagnostics.add({"coordinates-outside-area", Severity::kError, draft.area.id, "", draft.place, "",
                                   "Check the coordinates, and that they are in the system the file names."});
      return false;
    }
    return true;
  }

  FrameAgreement& agreement_;
  IngestedFile& out_;
  AxisEvidence evidence_;
  std::set<const Placement*> noted_;
};

}  // namespace

Status ingest_population_table(const std::string& name, const RegisterTable& table, std::string_view bytes,
                               PopulationMappingPtr mapping, FrameAgreement& agreement, IngestedFile& out) {
  out.report.format = "CSV population";
  out.report.mapping = mapping->name;
  TWIN_TRY(PopulationRows rows, PopulationRows::make(name, table.columns, std::move(mapping)));
  TWIN_CHECK(for_each_table_row(
      table, bytes, [&](std::span<const char* const> cells, std::string place) { rows.add(cells, std::move(place)); }));
  return PopulationIngest(agreement, out).take(std::move(rows).finish());
}

Status ingest_population_layer(const std::string& name, LayerFile& file, std::size_t number, PopulationMappingPtr mapping,
                               FrameAgreement& agreement, IngestedFile& out) {
  out.report.mapping = mapping->name;
  const auto& layer = file.layers()[number];
  TWIN_TRY(PopulationRows rows, PopulationRows::make(name, layer.columns, std::move(mapping)));
  TWIN_CHECK(file.for_each(number, [&](LayerRow&& row) {
    rows.add(row.cells, std::move(row.place), std::move(row.polygons), layer.crs);
    return Status(twin::Done{});
  }));
  return PopulationIngest(agreement, out).take(std::move(rows).finish());
}

void place_on_buildings(std::vector<twin::PopulationArea>& areas, const std::vector<const twin::Building*>& buildings,
                        std::vector<FileReport>& files) {
  std::unordered_map<std::string_view, const twin::Building*> by_id;
  for (const twin::Building* building : buildings) by_id.emplace(building->id, building);
  std::map<std::string, std::pair<std::size_t, std::string>> missing;  // of a file: how many, and the first
  for (auto& area : areas) {
    if (area.building.empty()) continue;
    const auto found = by_id.find(area.building);
    if (!area.boundary.empty()) {
      if (found != by_id.end() && is_same(area.boundary, found->second->footprint)) area.boundary = {found->second->footprint};
      continue;
    }
    if (found != by_id.end() && found->second->footprint.outer.size() >= 3) {
      area.boundary.push_back(found->second->footprint);
      continue;
    }
    auto& [count, first] = missing[area.source.str()];
    if (count++ == 0) first = area.id;
  }
  for (auto& file : files) {
    const auto entry = missing.find(file.name);
    if (entry == missing.end()) continue;
    file.diagnostics.add({"location-unusable", Severity::kInfo, entry->second.second, "", "",
                          fmt::format("{} areas", entry->second.first),
                          "The twin has no such building: import the model first, or together with this file."});
  }
}

}  // namespace geo

#include "geo/io/register_placing.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

namespace geo {
namespace {

using twin::Box;
using twin::PlanPosition;
using twin::WorkingPosition;

Box bounds_of(const RegisterRow& row) {
  Box out;
  if (row.point) out.add(WorkingPosition{row.point->east, row.point->north, 0});
  for (const auto& point : row.footprint.outer) out.add(WorkingPosition{point.east, point.north, 0});
  return out;
}

bool move(PlanPosition& point, const Placement& placement, AxisOrder order) {
  const auto placed = placement.place({point.east, point.north, 0}, order);
  if (placed) point = {placed->east, placed->north};
  return placed.has_value();
}

/// "" when the row is in the frame now, else why not.
std::string place(RegisterRow& row, FrameAgreement& agreement) {
  const bool as_frame = row.location_crs.empty() || row.location_crs == kUnplaced;
  if (!agreement.frame()) {
    if (as_frame) row.location_crs = kUnplaced;
    return "";  // it is placed when a model has brought the frame
  }
  const Box bounds = bounds_of(row);
  const std::string crs = as_frame ? agreement.frame()->crs : row.location_crs;
  if (as_frame && crs == "local") {
    row.location_crs.clear();
    return "";
  }
  const auto placement = agreement.agree(crs, AxisConvention::kEastingFirst, bounds);
  if (!placement) return placement.problem().code;
  const auto order = (*placement)->order_of(bounds);
  if (!order) return "coordinates-outside-area";
  bool fine = true;
  if (row.point) fine &= move(*row.point, **placement, *order);
  for (auto& point : row.footprint.outer) fine &= move(point, **placement, *order);
  for (auto& hole : row.footprint.holes) {
    for (auto& point : hole) fine &= move(point, **placement, *order);
  }
  if (!fine) return "coordinates-outside-area";
  row.location_crs.clear();
  return "";
}

}  // namespace

void place_rows(std::vector<FiledRow>& rows, FrameAgreement& agreement, std::vector<FileReport>& files) {
  std::map<std::pair<std::size_t, std::string>, std::pair<std::string, std::size_t>> dropped;
  for (auto& filed : rows) {
    if (!filed.row.has_location() || (filed.file == kNoFile && filed.row.is_placed())) continue;
    const auto why = place(filed.row, agreement);
    if (why.empty()) continue;
    filed.row.drop_location();
    if (filed.file == kNoFile) continue;
    auto& [first, count] = dropped[{filed.file, why}];
    if (count++ == 0) first = filed.row.place;
  }
  for (const auto& [key, told] : dropped) {
    files[key.first].diagnostics.add({"location-unusable", twin::Severity::kInfo, "", "", told.first,
                                      fmt::format("{}, {} rows", key.second, told.second),
                                      "These rows are linked by their ids alone: check the coordinate system of the file, or name it with --crs EPSG:CODE."});
  }
}

}  // namespace geo

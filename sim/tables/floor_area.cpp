#include "sim/tables/floor_area.hpp"

#include "geo/solid/envelope.hpp"
#include "geo/solid/overlay.hpp"

namespace sim {
namespace {

/// Whether a cellar or attic counts; nothing where it depends on what is not told.
std::optional<bool> counts(const MeasuredStorey& storey, const FloorAreaRules& rules) {
  if (storey.kind == StoreyKind::kStorey) return true;
  const auto rule = storey.kind == StoreyKind::kCellar ? rules.cellar : rules.attic;
  if (rule == PartCounts::kAlways) return true;
  if (rule == PartCounts::kNever) return false;
  return storey.main_use;
}

/// Area of the strip inside the outline.
twin::Result<double> strip_m2(const MeasuredStorey& storey, double width_m) {
  double strip = 0;
  for (const auto& polygon : storey.outline) {
    TWIN_TRY(const auto inside, geo::set_back(polygon, width_m));
    strip += geo::area_of(polygon) - geo::area_of(inside);
  }
  return strip;
}

}  // namespace

twin::Result<MeasuredFloorArea> floor_area_of(const std::vector<MeasuredStorey>& storeys, const FloorAreaRules& rules) {
  MeasuredFloorArea out;
  for (std::size_t i = 0; i < storeys.size(); ++i) {
    const auto& storey = storeys[i];
    const double area = storey.outline.empty() ? storey.area_m2 : geo::area_of(storey.outline);
    out.gross_m2 += area;
    const auto counted = counts(storey, rules);
    if (!counted) out.unknown.push_back(i);
    if (counted == false) {
      out.deductions.push_back(
          {i, storey.kind == StoreyKind::kCellar ? "cellar-without-main-use" : "attic-without-main-use", area});
      continue;
    }
    out.counted_k_m2 += area;
    const double thicker = storey.wall_thickness_m.value_or(0) - rules.wall_limit_m;
    if (thicker <= 0) continue;
    TWIN_TRY(const double strip, strip_m2(storey, thicker));
    out.may_exceed_k_m2 += strip;
    out.deductions.push_back({i, "thick-walls", strip});
  }
  return out;
}

}  // namespace sim

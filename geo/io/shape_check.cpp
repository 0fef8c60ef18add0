#include "geo/io/shape_check.hpp"

#include <iterator>
#include <utility>

#include "geo/io/appearance_follow.hpp"
#include "geo/io/shape_placing.hpp"
#include "geo/validate/repair.hpp"

namespace geo {
namespace {

bool mend(twin::BuildingShape& shape, const std::string& id, const std::string& place,
          const ValidationTolerances& tolerances, twin::Diagnostics& out) {
  const auto before = shape.appearance.empty() ? std::vector<twin::ShapePart>() : shape.parts;
  const auto outcome = repair_shape(shape, id, tolerances, out);
  if (forget_changed(shape, before)) {
    out.add({"appearance-left-out", twin::Severity::kInfo, id, "", place, "repaired surfaces",
             "Surfaces that were repaired lost their textures and materials; mend them in the source."});
  }
  return outcome.repaired || outcome.solids_given_up > 0;
}

}  // namespace

bool check_shape(twin::BuildingShape& shape, const std::string& id, const std::string& place, const ShapeChecks& checks,
                 twin::Diagnostics& out) {
  bool changed = false;
  if (checks.repair) {
    changed = mend(shape, id, place, checks.tolerances, out);
  } else {
    validate_shape(shape, id, checks.tolerances, out);
  }
  changed = drop_repeated_vertices(shape) > 0 || changed;
  for (auto& part : shape.parts) part.solids_apart = part.solids_apart && part.solids.size() > 1;
  return changed;
}

void check_other_levels(std::vector<RawPart>& parts, const std::string& id, const Placement& placement, AxisOrder order,
                        const ValidationTolerances& tolerances, twin::Diagnostics& out) {
  twin::BuildingShape shape;
  for (auto& part : parts) {
    auto levels = std::exchange(part.other_levels, {});
    std::move(levels.begin(), levels.end(), std::back_inserter(shape.parts));
  }
  if (!shape.parts.empty() && place_shape(shape, placement, order)) validate_shape(shape, id, tolerances, out);
}

}  // namespace geo

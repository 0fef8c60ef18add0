#include "geo/io/shape_check.hpp"

#include <vector>

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
  return outcome.repaired;
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

}  // namespace geo

#include "geo/io/plan_baseline.hpp"

#include <algorithm>

#include "geo/io/frame_agreement.hpp"
#include "geo/io/plan_placing.hpp"
#include "geo/io/plan_values.hpp"

namespace geo {
namespace {

bool place(PlanDraft& draft, FrameAgreement& agreement) {
  const auto bounds = bounds_of(draft.unit.boundary);
  const auto placement = agreement.agree(draft.crs, AxisConvention::kEastingFirst, bounds);
  if (!placement) return false;
  const auto order = (*placement)->order_of(bounds);
  return order && place_unit(draft.unit, **placement, *order);
}

}  // namespace

twin::Result<std::vector<PlanDraft>> placed_units(const twin::Json& document, const twin::Manifest& frame) {
  TWIN_TRY(FrameAgreement agreement, FrameAgreement::make(frame, ""));
  TWIN_TRY(PlanFile file, read_plan("", document));
  std::erase_if(file.units, [&](PlanDraft& draft) { return !place(draft, agreement); });
  return std::move(file.units);
}

bool is_document_of(const twin::Json& document, std::string_view identifier, const std::set<std::string>& keys) {
  for (const char* const member : {"permanentPlanIdentifier", "permanentBindingPlotDivisionIdentifier"}) {
    if (!identifier.empty() && text_at(document, member) == identifier) return true;
  }
  const auto inside = plans_inside(document);
  return std::any_of(inside.begin(), inside.end(), [&](const PlanInside& plan) { return keys.contains(plan.key); });
}

}  // namespace geo

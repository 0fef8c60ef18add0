#include "geo/io/plan_ingest.hpp"

#include <algorithm>
#include <set>

#include "geo/io/axis_evidence.hpp"
#include "geo/io/plan_forms.hpp"
#include "geo/io/plan_ground.hpp"
#include "geo/io/plan_placing.hpp"
#include "geo/io/plan_unit_check.hpp"

namespace geo {
namespace {

class PlanIngest {
 public:
  PlanIngest(FrameAgreement& agreement, const PlanChecks& checks, IngestedFile& out)
      : agreement_(agreement), checks_(checks), out_(out), evidence_("plan objects", "Plan object") {}

  void take(PlanDraft&& draft) {
    auto& tally = out_.report.diagnostics.tally;
    if (place(draft)) {
      note_refusals(draft, checks_, out_.report.diagnostics);
      if (needs_ground(draft.unit)) note_ground_missing(draft.unit, draft.place, out_.report.diagnostics);
      out_.plan_units.push_back(std::move(draft.unit));
      return;
    }
    if (!draft.counts) return;
    --(draft.repaired ? tally.repaired : tally.accepted);
    ++tally.rejected;
  }

  /// What cannot be placed is not applied.
  void take(PlanCancellation&& cancellation) {
    cancellation.file = out_.report.name;
    std::erase_if(cancellation.objects, [&](ObjectCancellation& object) {
      return !object.entire && !place(object, cancellation);
    });
    out_.cancellations.push_back(std::move(cancellation));
  }

  void conclude() {
    evidence_.conclude(out_.report.diagnostics);
    if (!out_.refused && evidence_.all_outside()) out_.refused = evidence_.refusal();
    if (!out_.refused) return;
    out_.plan_units.clear();
    out_.cancellations.clear();
    auto& tally = out_.report.diagnostics.tally;
    tally = {tally.read, 0, 0, tally.read};
  }

 private:
  bool place(ObjectCancellation& object, const PlanCancellation& cancellation) {
    const auto bounds = bounds_of(object.remaining);
    const auto placement = agreement_.agree(object.crs, AxisConvention::kEastingFirst, bounds);
    const auto order = placement ? (*placement)->order_of(bounds) : std::nullopt;
    if (order && place_polygon(object.remaining, **placement, *order)) return true;
    out_.report.diagnostics.add({"repeal-not-applied", twin::Severity::kError, object.object, "", object.place,
                                 cancellation.plan,
                                 "The area where it stays valid lies outside the twin's frame; it stays as it is."});
    return false;
  }

  bool place(PlanDraft& draft) {
    if (out_.refused) return false;
    auto& unit = draft.unit;
    const auto bounds = bounds_of(unit.boundary);
    const auto placement = agreement_.agree(draft.crs, AxisConvention::kEastingFirst, bounds);
    if (!placement) {
      auto problem = placement.problem();
      if (problem.place.empty()) problem.place = "plan object " + unit.id;
      out_.report.diagnostics.add(twin::finding_of(problem));
      out_.refused = std::move(problem);
      return false;
    }
    if ((*placement)->note() && noted_.insert(*placement).second) {
      out_.report.diagnostics.add(*(*placement)->note());
    }
    const auto order = (*placement)->order_of(bounds);
    evidence_.add(unit.id, "", bounds, **placement, order, out_.report.diagnostics);
    return order && place_unit(unit, **placement, *order);
  }

  FrameAgreement& agreement_;
  const PlanChecks& checks_;
  IngestedFile& out_;
  AxisEvidence evidence_;
  std::set<const Placement*> noted_;
};

}  // namespace

twin::Status ingest_plan(const std::string& name, const twin::Json& document, FrameAgreement& agreement,
                         const PlanChecks& checks, IngestedFile& out) {
  TWIN_TRY(PlanFile plan, read_plan(name, document));
  out.report.diagnostics = std::move(plan.diagnostics);
  PlanIngest ingest(agreement, checks, out);
  for (auto& draft : plan.units) ingest.take(std::move(draft));
  for (auto& cancellation : plan.cancellations) ingest.take(std::move(cancellation));
  ingest.conclude();
  if (!out.refused && is_national_plan(document)) out.report.plan_document = document;
  return twin::Done{};
}

}  // namespace geo

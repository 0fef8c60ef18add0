#include "geo/io/plan_ingest.hpp"

#include <set>

#include "geo/io/axis_evidence.hpp"

namespace geo {
namespace {

twin::Box bounds_of(const twin::PlanPolygon& polygon) {
  twin::Box out;
  for (const auto& point : polygon.outer) out.add(twin::WorkingPosition{point.east, point.north, 0});
  return out;
}

bool place_ring(twin::PlanRing& ring, const Placement& placement, AxisOrder order) {
  for (auto& point : ring) {
    const auto placed = placement.place({point.east, point.north, 0}, order);
    if (!placed) return false;
    point = {placed->east, placed->north};
  }
  return true;
}

class PlanIngest {
 public:
  PlanIngest(FrameAgreement& agreement, IngestedFile& out)
      : agreement_(agreement), out_(out), evidence_("plan objects", "Plan object") {}

  void take(PlanDraft&& draft) {
    auto& tally = out_.report.diagnostics.tally;
    if (place(draft)) {
      out_.plan_units.push_back(std::move(draft.unit));
      return;
    }
    --(draft.repaired ? tally.repaired : tally.accepted);
    ++tally.rejected;
  }

  void conclude() {
    evidence_.conclude(out_.report.diagnostics);
    if (!out_.refused && evidence_.all_outside()) out_.refused = evidence_.refusal();
    if (!out_.refused) return;
    out_.plan_units.clear();
    auto& tally = out_.report.diagnostics.tally;
    tally = {tally.read, 0, 0, tally.read};
  }

 private:
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
    if (!order || !place_ring(unit.boundary.outer, **placement, *order)) return false;
    for (auto& hole : unit.boundary.holes) {
      if (!place_ring(hole, **placement, *order)) return false;
    }
    return true;
  }

  FrameAgreement& agreement_;
  IngestedFile& out_;
  AxisEvidence evidence_;
  std::set<const Placement*> noted_;
};

}  // namespace

twin::Status ingest_plan(const std::string& name, const twin::Json& document, FrameAgreement& agreement,
                         IngestedFile& out) {
  TWIN_TRY(PlanFile plan, read_plan(name, document));
  out.report.diagnostics = std::move(plan.diagnostics);
  PlanIngest ingest(agreement, out);
  for (auto& draft : plan.units) ingest.take(std::move(draft));
  ingest.conclude();
  return twin::Done{};
}

}  // namespace geo

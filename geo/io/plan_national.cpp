// Documents of the national form: which plans they hold, and what is known of each.
#include <fmt/format.h>

#include "geo/io/plan_baseline.hpp"
#include "geo/io/plan_forms.hpp"
#include "geo/io/plan_groups.hpp"
#include "geo/io/plan_members.hpp"
#include "geo/io/plan_objects.hpp"
#include "geo/io/plan_values.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/plan_document.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Result;
using twin::Severity;

constexpr std::size_t kLongestName = 100;

/// A plan inside a document, and where it stands.
struct FoundPlan {
  const Json* plan = nullptr;
  std::string pointer;
  const Json* decision = nullptr;  ///< of a plan matter
  std::string decision_pointer;
};

/// The plans of a document: itself, or those of the last phase of a plan matter that decided on any.
std::vector<FoundPlan> plans_of(const Json& document) {
  if (plan_document_of(document) == PlanDocument::kPlan) return {{&document, "", nullptr, ""}};
  std::vector<FoundPlan> out;
  const auto& phases = array_at(document, "planMatterPhases");
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if (!phases[i].is_object() || !phases[i].contains("planDecision")) continue;
    const auto& decision = phases[i]["planDecision"];
    const auto where = fmt::format("/planMatterPhases/{}/planDecision", i);
    std::vector<FoundPlan> here;
    const auto& plans = array_at(decision, "plans");
    for (std::size_t j = 0; j < plans.size(); ++j) {
      if (plans[j].is_object() && plans[j].contains("planObjects")) {
        here.push_back({&plans[j], fmt::format("{}/plans/{}", where, j), &decision, where});
      }
    }
    if (!here.empty()) out = std::move(here);
  }
  return out;
}

std::string planner_of(const Json& planners) {
  std::string out;
  for (const auto& planner : planners) {
    auto name = text_at(planner, "organizationName");
    if (name.empty()) name = text_at(planner, "firstName") + " " + text_at(planner, "lastName");
    if (name != " ") out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

/// A plan on its own has no name: the first line of its description stands for it.
std::string name_of_plan(const Json& document, const Json& plan) {
  if (auto name = localized_at(document, "name"); !name.empty()) return name;
  const auto description = text_at(plan, "planDescription");
  return twin::excerpt(description.substr(0, description.find('\n')), kLongestName);
}

twin::PlanReference reference_of(const Json& document, const FoundPlan& found, PlanFile& out) {
  const auto& plan = *found.plan;
  twin::PlanReference reference;
  reference.key = text_at(plan, "planKey");
  if (reference.key.empty()) {
    note(out, "value-missing", Severity::kWarning, "", found.pointer + "/planKey", "",
         "Give the plan its planKey (a UUID): without it nobody can tell whose its units are, and later editions cannot replace it.");
  }
  reference.identifier = text_at(document, "permanentPlanIdentifier");
  reference.name = name_of_plan(document, plan);
  reference.kind = code_at(document, "planType");
  reference.planner = planner_of(array_at(plan, "planners"));
  if (reference.planner.empty() && document.contains("responsibleParty")) {
    reference.planner = planner_of(Json::array({document["responsibleParty"]}));
  }
  auto approved = text_at(plan, "approvalDate");
  if (approved.empty() && found.decision != nullptr) approved = text_at(*found.decision, "dateOfDecision");
  if (!approved.empty() && !twin::is_day(approved)) {
    note(out, "time-invalid", Severity::kWarning, reference.key, found.pointer + "/approvalDate",
         twin::excerpt(approved), "Write a day such as 2025-05-01; this one is left out.");
    approved.clear();
  }
  reference.approved = approved;
  return reference;
}

void read_repeals(const FoundPlan& found, const twin::PlanReference& reference, PlanFile& out) {
  PlanCancellation about;
  about.by = reference.identifier.empty() ? reference.key.str() : reference.identifier.str();
  about.life_cycle = code_at(*found.plan, "lifeCycleStatus");
  about.from = days_at(*found.plan, "periodOfValidity").from;
  if (about.from.empty() && found.decision != nullptr)
    about.from = text_at(*found.decision, "dateOfValidity");
  if (!twin::is_day(about.from)) about.from.clear();
  read_cancellations(array_at(*found.plan, "planCancellationInfos"), found.pointer + "/planCancellationInfos",
                     about, out);
  if (found.decision == nullptr) return;
  read_cancellations(array_at(*found.decision, "planCancellationInfos"),
                     found.decision_pointer + "/planCancellationInfos", about, out);
}

}  // namespace

bool is_national_plan(const Json& document) {
  return plan_document_of(document) != PlanDocument::kNone;
}

std::vector<PlanInside> plans_inside(const Json& document) {
  std::vector<PlanInside> out;
  if (plan_document_of(document) == PlanDocument::kPlotDivision) {
    std::string pointer;
    if (const auto* const division = division_of(document, pointer)) out.push_back({text_at(*division, "bindingPlotDivisionKey"), pointer});
    return out;
  }
  for (const auto& found : plans_of(document)) out.push_back({text_at(*found.plan, "planKey"), found.pointer});
  return out;
}

Result<PlanFile> read_national_plan(std::string_view name, const Json& document) {
  const auto kind = plan_document_of(document);
  TWIN_CHECK(check_plan_members(document, kind));
  const std::string source(name);
  PlanFile out;
  PlanIds ids;
  if (kind == PlanDocument::kPlotDivision) TWIN_CHECK(read_plots(document, source, ids, out));
  for (const auto& found : plans_of(document)) {
    const auto reference = reference_of(document, found, out);
    TWIN_CHECK(read_plan_objects(*found.plan, found.pointer, reference, source, ids, out));
    read_repeals(found, reference, out);
  }
  ids.reject_repeated(out);
  return out;
}

}  // namespace geo

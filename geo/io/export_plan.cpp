// Plans as JSON: the national form, and our own.
#include <ostream>
#include <set>

#include "geo/io/export_forms.hpp"
#include "geo/io/plan_baseline.hpp"
#include "geo/io/plan_choice.hpp"
#include "geo/io/plan_writer.hpp"
#include "twin_core/city/import_report.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Result;

/// The document that the plan came in, as the reports of imports keep them; null where none does. Reports of the files that the units
/// name come first.
Result<Json> document_of(const twin::BranchState& state, const TextLoader& texts, const ChosenPlan& plan) {
  std::set<std::string> sources, keys;
  for (const auto& unit : plan.units) {
    sources.insert(unit.source);
    if (!unit.plan.key.empty()) keys.insert(unit.plan.key);
  }
  std::vector<twin::Digest> reports;
  for (const bool named : {true, false}) {
    state.for_each<twin::ImportReport>([&](twin::FeatureNumber, const twin::ImportReport& report) {
      if (report.format == "plan JSON" && sources.contains(report.id) == named) reports.push_back(report.findings);
    });
  }
  for (const auto& digest : reports) {
    TWIN_TRY(const std::string text, texts(digest));
    TWIN_TRY(Json report, twin::parse_json(text, 96));
    for (auto& document : report["plans"]) {
      if (is_document_of(document, plan.identifier, keys)) return std::move(document);
    }
  }
  return Json();
}

void write(const Json& document, std::ostream& out) { out << document.dump(1, ' ', false, Json::error_handler_t::replace) << '\n'; }

}  // namespace

twin::Status export_plan(const twin::BranchState& state, const std::string& plan, const ExportExtras& more, std::ostream& out) {
  twin::Diagnostics told;
  TWIN_TRY(ChosenPlan chosen, choose_plan(state, plan, told));
  PlanToWrite order{std::move(chosen.units), {}};
  if (more.texts) {
    chosen.units = order.units;
    TWIN_TRY(order.document, document_of(state, more.texts, chosen));
  }
  TWIN_TRY(const Json document, write_national_plan(order, state.manifest() != nullptr ? *state.manifest() : twin::Manifest{}, told));
  write(document, out);
  if (more.told != nullptr) *more.told = std::move(told);
  return twin::Done{};
}

twin::Status export_own_plan(const twin::BranchState& state, const std::string& plan, std::ostream& out) {
  TWIN_TRY(const auto units, units_of_plan(state, plan));
  write(write_own_plan(units, state.manifest() != nullptr ? *state.manifest() : twin::Manifest{}), out);
  return twin::Done{};
}

}  // namespace geo

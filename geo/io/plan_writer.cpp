#include "geo/io/plan_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "geo/crs/crs.hpp"
#include "geo/io/plan_baseline.hpp"
#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_crs.hpp"
#include "geo/io/plan_members.hpp"
#include "geo/io/plan_object_writer.hpp"
#include "geo/io/plan_skeleton.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/history/attributes.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::PlanUnit;
using twin::Problem;
using twin::Result;
using twin::Severity;

/// The number of the frame's system, as the national form names it.
Result<std::string> srid_of(const twin::Manifest& frame) {
  if (frame.crs.empty() || frame.crs == "local") {
    return Problem{"frame-not-placed", "The twin has a frame of its own: its coordinates mean nothing in a national plan.", "",
                   frame.crs, "Take --format kaksonen-plan."};
  }
  TWIN_TRY(const Crs crs, find_crs(frame.crs));
  auto srid = fmt::format("{}", crs.epsg);
  TWIN_CHECK(crs_of_national({{"srid", srid}}, "the twin's frame"));
  return srid;
}

bool is_told(const twin::Diagnostics& told, const std::string& code, const std::string& value) {
  return std::any_of(told.findings.begin(), told.findings.end(), [&](const auto& one) { return one.code == code && one.value == value; });
}

void note_own_types(const std::vector<PlanUnit>& units, twin::Diagnostics& told) {
  for (const auto& unit : units) {
    for (const auto& regulation : unit.regulations) {
      if (is_national_type(regulation.type) || is_told(told, "code-unknown", regulation.type)) continue;
      told.add({"code-unknown", Severity::kInfo, twin::excerpt(unit.id, 128), "", "regulations", regulation.type,
                "The national list has no such type: it goes out under its own name, which our import reads and the national service does not."});
    }
  }
}

constexpr std::string_view kKeys = "keys of regulation groups", kGround = "ground_level_m";

/// Names of attributes that an import would find otherwise. New keys of groups are one of them.
std::vector<std::string> lost(PlanUnit unit, const PlanUnit& again) {
  unit.source = again.source;
  std::vector<std::string> out;
  const auto without_keys = [](PlanUnit one) {
    for (auto& regulation : one.regulations) regulation.group.clear();
    return one;
  };
  for (const auto& difference : twin::diff(twin::attributes_of(without_keys(unit)), twin::attributes_of(without_keys(again)))) out.push_back(difference.name);
  if (out.empty() && unit != again) out.emplace_back(kKeys);
  return out;
}

twin::Finding lost_finding(const PlanUnit& unit, const std::vector<std::string>& names) {
  twin::Finding out{"plan-not-carried", Severity::kInfo, twin::excerpt(unit.id, 128), "", "plan unit", twin::excerpt(fmt::format("{}", fmt::join(names, ", "))), ""};
  if (names.size() == 1 && names.front() == kKeys) {
    out.remedy = "The regulations are the same; their group has a new key: it had none, or other objects share the old one.";
  } else if (names.size() == 1 && names.front() == kGround) {
    out.remedy = "A national plan tells the ground only as a regulation: a twin that reads it takes its terrain. --format kaksonen-plan carries it.";
  } else {
    out.severity = Severity::kWarning;
    out.remedy = "An import finds it otherwise: the national form has no place for it, or tells it by a regulation. --format kaksonen-plan carries it.";
  }
  return out;
}

void note_lost(const std::vector<PlanUnit>& units, const std::vector<PlanDraft>& again, twin::Diagnostics& told) {
  std::map<std::string, const PlanUnit*> by_id;
  for (const auto& draft : again) by_id[draft.unit.id] = &draft.unit;
  for (const auto& unit : units) {
    const auto found = by_id.find(unit.id);
    if (found == by_id.end()) {
      told.add({"plan-not-carried", Severity::kWarning, twin::excerpt(unit.id, 128), "", "plan unit", "the unit",
                "An import does not take it: the national form has no object without regulations. --format kaksonen-plan carries it."});
    } else if (const auto names = lost(unit, *found->second); !names.empty()) {
      told.add(lost_finding(unit, names));
    }
  }
}

std::vector<PlanDraft> of_plan(const std::vector<PlanDraft>& drafts, const std::string& pointer) {
  std::vector<PlanDraft> out;
  std::copy_if(drafts.begin(), drafts.end(), std::back_inserter(out), [&](const PlanDraft& draft) {
    return draft.place.starts_with(pointer + "/planObjects/") || draft.place.starts_with(pointer + "/plotDivisionPlots/");
  });
  return out;
}

/// Plans of a matter are beside each other in its decision; a plan of another key than the document's is put there.
void add_missing_plans(Json& document, const std::vector<PlanUnit>& units, const std::string& srid) {
  if (plan_document_of(document) != PlanDocument::kMatter) return;
  const auto inside = plans_inside(document);
  std::map<std::string, std::vector<const PlanUnit*>> missing;
  for (const auto& unit : units) {
    if (std::none_of(inside.begin(), inside.end(), [&](const PlanInside& plan) { return plan.key == unit.plan.key.str(); })) missing[unit.plan.key.str()].push_back(&unit);
  }
  if (missing.empty() || inside.empty()) return;
  auto list = Json::json_pointer(inside.front().pointer).parent_pointer();
  for (const auto& [key, of_key] : missing) document[list].push_back(bare_plan(of_key, srid, true));
}

}  // namespace

Result<Json> write_national_plan(const PlanToWrite& plan, const twin::Manifest& frame, twin::Diagnostics& told) {
  TWIN_TRY(const std::string srid, srid_of(frame));
  Json document = plan.document.is_null() ? plan_skeleton(plan.units, srid) : plan.document;
  add_missing_plans(document, plan.units, srid);
  TWIN_TRY(const auto before, placed_units(document, frame));
  const auto inside = plans_inside(document);
  for (const auto& each : inside) {
    PlanPart part{each.pointer, srid, of_plan(before, each.pointer), {}};
    for (const auto& unit : plan.units) {
      const bool only = inside.size() == 1;  // a plan that was given another key in the twin is still this one
      if (only || unit.plan.key.str() == each.key) part.now.push_back(&unit);
    }
    const bool same = part.before.size() == part.now.size() &&
                      std::all_of(part.before.begin(), part.before.end(), [&](const PlanDraft& draft) {
                        return std::any_of(part.now.begin(), part.now.end(), [&](const PlanUnit* unit) { return unit->id == draft.unit.id && says_the_same(draft.unit, *unit); });
                      });
    if (same) continue;
    Json& target = document[Json::json_pointer(each.pointer)];
    if (plan_document_of(document) == PlanDocument::kPlotDivision) {
      write_plots(target, part);
    } else {
      write_plan_objects(target, part);
    }
  }
  note_own_types(plan.units, told);
  TWIN_TRY(const auto again, placed_units(document, frame));
  note_lost(plan.units, again, told);
  return document;
}

}  // namespace geo

#include "geo/io/plan_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "geo/crs/crs.hpp"
#include "geo/io/plan_baseline.hpp"
#include "geo/io/plan_crs.hpp"
#include "geo/io/plan_fresh.hpp"
#include "geo/io/plan_ground.hpp"
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
      if (fresh::is_national_type(regulation.type) || is_told(told, "code-unknown", regulation.type)) continue;
      told.add({"code-unknown", Severity::kInfo, twin::excerpt(unit.id, 128), "", "regulations", regulation.type,
                "The national list has no such type: it goes out under its own name, which our import reads and the national service does not."});
    }
  }
}

/// As far as the format can tell it: who told it and, where the terrain gave it, the ground are of the twin.
PlanUnit comparable(PlanUnit unit, const PlanUnit& other) {
  unit.source = other.source;
  auto without_ground = unit;
  without_ground.ground_level_m = 0;
  if (needs_ground(without_ground)) unit.ground_level_m = other.ground_level_m;
  return unit;
}

/// Names of attributes that an import would find otherwise. Keys of groups that were divided are one of them.
std::vector<std::string> lost(const PlanUnit& unit, const PlanUnit& again) {
  std::vector<std::string> out;
  const auto same_keys = [](PlanUnit one) {
    for (auto& regulation : one.regulations) regulation.group.clear();
    return one;
  };
  const auto a = comparable(unit, again);
  for (const auto& difference : twin::diff(twin::attributes_of(same_keys(a)), twin::attributes_of(same_keys(again)))) out.push_back(difference.name);
  if (out.empty() && a != again) out.emplace_back("keys of regulation groups");
  return out;
}

void note_lost(const std::vector<PlanUnit>& units, const std::vector<PlanDraft>& again, twin::Diagnostics& told) {
  std::map<std::string, const PlanUnit*> by_id;
  for (const auto& draft : again) by_id[draft.unit.id] = &draft.unit;
  for (const auto& unit : units) {
    const auto found = by_id.find(unit.id);
    const auto names = found == by_id.end() ? std::vector<std::string>{"the unit"} : lost(unit, *found->second);
    if (names.empty()) continue;
    const bool keys_only = names.front() == "keys of regulation groups";
    told.add({"plan-not-carried", keys_only ? Severity::kInfo : Severity::kWarning, twin::excerpt(unit.id, 128), "", "plan unit",
              twin::excerpt(fmt::format("{}", fmt::join(names, ", "))),
              keys_only ? "A group that other objects share was divided: the regulations are the same, under a new key."
                        : found == by_id.end() ? "An import does not take it: the national form has no object without regulations."
                                               : "The national form has no place for it; --format kaksonen-plan carries it."});
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

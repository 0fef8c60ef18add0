#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_forms.hpp"
#include "geo/io/plan_members.hpp"
#include "geo/io/plan_polygon.hpp"
#include "geo/io/plan_regulation.hpp"
#include "geo/io/plan_unit_check.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;
using twin::Severity;
using twin::Status;

const Json kNothing = Json::array();

/// @source the national plan service's own list of coordinate systems
bool is_accepted_srid(std::string_view srid) {
  if (srid == "3067" || srid == "4326") return true;
  return srid.size() == 4 && srid >= "3873" && srid <= "3885";
}

std::string text_at(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key)) return "";
  const auto& value = object[key];
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_integer() ? value.dump() : "";
}

/// A plan inside a document, and where it stands.
struct FoundPlan {
  const Json* plan = nullptr;
  std::string pointer;
};

/// The plans of a document: itself, or those of the last phase of a plan matter that decided on any.
std::vector<FoundPlan> plans_of(const Json& document) {
  if (!document.is_object()) return {};
  if (document.contains("planObjects")) return {{&document, ""}};
  std::vector<FoundPlan> out;
  if (!document.contains("planMatterPhases") || !document["planMatterPhases"].is_array()) return out;
  const auto& phases = document["planMatterPhases"];
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const Json::json_pointer plans("/planDecision/plans");
    if (!phases[i].is_object() || !phases[i].contains(plans) || !phases[i][plans].is_array()) continue;
    std::vector<FoundPlan> here;
    for (std::size_t j = 0; j < phases[i][plans].size(); ++j) {
      const auto& plan = phases[i][plans][j];
      if (plan.is_object() && plan.contains("planObjects")) {
        here.push_back({&plan, fmt::format("/planMatterPhases/{}/planDecision/plans/{}", i, j)});
      }
    }
    if (!here.empty()) out = std::move(here);
  }
  return out;
}

Result<const Json*> array_at(const Json& plan, const char* key, const std::string& pointer) {
  if (!plan.contains(key) || plan[key].is_null()) return &kNothing;
  if (!plan[key].is_array()) {
    return Problem{"input-invalid", "An array is expected here.", pointer + "/" + key, "",
                   "Correct this member."};
  }
  return &plan[key];
}

class NationalPlan {
 public:
  NationalPlan(std::string_view name, PlanIds& ids, PlanFile& out) : name_(name), ids_(ids), out_(out) {}

  Status read(const FoundPlan& found) {
    const auto& plan = *found.plan;
    TWIN_CHECK(check_plan_members(plan, found.pointer));
    TWIN_TRY(const Json* const objects, array_at(plan, "planObjects", found.pointer));
    TWIN_TRY(const Json* const groups, array_at(plan, "planRegulationGroups", found.pointer));
    TWIN_TRY(const Json* const relations, array_at(plan, "planRegulationGroupRelations", found.pointer));
    note_life_cycle(plan, text_at(plan, "planKey"), found.pointer);
    groups_.clear();
    for (std::size_t i = 0; i < groups->size(); ++i) {
      groups_[text_at((*groups)[i], "planRegulationGroupKey")] = {
          &(*groups)[i], fmt::format("{}/planRegulationGroups/{}", found.pointer, i)};
    }
    TWIN_CHECK(read_relations(*objects, *relations, found.pointer));
    for (std::size_t i = 0; i < objects->size(); ++i) {
      TWIN_CHECK(read_object((*objects)[i], fmt::format("{}/planObjects/{}", found.pointer, i)));
    }
    return twin::Done{};
  }

 private:
  void note(std::string code, Severity severity, std::string id, std::string place, std::string value,
            std::string remedy) {
    out_.diagnostics.add({std::move(code), severity, std::move(id), "", std::move(place), std::move(value),
                          std::move(remedy)});
  }

  void note_life_cycle(const Json& object, const std::string& id, const std::string& pointer) {
    const auto uri = text_at(object, "lifeCycleStatus");
    const auto known = life_cycle_codes();
    if (uri.empty() || std::find(known.begin(), known.end(), code_of_uri(uri)) != known.end()) return;
    note("code-unknown", Severity::kWarning, id, pointer + "/lifeCycleStatus", twin::excerpt(uri),
         "The list kaavaelinkaari has the codes 01 to 15.");
  }

  Status read_relations(const Json& objects, const Json& relations, const std::string& pointer) {
    groups_of_.clear();
    incomplete_.clear();
    for (const auto& object : objects) {
      if (!object.is_object()) {
        return Problem{"input-invalid", "A plan object is a JSON object.", pointer + "/planObjects",
                       twin::excerpt(object.dump(-1, ' ', false, Json::error_handler_t::replace)),
                       "Correct this member."};
      }
      groups_of_[text_at(object, "planObjectKey")];
    }
    for (std::size_t i = 0; i < relations.size(); ++i) {
      const auto object = text_at(relations[i], "planObjectKey");
      const auto group = text_at(relations[i], "planRegulationGroupKey");
      const bool has_object = groups_of_.contains(object), has_group = groups_.contains(group);
      if (has_object && has_group) {
        groups_of_[object].push_back(group);
        continue;
      }
      if (has_object) incomplete_[object] = true;
      note("reference-missing", Severity::kError, object,
           fmt::format("{}/planRegulationGroupRelations/{}", pointer, i),
           twin::excerpt(fmt::format("object {}, group {}", object, group)),
           fmt::format("There is no {} with this key in the file.",
                       has_object ? "regulation group" : "plan object"));
    }
    return twin::Done{};
  }

  Status read_object(const Json& object, const std::string& pointer) {
    PlanDraft draft;
    auto& unit = draft.unit;
    unit.id = text_at(object, "planObjectKey");
    if (unit.id.empty()) {
      return Problem{"value-missing", "A plan object has a key.", pointer + "/planObjectKey", "",
                     "Give it a key."};
    }
    unit.source = name_;
    const Json names = object.value("name", Json::object());
    unit.name_fi = text_at(names, "fin");
    unit.name_sv = text_at(names, "swe");
    unit.name_en = text_at(names, "eng");
    note_life_cycle(object, unit.id, pointer);
    const Json geometry = object.value("geometry", Json::object());
    const auto srid = text_at(geometry, "srid");
    if (!is_accepted_srid(srid)) {
      return Problem{"crs-not-accepted", "Plans come in the coordinate systems of the national service.",
                     pointer + "/geometry/srid", twin::excerpt(srid),
                     "Accepted are 3067, 3873 to 3885 and 4326."};
    }
    // GeoJSON order, longitude first, whatever the authority says.
    draft.crs = srid == "4326" ? "OGC:CRS84" : "EPSG:" + srid;
    auto& tally = out_.diagnostics.tally;
    ++tally.read;
    ids_.saw(unit.id, pointer + "/planObjectKey");
    const bool rejected =
        !take_area(draft, geometry, pointer) || !take_regulations(draft, pointer) ||
        !check_identity_and_ground(unit, pointer + "/planObjectKey", pointer, out_.diagnostics);
    ++(rejected ? tally.rejected : draft.repaired ? tally.repaired : tally.accepted);
    if (!rejected) out_.units.push_back(std::move(draft));
    return twin::Done{};
  }

  bool take_area(PlanDraft& draft, const Json& geometry, const std::string& pointer) {
    auto area =
        read_plan_area(geometry.value("geometry", Json()), draft.unit.id, pointer + "/geometry/geometry");
    for (auto& finding : area.findings) {
      // Lines and points of a plan are no units: no fault of the file, but something of it is not in the
      // twin.
      if (finding.code == "geometry-not-polygon") finding.severity = Severity::kWarning;
      out_.diagnostics.add(std::move(finding));
    }
    draft.unit.boundary = std::move(area.polygon);
    draft.repaired |= area.repaired;
    return !area.rejected;
  }

  bool take_regulations(PlanDraft& draft, const std::string& pointer) {
    auto& unit = draft.unit;
    bool fine = true;
    for (const auto& key : groups_of_[unit.id]) {
      const auto& [group, where] = groups_[key];
      const auto letter = text_at(*group, "letterIdentifier");
      if (unit.symbol.empty()) unit.symbol = letter;
      if (!group->contains("planRegulations") || !(*group)["planRegulations"].is_array()) continue;
      const auto& regulations = (*group)["planRegulations"];
      for (std::size_t i = 0; i < regulations.size(); ++i) {
        fine &= take_regulation(unit, regulations[i], fmt::format("{}/planRegulations/{}", where, i));
      }
    }
    if (unit.symbol.empty() && !groups_of_[unit.id].empty()) {
      const Json title =
          groups_[groups_of_[unit.id].front()].group->value("titleOfPlanRegulation", Json::object());
      unit.symbol = text_at(title, "fin");
    }
    draft.repaired |= incomplete_[unit.id];
    if (fine && unit.regulations.empty()) {
      note("plan-object-without-regulations", Severity::kWarning, unit.id, pointer, "",
           "Relate a regulation group to the object if it is meant to rule something.");
      return false;
    }
    return fine;
  }

  bool take_regulation(twin::PlanUnit& unit, const Json& json, const std::string& pointer) {
    const auto read = read_national_regulation(json);
    if (is_unknown_number(read.regulation.type)) {
      note("code-unknown", Severity::kWarning, unit.id, pointer + "/type",
           twin::excerpt(read.regulation.type),
           "The regulation is kept under this code, but nothing is computed from it.");
    }
    if (read.negative) {
      note("value-not-positive", Severity::kError, unit.id, pointer + "/value",
           twin::excerpt(fmt::format("{} {} {}", read.regulation.type, *read.negative, read.regulation.unit)),
           fmt::format("Regulation {} takes a value of 0 or more.", twin::excerpt(read.key)));
      return false;
    }
    if (read.main_use) unit.use_codes.push_back(read.regulation.type);
    if (read.regulation.type == "maanpinnanKorkeusasema" && read.regulation.value) {
      unit.ground_level_m = *read.regulation.value;
    }
    unit.regulations.push_back(read.regulation);
    return true;
  }

  struct Group {
    const Json* group = nullptr;
    std::string where;
  };

  std::string_view name_;
  PlanIds& ids_;
  PlanFile& out_;
  std::map<std::string, Group> groups_;
  std::map<std::string, std::vector<std::string>> groups_of_;  ///< by object key, in order of the relations
  std::map<std::string, bool> incomplete_;                     ///< objects that lost a group
};

}  // namespace

bool is_national_plan(const Json& document) {
  return !plans_of(document).empty();
}

Result<PlanFile> read_national_plan(std::string_view name, const Json& document) {
  TWIN_CHECK(check_matter_members(document));
  PlanFile out;
  PlanIds ids;
  for (const auto& found : plans_of(document)) TWIN_CHECK(NationalPlan(name, ids, out).read(found));
  ids.reject_repeated(out);
  return out;
}

}  // namespace geo

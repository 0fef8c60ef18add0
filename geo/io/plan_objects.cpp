#include "geo/io/plan_objects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_crs.hpp"
#include "geo/io/plan_groups.hpp"
#include "geo/io/plan_lines.hpp"
#include "geo/io/plan_parts.hpp"
#include "geo/io/plan_polygon.hpp"
#include "geo/io/plan_values.hpp"
#include "geo/io/polygon_share.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;
using twin::Severity;
using twin::Status;

constexpr double kLeastShare = 0.99;

Result<const Json*> list_at(const Json& plan, const char* key, const std::string& pointer) {
  static const Json nothing = Json::array();
  if (!plan.contains(key) || plan[key].is_null()) return &nothing;
  if (!plan[key].is_array()) {
    return Problem{"input-invalid", "An array is expected here.", pointer + "/" + key, "",
                   "Correct this member."};
  }
  return &plan[key];
}

std::string name_in(const Json& object, const char* language) {
  return object.contains("name") ? text_at(object["name"], language) : std::string();
}

/// The objects of one plan. Lines and points wait until all areas are known.
class PlanObjects {
 public:
  PlanObjects(const Json& plan, const std::string& pointer, const twin::PlanReference& reference,
              const std::string& source, PlanIds& ids, PlanFile& out)
      : plan_(plan), pointer_(pointer), reference_(reference), source_(source), ids_(ids), out_(out) {}

  Status read() {
    TWIN_TRY(const Json* const objects, list_at(plan_, "planObjects", pointer_));
    TWIN_TRY(const Json* const groups, list_at(plan_, "planRegulationGroups", pointer_));
    TWIN_TRY(const Json* const general, list_at(plan_, "generalRegulationGroups", pointer_));
    TWIN_TRY(const Json* const relations, list_at(plan_, "planRegulationGroupRelations", pointer_));
    life_cycle_ = read_life_cycle(plan_, reference_.key.str(), pointer_, out_);
    days_ = read_days(plan_, reference_.key.str(), pointer_, out_);
    groups_ = read_plan_groups(*groups, "planRegulationGroupKey", pointer_ + "/planRegulationGroups", out_);
    general_ =
        read_plan_groups(*general, "generalRegulationGroupKey", pointer_ + "/generalRegulationGroups", out_);
    for (std::size_t i = 0; i < groups_.size(); ++i) index_[groups_[i].key] = i;
    TWIN_CHECK(read_relations(*objects, *relations));
    const std::size_t first = out_.units.size();
    for (std::size_t i = 0; i < objects->size(); ++i) {
      TWIN_CHECK(read_object((*objects)[i], fmt::format("{}/planObjects/{}", pointer_, i)));
    }
    attach_lines(lines_, first, out_);
    relate_to_other_plans(first);
    TWIN_CHECK(check_plan_area(first));
    note_what_is_not_used();
    return twin::Done{};
  }

 private:
  Status read_relations(const Json& objects, const Json& relations) {
    for (const auto& object : objects) {
      if (!object.is_object()) {
        return Problem{"input-invalid", "A plan object is a JSON object.", pointer_ + "/planObjects",
                       twin::excerpt(object.dump(-1, ' ', false, Json::error_handler_t::replace)),
                       "Correct this member."};
      }
      groups_of_[text_at(object, "planObjectKey")];
    }
    for (std::size_t i = 0; i < relations.size(); ++i) {
      const auto object = text_at(relations[i], "planObjectKey");
      const auto group = text_at(relations[i], "planRegulationGroupKey");
      const bool has_object = groups_of_.contains(object), has_group = index_.contains(group);
      if (has_object && has_group) {
        auto& of_object = groups_of_[object];
        const std::size_t at = index_[group];
        if (std::find(of_object.begin(), of_object.end(), at) == of_object.end()) of_object.push_back(at);
        groups_[at].used = true;
        continue;
      }
      if (has_object) incomplete_[object] = true;
      note(out_, "reference-missing", Severity::kError, object,
           fmt::format("{}/planRegulationGroupRelations/{}", pointer_, i),
           twin::excerpt(fmt::format("object {}, group {}", object, group), 160),
           fmt::format("There is no {} with this key in the file.",
                       has_object ? "regulation group" : "plan object"));
    }
    return twin::Done{};
  }

  Status read_object(const Json& object, const std::string& pointer) {
    PlanDraft draft;
    draft.place = pointer;
    auto& unit = draft.unit;
    unit.id = text_at(object, "planObjectKey");
    if (unit.id.empty()) {
      return Problem{"value-missing", "A plan object has a key.", pointer + "/planObjectKey", "",
                     "Give it a key."};
    }
    unit.source = source_;
    unit.plan = reference_;
    unit.name_fi = name_in(object, "fin");
    unit.name_sv = name_in(object, "swe");
    unit.name_en = name_in(object, "eng");
    unit.description = localized_at(object, "description");
    unit.life_cycle = read_life_cycle(object, unit.id, pointer, out_);
    if (unit.life_cycle.empty()) unit.life_cycle = life_cycle_;
    unit.valid = read_days(object, unit.id, pointer, out_);
    if (unit.valid == twin::DaySpan{}) unit.valid = days_;
    unit.underground = code_at(object, "undergroundStatus");
    take_vertical_limit(object, pointer, draft);
    for (const auto& key : array_at(object, "relatedPlanObjectKeys")) {
      if (key.is_string()) unit.related.push_back(key.get<std::string>());
    }
    for (const auto& uri : array_at(object, "relatedPlanObjectUris")) {
      if (uri.is_string()) unit.related.emplace_back(code_of_uri(uri.get_ref<const std::string&>()));
    }
    const Json geometry = object.value("geometry", Json::object());
    TWIN_TRY(draft.crs, crs_of_national(geometry, pointer + "/geometry"));
    ++out_.diagnostics.tally.read;
    ids_.saw(unit.id, pointer + "/planObjectKey");
    const Json shape = geometry.is_object() ? geometry.value("geometry", Json()) : Json();
    const bool governed = take_groups(draft);
    if (auto pieces = lines_of(shape); !pieces.empty()) {
      lines_.push_back({std::move(draft), std::move(pieces), text_at(shape, "type"), !governed});
      return twin::Done{};
    }
    finish(std::move(draft), governed, shape);
    return twin::Done{};
  }

  void finish(PlanDraft draft, bool governed, const Json& shape) {
    auto& unit = draft.unit;
    std::vector<twin::PlanPolygon> further;
    bool rejected = !take_area(draft, shape, further) || !governed;
    for (const auto& group : general_) {
      rejected |= group.spoiled;
      add_group(group, draft);
    }
    if (!rejected && unit.regulations.empty()) {
      note_without_regulations(draft, out_);
      rejected = true;
    }
    rejected |=
        !check_identity_and_ground(unit, draft.place + "/planObjectKey", draft.place, out_.diagnostics);
    auto& tally = out_.diagnostics.tally;
    ++(rejected ? tally.rejected : draft.repaired ? tally.repaired : tally.accepted);
    if (!rejected) take_unit(std::move(draft), std::move(further), ids_, out_);
  }

  void take_vertical_limit(const Json& object, const std::string& pointer, PlanDraft& draft) {
    const Json limit = object.value("verticalLimit", Json());
    auto& unit = draft.unit;
    unit.vertical_low_m = number_at(limit, "minimumValue");
    unit.vertical_high_m = number_at(limit, "maximumValue");
    const auto length = text_at(limit, "unitOfMeasure");
    const bool upside_down =
        unit.vertical_low_m && unit.vertical_high_m && *unit.vertical_low_m > *unit.vertical_high_m;
    if ((length.empty() || length == "m") && !upside_down) return;
    note(out_, upside_down ? "value-out-of-range" : "unit-unknown", Severity::kWarning, unit.id,
         pointer + "/verticalLimit",
         twin::excerpt(limit.dump(-1, ' ', false, Json::error_handler_t::replace)),
         "A vertical limit is two heights in metres, the lower one first; it is left out.");
    unit.vertical_low_m.reset();
    unit.vertical_high_m.reset();
  }

  bool take_area(PlanDraft& draft, const Json& shape, std::vector<twin::PlanPolygon>& further) {
    auto area = read_plan_area(shape, draft.unit.id, draft.place + "/geometry/geometry");
    for (auto& finding : area.findings) {
      if (finding.code == "geometry-not-polygon") finding.severity = Severity::kWarning;
      out_.diagnostics.add(std::move(finding));
    }
    draft.unit.boundary = std::move(area.polygon);
    further = std::move(area.further);
    draft.repaired |= area.repaired;
    return !area.rejected;
  }

  /// False where a group holds what no plan can mean.
  bool take_groups(PlanDraft& draft) {
    auto& unit = draft.unit;
    bool fine = true;
    for (const auto at : groups_of_[unit.id]) {
      fine &= !groups_[at].spoiled;
      if (unit.symbol.empty()) unit.symbol = groups_[at].letter;
      add_group(groups_[at], draft);
    }
    if (unit.symbol.empty() && !groups_of_[unit.id].empty())
      unit.symbol = groups_[groups_of_[unit.id].front()].title;
    draft.repaired |= incomplete_[unit.id];
    return fine;
  }

  /// The plan's own area is judged like an object's, but it rules nothing, so what is wrong with it rejects no object.
  /// @source kaavatietomalli, laatusäännöt: "kaavakohteet kaavan sisällä"
  Status check_plan_area(std::size_t first) {
    const Json area = plan_.value("geographicalArea", Json());
    if (area.is_null()) return twin::Done{};
    const std::string place = pointer_ + "/geographicalArea";
    if (!area.is_object()) {
      note(out_, "input-invalid", Severity::kError, reference_.key.str(), place, twin::excerpt(area.dump(-1, ' ', false, Json::error_handler_t::replace)),
           "The area of a plan is an object with srid and geometry.");
      return twin::Done{};
    }
    TWIN_TRY(const std::string crs, crs_of_national(area, place));
    auto whole = read_plan_area(area.value("geometry", Json()), reference_.key.str(), place + "/geometry");
    for (auto& finding : whole.findings) out_.diagnostics.add(std::move(finding));
    if (whole.rejected) return twin::Done{};
    for (std::size_t i = first; i < out_.units.size(); ++i) {
      const auto& draft = out_.units[i];
      if (draft.crs != crs) continue;
      double share = share_inside(draft.unit.boundary, whole.polygon);
      for (const auto& further : whole.further) share += share_inside(draft.unit.boundary, further);
      if (share >= kLeastShare) continue;
      note(out_, "plan-object-outside", Severity::kWarning, draft.unit.id, draft.place + "/geometry/geometry",
           fmt::format("{:.0f} % inside", 100 * share),
           "Plan objects lie inside geographicalArea; correct one of the two.");
    }
    return twin::Done{};
  }

  /// Objects and groups of other plans become references: an object by its id, a group by its address, since it is no unit.
  void relate_to_other_plans(std::size_t first) {
    const auto& objects = array_at(plan_, "relatedPlanObjectRegulationGroupRelations");
    const auto& groups = array_at(plan_, "relatedRegulationGroupPlanObjectRelations");
    std::size_t kept = 0;
    const auto relate = [&](const std::string& to, const auto& is_meant) {
      const std::size_t before = kept;
      for (std::size_t i = first; i < out_.units.size() && !to.empty(); ++i) {
        auto& unit = out_.units[i].unit;
        if (!is_meant(unit)) continue;
        ++kept;
        if (std::find(unit.related.begin(), unit.related.end(), to) == unit.related.end()) unit.related.push_back(to);
      }
      return kept != before;
    };
    for (const auto& relation : objects) {
      const auto group = text_at(relation, "regulationGroupKey");
      relate(code_at(relation, "relatedPlanObjectUri"), [&](const twin::PlanUnit& unit) {
        return !group.empty() && std::any_of(unit.regulations.begin(), unit.regulations.end(), [&](const auto& r) { return r.group == group; });
      });
      // It holds somewhere, if not here.
      if (const auto found = index_.find(group); found != index_.end()) groups_[found->second].used = true;
    }
    for (const auto& relation : groups) {
      const auto object = text_at(relation, "planObjectKey");
      relate(text_at(relation, "relatedRegulationGroupUri"),
             [&](const twin::PlanUnit& unit) { return unit.id == object || unit.id.starts_with(object + "#"); });
    }
    if (objects.empty() && groups.empty()) return;
    note(out_, "object-passed-over", Severity::kInfo, "", pointer_ + (objects.empty() ? "/relatedRegulationGroupPlanObjectRelations" : "/relatedPlanObjectRegulationGroupRelations"),
         fmt::format("{} relations, {} references kept", objects.size() + groups.size(), kept),
         "Relations to other plans are kept as references of the units (related); what another plan regulates is not read into them.");
  }

  void note_what_is_not_used() {
    for (const auto& group : groups_) {
      if (group.used) continue;
      note(out_, "regulation-group-unused", Severity::kWarning, group.key, group.place,
           twin::excerpt(group.title),
           "No plan object is related to the group: its regulations hold nowhere.");
    }
  }

  const Json& plan_;
  const std::string& pointer_;
  const twin::PlanReference& reference_;
  const std::string& source_;
  PlanIds& ids_;
  PlanFile& out_;
  std::string life_cycle_;
  twin::DaySpan days_;
  std::vector<PlanGroup> groups_, general_;
  std::map<std::string, std::size_t> index_;                   ///< of `groups_` by key
  std::map<std::string, std::vector<std::size_t>> groups_of_;  ///< by object key, in order of the relations
  std::map<std::string, bool> incomplete_;                     ///< objects that lost a group
  std::vector<PlanLine> lines_;
};

}  // namespace

Status read_plan_objects(const Json& plan, const std::string& pointer, const twin::PlanReference& reference,
                         const std::string& source, PlanIds& ids, PlanFile& out) {
  return PlanObjects(plan, pointer, reference, source, ids, out).read();
}

}  // namespace geo

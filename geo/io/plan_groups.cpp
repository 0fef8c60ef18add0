#include "geo/io/plan_groups.hpp"

#include <fmt/format.h>

#include <set>

#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_regulation.hpp"
#include "geo/io/plan_unit_check.hpp"
#include "geo/io/plan_values.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/life_cycle.hpp"
#include "twin_core/city/plan_document.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Severity;

PlanGroup::Item read_item(const Json& json, const std::string& pointer, PlanGroup& group, PlanFile& out) {
  auto read = read_national_regulation(json);
  auto& regulation = read.regulation;
  regulation.group = group.key;
  regulation.life_cycle = read_life_cycle(json, read.key, pointer, out);
  regulation.valid = read_days(json, read.key, pointer, out);
  note_unknown_type(regulation.type, read.key, pointer + "/type", out.diagnostics);
  if (read.negative) {
    group.spoiled = true;
    note(out, "value-not-positive", Severity::kError, read.key, pointer + "/value",
         twin::excerpt(fmt::format("{} {} {}", regulation.type, *read.negative, regulation.unit)),
         fmt::format("Regulation {} takes a value of 0 or more.", twin::excerpt(read.key)));
  }
  if (read.unit_supplied) {
    group.repaired = true;
    note(out, "unit-supplied", Severity::kInfo, read.key, pointer + "/value/unitOfMeasure", regulation.unit,
         fmt::format("{} says its unit by its name; the file leaves it out.", regulation.type));
  }
  return {std::move(regulation), pointer, read.main_use};
}

PlanGroup::Item read_recommendation(const Json& json, const std::string& pointer, const PlanGroup& group,
                                    PlanFile& out) {
  PlanGroup::Item item;
  const auto key = text_at(json, "planRecommendationKey");
  item.regulation.type = "kaavasuositus";
  item.regulation.group = group.key;
  item.regulation.text = localized_at(json, "value");
  item.regulation.life_cycle = read_life_cycle(json, key, pointer, out);
  item.regulation.valid = read_days(json, key, pointer, out);
  item.place = pointer;
  return item;
}

}  // namespace

void note(PlanFile& out, std::string code, Severity severity, std::string id, std::string place,
          std::string value, std::string remedy) {
  out.diagnostics.add({std::move(code), severity, twin::excerpt(id, 128), "", std::move(place),
                       std::move(value), std::move(remedy)});
}

std::string read_life_cycle(const Json& object, const std::string& id, const std::string& pointer,
                            PlanFile& out) {
  auto code = code_at(object, "lifeCycleStatus");
  if (code.empty() || twin::find_life_cycle(code) != nullptr) return code;
  note(out, "code-unknown", Severity::kWarning, id, pointer + "/lifeCycleStatus",
       twin::excerpt(text_at(object, "lifeCycleStatus")),
       "The list rytj/kaavaelinkaari has the codes 01 to 17 (04 proposal, 06 approved, 13 in force, 14 "
       "repealed); the "
       "state is left out.");
  return "";
}

twin::DaySpan read_days(const Json& object, const std::string& id, const std::string& pointer,
                        PlanFile& out) {
  auto days = days_at(object, "periodOfValidity");
  const auto settle = [&](std::string& day, const char* member) {
    if (day.empty() || twin::is_day(day)) return;
    note(out, "time-invalid", Severity::kWarning, id, pointer + "/periodOfValidity/" + member,
         twin::excerpt(day), "Write a day such as 2025-05-01; this one is left out.");
    day.clear();
  };
  settle(days.from, "begin");
  settle(days.to, "end");
  return days;
}

std::vector<PlanGroup> read_plan_groups(const Json& groups, const char* key_member,
                                        const std::string& pointer, PlanFile& out) {
  std::vector<PlanGroup> read;
  std::set<std::string> keys;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    auto& group = read.emplace_back();
    group.place = fmt::format("{}/{}", pointer, i);
    group.key = text_at(groups[i], key_member);
    group.letter = text_at(groups[i], "letterIdentifier");
    group.title = localized_at(groups[i], "titleOfPlanRegulation");
    const auto& regulations = array_at(groups[i], "planRegulations");
    for (std::size_t j = 0; j < regulations.size(); ++j) {
      const auto place = fmt::format("{}/planRegulations/{}", group.place, j);
      const auto key = text_at(regulations[j], "planRegulationKey");
      if (!key.empty() && !keys.insert(key).second) {
        note(out, "duplicate-id", Severity::kWarning, key, place + "/planRegulationKey", twin::excerpt(key),
             "Two regulations have this key: both are kept, but a later plan cannot tell them apart.");
      }
      group.items.push_back(read_item(regulations[j], place, group, out));
    }
    const auto& recommendations = array_at(groups[i], "planRecommendations");
    for (std::size_t j = 0; j < recommendations.size(); ++j) {
      group.items.push_back(read_recommendation(
          recommendations[j], fmt::format("{}/planRecommendations/{}", group.place, j), group, out));
    }
  }
  return read;
}

void add_group(const PlanGroup& group, PlanDraft& draft) {
  auto& unit = draft.unit;
  draft.repaired |= group.repaired;
  for (const auto& item : group.items) {
    auto regulation = item.regulation;
    if (regulation.life_cycle == unit.life_cycle) regulation.life_cycle = {};
    if (regulation.valid == unit.valid) regulation.valid = {};
    if (item.main_use) unit.use_codes.push_back(regulation.type);
    if (regulation.type == "maanpinnanKorkeusasema" && regulation.value)
      unit.ground_level_m = *regulation.value;
    unit.regulations.push_back(std::move(regulation));
    draft.regulation_places.push_back(item.place);
    draft.regulation_objects.push_back(draft.place);
  }
}

}  // namespace geo

#include "geo/io/plan_members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "geo/io/did_you_mean.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Done;
using twin::Json;
using twin::Status;
using Names = std::span<const std::string_view>;

// @source schemas of the national plan service (Ryhti, kaavatieto), create, update and response forms
// together
constexpr auto kMatter = std::to_array<std::string_view>({
    "permanentPlanIdentifier",
    "planType",
    "name",
    "timeOfInitiation",
    "description",
    "producerPlanIdentifier",
    "caseIdentifiers",
    "relatedBindingPlotDivisionMatterUri",
    "relatedBindingPlotDivisionMatterUris",
    "recordNumbers",
    "administrativeAreaIdentifiers",
    "digitalOrigin",
    "matterAnnexes",
    "responsibleParty",
    "participationAndAssessmentScheme",
    "sourceDatas",
    "relatedPlanMatters",
    "planMatterPhases",
    "originalAdministrativeAreaIdentifiers",
    "effectiveLifeCycleStatus",
    "periodOfValidity",
    "cancelledBy",
    "planMatterUri",
});
constexpr auto kPhase = std::to_array<std::string_view>({
    "planMatterPhaseKey",
    "lifeCycleStatus",
    "geographicalArea",
    "handlingEvent",
    "interactionEvents",
    "planDecision",
    "planMatterPhaseUri",
    "previousPhaseKey",
    "nextPhaseKey",
});
constexpr auto kDecision = std::to_array<std::string_view>({
    "planDecisionKey",
    "planDecisionUri",
    "name",
    "decisionDate",
    "dateOfDecision",
    "decisionDocuments",
    "decisionArticle",
    "decisionText",
    "typeOfDecisionMaker",
    "decisionIdentifier",
    "statutes",
    "plans",
    "dateOfValidity",
    "decisionMakers",
    "planCancellationInfos",
    "bindingPlotDivisionCancellationInfos",
});
constexpr auto kPlan = std::to_array<std::string_view>({
    "planKey",
    "planUri",
    "lifeCycleStatus",
    "legalEffectOfLocalMasterPlans",
    "scale",
    "officialUseOnly",
    "planMaps",
    "geographicalArea",
    "planDescription",
    "planAnnexes",
    "otherPlanMaterials",
    "planCancellationInfos",
    "bindingPlotDivisionCancellationInfos",
    "planReport",
    "generalRegulationGroups",
    "presentationAlignments",
    "periodOfValidity",
    "approvalDate",
    "planners",
    "planObjects",
    "planRegulationGroups",
    "planRegulationGroupRelations",
    "relatedPlanObjectRegulationGroupRelations",
    "relatedRegulationGroupPlanObjectRelations",
});
constexpr auto kObject = std::to_array<std::string_view>({
    "planObjectKey",
    "planObjectUri",
    "lifeCycleStatus",
    "undergroundStatus",
    "geometry",
    "name",
    "description",
    "verticalLimit",
    "relatedPlanSourceDataKeys",
    "relatedPlanSourceDataUris",
    "periodOfValidity",
    "objectNumber",
    "relatedPlanObjectKeys",
    "relatedPlanObjectUris",
});
constexpr auto kGroup = std::to_array<std::string_view>({
    "planRegulationGroupKey",
    "planRegulationGroupUri",
    "titleOfPlanRegulation",
    "letterIdentifier",
    "planRegulations",
    "planRecommendations",
    "colorNumber",
    "groupNumber",
    "generalRegulationGroupKey",
    "generalRegulationGroupUri",
});
constexpr auto kRegulation = std::to_array<std::string_view>({
    "planRegulationKey",
    "planRegulationUri",
    "value",
    "lifeCycleStatus",
    "type",
    "verbalRegulations",
    "additionalInformations",
    "relatedDocuments",
    "planThemes",
    "periodOfValidity",
    "subjectIdentifiers",
    "regulationNumber",
});
constexpr auto kInformation = std::to_array<std::string_view>({"type", "value"});
constexpr auto kRelation = std::to_array<std::string_view>({"planObjectKey", "planRegulationGroupKey"});

Status check(const Json& object, Names known, const std::string& pointer) {
  if (!object.is_object()) return Done{};
  for (const auto& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    return twin::Problem{"member-unknown", "The national plan form does not have this member.",
                         pointer + "/" + twin::excerpt(key), twin::excerpt(key), did_you_mean(key, known)};
  }
  return Done{};
}

/// Visits the items of an array member; what is no array is somebody else's fault to find.
template <class Visit>
Status each(const Json& object, const char* member, const std::string& pointer, const Visit& visit) {
  if (!object.is_object() || !object.contains(member) || !object[member].is_array()) return Done{};
  const auto& items = object[member];
  for (std::size_t i = 0; i < items.size(); ++i) {
    TWIN_CHECK(visit(items[i], fmt::format("{}/{}/{}", pointer, member, i)));
  }
  return Done{};
}

Status check_regulation(const Json& regulation, const std::string& pointer) {
  TWIN_CHECK(check(regulation, kRegulation, pointer));
  return each(regulation, "additionalInformations", pointer,
              [](const Json& item, const std::string& where) { return check(item, kInformation, where); });
}

Status check_group(const Json& group, const std::string& pointer) {
  TWIN_CHECK(check(group, kGroup, pointer));
  return each(group, "planRegulations", pointer, check_regulation);
}

}  // namespace

Status check_plan_members(const Json& plan, const std::string& pointer) {
  TWIN_CHECK(check(plan, kPlan, pointer));
  TWIN_CHECK(each(plan, "planObjects", pointer,
                  [](const Json& item, const std::string& where) { return check(item, kObject, where); }));
  TWIN_CHECK(each(plan, "planRegulationGroups", pointer, check_group));
  TWIN_CHECK(each(plan, "generalRegulationGroups", pointer, check_group));
  return each(plan, "planRegulationGroupRelations", pointer,
              [](const Json& item, const std::string& where) { return check(item, kRelation, where); });
}

Status check_matter_members(const Json& document) {
  if (!document.is_object() || document.contains("planObjects")) return Done{};
  TWIN_CHECK(check(document, kMatter, ""));
  return each(document, "planMatterPhases", "", [](const Json& phase, const std::string& where) -> Status {
    TWIN_CHECK(check(phase, kPhase, where));
    return phase.is_object() && phase.contains("planDecision")
               ? check(phase["planDecision"], kDecision, where + "/planDecision")
               : Status(Done{});
  });
}

}  // namespace geo

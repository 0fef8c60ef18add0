#include "geo/io/plan_schema.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace geo {
namespace {

struct SchemaRow {
  /// Each member once: its name; "[]" a list, "#" a number, "?" true or false, "{}" GeoJSON, else a text or,
  /// with a schema, an object; after ">" the schema of what it holds.
  std::string_view name, members;
};

/// Create, update and response forms are one here, as are all kinds of values.
/// @source schemas of the national plan service (Ryhti, kaavatieto), names and types
constexpr auto kRows = std::to_array<SchemaRow>({
    {"Plan",
     "planKey planUri lifeCycleStatus legalEffectOfLocalMasterPlans[] scale# officialUseOnly? "
     "planMaps[]>PlanMap geographicalArea>RyhtiGeometry planDescription "
     "planAnnexes[]>PlanAttachmentDocument otherPlanMaterials[]>OtherPlanMaterial "
     "planCancellationInfos[]>PlanCancellationInfo "
     "bindingPlotDivisionCancellationInfos[]>BindingPlotDivisionCancellationInfo "
     "planReport>PlanReport generalRegulationGroups[]>GeneralRegulationGroup "
     "presentationAlignments[]>PresentationAlignment periodOfValidity>TimePeriodDateOnly "
     "approvalDate planners[]>PlanOperator planObjects[]>PlanObject "
     "planRegulationGroups[]>PlanRegulationGroup "
     "planRegulationGroupRelations[]>PlanRegulationGroupRelations "
     "relatedPlanObjectRegulationGroupRelations[]>RelatedPlanObjectRegulationGroupRelation "
     "relatedRegulationGroupPlanObjectRelations[]>RelatedRegulationGroupPlanObjectRelation"},
    {"PlanMatter",
     "permanentPlanIdentifier planType name>LanguageString timeOfInitiation "
     "description>LanguageString producerPlanIdentifier caseIdentifiers[] "
     "relatedBindingPlotDivisionMatterUri relatedBindingPlotDivisionMatterUris[] recordNumbers[] "
     "administrativeAreaIdentifiers[] digitalOrigin matterAnnexes[]>PlanAttachmentDocument "
     "responsibleParty>PlanOperator "
     "participationAndAssessmentScheme>ParticipationAndAssessmentScheme "
     "sourceDatas[]>PlanSourceData relatedPlanMatters[] planMatterPhases[]>PlanMatterPhase "
     "originalAdministrativeAreaIdentifiers[] effectiveLifeCycleStatus "
     "periodOfValidity>TimePeriodDateOnly cancelledBy[]>CancelledByResponse planMatterUri"},
    {"BindingPlotDivisionMatter",
     "name>LanguageString description>LanguageString bindingPlotDivisionType "
     "permanentBindingPlotDivisionIdentifier producerBindingPlotDivisionIdentifier "
     "caseIdentifiers[] recordNumbers[] timeOfInitiation administrativeAreaIdentifiers[] "
     "responsibleParty>BindingPlotDivisionOperator relatedBindingPlotDivisionMatters[] "
     "matterAnnexes[]>BindingPlotDivisionAttachmentDocument "
     "phases[]>BindingPlotDivisionMatterPhase originalAdministrativeAreaIdentifiers[] "
     "bindingPlotDivisionMatterUri"},
    {"AccessToRoad",
     "accessToRoadKey accessToRoadUri geometry>RyhtiGeometry plotDivisionPlotKeys[]"},
    {"AdditionalInformation",
     "type value>Value"},
    {"BindingPlotDivision",
     "bindingPlotDivisionKey bindingPlotDivisionUri "
     "bindingPlotDivisionCancellationInfos[]>BindingPlotDivisionCancellationInfo "
     "plotDivisionPlots[]>PlotDivisionPlot periodOfValidity>TimePeriodDateOnly "
     "geographicalArea>RyhtiGeometry boundaryPoints[]>BoundaryPoint accessesToRoad[]>AccessToRoad"},
    {"BindingPlotDivisionAttachmentDocument",
     "attachmentDocumentKey documentIdentifier name>LanguageString personalDataContent "
     "categoryOfPublicity accessibility? retentionTime confirmationDate languages[] fileKey "
     "descriptors[]>Descriptor documentDate arrivedDate bindingPlotDivisionAttachmentDocumentUri "
     "typeOfAttachment documentSpecification>LanguageString "
     "documentCreatorOperators[]>BindingPlotDivisionOperator "
     "relatedBindingPlotDivisionAttachmentDocuments[]"},
    {"BindingPlotDivisionCancellationInfo",
     "bindingPlotDivisionCancellationInfoKey cancelledBindingPlotDivisionUri "
     "cancelsEntireBindingPlotDivision? cancelledPlotDivisionPlotUris[]"},
    {"BindingPlotDivisionMatterDecision",
     "bindingPlotDivisionMatterDecisionKey bindingPlotDivisionMatterDecisionUri decisionDate "
     "dateOfDecision dateOfValidity decisionDocuments[]>BindingPlotDivisionAttachmentDocument "
     "decisionArticle>LanguageString decisionText>LanguageString name decisionIdentifier "
     "typeOfDecisionMaker statute>Statute decisionMaker>BindingPlotDivisionOperator "
     "bindingPlotDivisionCancellations[]>BindingPlotDivisionCancellationInfo"},
    {"BindingPlotDivisionMatterPhase",
     "lifeCycleStatus bindingPlotDivisionMatterPhaseKey bindingPlotDivisionMatterPhaseUri "
     "decision>BindingPlotDivisionMatterDecision approvedPlanDecisionUri "
     "bindingPlotDivision>BindingPlotDivision"},
    {"BindingPlotDivisionOperator",
     "bindingPlotDivisionOperatorKey bindingPlotDivisionOperatorUri firstName lastName title "
     "organizationName businessId"},
    {"BoundaryPoint",
     "boundaryPointKey boundaryPointOrPegId geometry>RyhtiGeometry"},
    {"CancelledByResponse",
     "planCancellationKey permanentPlanIdentifier dateOfValidity"},
    {"CancelledGroupRelations",
     "planRegulationGroupUri planObjectUri"},
    {"Value",
     "code codeList title>LanguageString dataType minimumValue# maximumValue# unitOfMeasure "
     "number# identifier registerIdentifier registerName>LanguageString text>LanguageString syntax begin end "
     "beginUtc endUtc"},
    {"Descriptor",
     "descriptorIdentifier vocabulary descriptor"},
    {"GeneralRegulationGroup",
     "generalRegulationGroupKey generalRegulationGroupUri titleOfPlanRegulation>LanguageString "
     "planRegulations[]>PlanRegulation planRecommendations[]>PlanRecommendation groupNumber#"},
    {"HandlingEvent",
     "handlingEventKey handlingEventUri handlingEventType eventTime name>LanguageString "
     "description>LanguageString location>RyhtiGeometry additionalInformationLink cancelled? "
     "relatedDocuments[]>PlanAttachmentDocument"},
    {"InteractionEvent",
     "interactionEventKey interactionEventUri interactionEventType eventTime>TimePeriod "
     "name>LanguageString description>LanguageString location>RyhtiGeometry "
     "additionalInformationLink cancelled? relatedDocuments[]>PlanAttachmentDocument"},
    {"LanguageString",
     "fin swe smn sms sme eng"},
    {"MotherProperty",
     "motherPropertyKey propertyIdentifier unseparatedParcelIdentifier containedArea>Value "
     "fullyIncluded?"},
    {"OtherPlanMaterial",
     "otherPlanMaterialKey otherPlanMaterialUri name>LanguageString fileKey otherPlanMaterialLink "
     "personalDataContent categoryOfPublicity"},
    {"ParticipationAndAssessmentScheme",
     "participationAndAssessmentSchemeKey participationAndAssessmentSchemeUri "
     "attachmentDocuments[]>PlanAttachmentDocument"},
    {"PlanAttachmentDocument",
     "attachmentDocumentKey documentIdentifier name>LanguageString personalDataContent "
     "categoryOfPublicity accessibility? retentionTime confirmationDate languages[] fileKey "
     "descriptors[]>Descriptor documentDate arrivedDate planAttachmentDocumentUri "
     "typeOfAttachment documentSpecification>LanguageString "
     "documentCreatorOperators[]>PlanOperator relatedPlanAttachmentDocuments[]"},
    {"PlanCancellationInfo",
     "planCancellationInfoKey planCancellationInfoUri cancelledPlanUri cancelsEntirePlan? "
     "cancelledGroupRelations[]>CancelledGroupRelations "
     "planObjectCancellationInfos[]>PlanObjectCancellationInfo "
     "cancelledGeneralRegulationGroupUris[]"},
    {"PlanDecision",
     "planDecisionKey planDecisionUri name decisionDate dateOfDecision "
     "decisionDocuments[]>PlanAttachmentDocument decisionArticle>LanguageString "
     "decisionText>LanguageString typeOfDecisionMaker decisionIdentifier statutes[]>Statute "
     "plans[]>Plan dateOfValidity decisionMakers[]>PlanOperator "
     "planCancellationInfos[]>PlanCancellationInfo "
     "bindingPlotDivisionCancellationInfos[]>BindingPlotDivisionCancellationInfo"},
    {"PlanMap",
     "planMapKey planMapUri name>LanguageString fileKey coordinateSystem"},
    {"PlanMatterPhase",
     "planMatterPhaseKey lifeCycleStatus geographicalArea>RyhtiGeometry "
     "handlingEvent>HandlingEvent interactionEvents[]>InteractionEvent planDecision>PlanDecision "
     "planMatterPhaseUri previousPhaseKey nextPhaseKey"},
    {"PlanObject",
     "planObjectKey planObjectUri lifeCycleStatus undergroundStatus geometry>RyhtiGeometry "
     "name>LanguageString description>LanguageString verticalLimit>Value "
     "relatedPlanSourceDataKeys[] relatedPlanSourceDataUris[] periodOfValidity>TimePeriodDateOnly "
     "objectNumber# relatedPlanObjectKeys[] relatedPlanObjectUris[]"},
    {"PlanObjectCancellationInfo",
     "planObjectCancellationInfoKey cancelledPlanObjectUri cancelsEntirePlanObject? "
     "validityGeometry>RyhtiGeometry"},
    {"PlanOperator",
     "planOperatorKey planOperatorUri firstName lastName title organizationName businessId"},
    {"PlanRecommendation",
     "planRecommendationKey planRecommendationUri value>LanguageString lifeCycleStatus "
     "relatedDocuments[]>PlanAttachmentDocument planThemes[] periodOfValidity>TimePeriodDateOnly "
     "recommendationNumber#"},
    {"PlanRegulation",
     "planRegulationKey planRegulationUri value>Value lifeCycleStatus type verbalRegulations[] "
     "additionalInformations[]>AdditionalInformation relatedDocuments[]>PlanAttachmentDocument "
     "planThemes[] periodOfValidity>TimePeriodDateOnly subjectIdentifiers[] regulationNumber"},
    {"PlanRegulationGroup",
     "planRegulationGroupKey planRegulationGroupUri titleOfPlanRegulation>LanguageString "
     "letterIdentifier planRegulations[]>PlanRegulation planRecommendations[]>PlanRecommendation "
     "colorNumber groupNumber#"},
    {"PlanRegulationGroupRelations",
     "planObjectKey planRegulationGroupKey"},
    {"PlanReport",
     "planReportKey planReportUri attachmentDocuments[]>PlanAttachmentDocument"},
    {"PlanSourceData",
     "planSourceDataKey planSourceDataUri type name>LanguageString geographicalArea>RyhtiGeometry "
     "additionalInformationLink files[]>PlanAttachmentDocument"},
    {"PlotDivisionPlot",
     "plotDivisionPlotKey plotDivisionPlotUri plotDivisionPlotIdentifier area>Value "
     "projectedArea>Value areaReservations[] areaReservationLetterIdentifier "
     "volumeOfBuilding>Value permittedBuildingArea>Value permittedBuildingVolume>Value "
     "motherProperties[]>MotherProperty relationToBasicProperty relatedPlans[]>RelatedPlan "
     "geometry>RyhtiGeometry verticalLimit>Value areaReservationRegulationUris[] "
     "volumeOfBuildingRegulationUris[]"},
    {"PresentationAlignment",
     "planObjectKey planRegulationGroupKey geometry>RyhtiGeometry rotation# language"},
    {"RelatedPlan",
     "relatedPlanUri relatedPlanKey relatedProducerPlanIdentifier"},
    {"RelatedPlanObjectRegulationGroupRelation",
     "relatedPlanObjectUri regulationGroupKey"},
    {"RelatedRegulationGroupPlanObjectRelation",
     "relatedRegulationGroupUri planObjectKey"},
    {"RyhtiGeometry",
     "srid geometry{}"},
    {"Statute",
     "nameOfStatute>LanguageString numberOfStatuteCollection# yearOfStatuteCollection# chapter# "
     "section# subsections[] paragraphs[] subparagraphs[]"},
    {"TimePeriod",
     "begin end"},
    {"TimePeriodDateOnly",
     "begin end"},
});

constexpr auto kMarks = std::to_array<std::pair<std::string_view, PlanMemberKind>>(
    {{"[]", PlanMemberKind::kList}, {"#", PlanMemberKind::kNumber}, {"?", PlanMemberKind::kTruth}, {"{}", PlanMemberKind::kGeoJson}});

std::vector<PlanSchemaMember> split(std::string_view members) {
  std::vector<PlanSchemaMember> out;
  while (!members.empty()) {
    const auto word = members.substr(0, members.find(' '));
    members.remove_prefix(std::min(members.size(), word.size() + 1));
    const auto arrow = word.find('>');
    PlanSchemaMember member{word.substr(0, arrow), arrow == std::string_view::npos ? "" : word.substr(arrow + 1), PlanMemberKind::kText};
    if (!member.schema.empty()) member.kind = PlanMemberKind::kObject;
    for (const auto& [mark, kind] : kMarks) {
      if (!member.name.ends_with(mark)) continue;
      member.name.remove_suffix(mark.size());
      member.kind = kind;
    }
    out.push_back(member);
  }
  return out;
}

std::map<std::string_view, std::vector<PlanSchemaMember>> build() {
  std::map<std::string_view, std::vector<PlanSchemaMember>> out;
  for (const auto& row : kRows) out.emplace(row.name, split(row.members));
  return out;
}

}  // namespace

std::span<const PlanSchemaMember> members_of_plan_schema(std::string_view name) {
  static const auto schemas = build();
  const auto found = schemas.find(name);
  return found == schemas.end() ? std::span<const PlanSchemaMember>{} : std::span<const PlanSchemaMember>(found->second);
}

}  // namespace geo

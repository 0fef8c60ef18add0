#include "geo/io/plan_members.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/io/did_you_mean.hpp"
#include "geo/io/plan_schema.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Done;
using twin::Json;
using twin::Status;

/// The forms nest eight deep; what is deeper is no plan.
constexpr int kDeepest = 24;

/// A text in several languages may be a plain text.
constexpr std::string_view kLanguages = "LanguageString";
/// Likewise told object by object.
constexpr std::string_view kGeometry = "RyhtiGeometry";

bool is_of(const Json& value, const PlanSchemaMember& member) {
  switch (member.kind) {
    case PlanMemberKind::kText: return value.is_string() || value.is_number_integer();
    case PlanMemberKind::kNumber: return value.is_number();
    case PlanMemberKind::kTruth: return value.is_boolean();
    case PlanMemberKind::kObject: return value.is_object() || (member.schema == kLanguages && value.is_string());
    case PlanMemberKind::kList: return value.is_array();
    case PlanMemberKind::kGeoJson: return true;  // whoever reads it tells what is wrong, object by object
  }
  return true;
}

std::string_view wanted(PlanMemberKind kind) {
  switch (kind) {
    case PlanMemberKind::kText: return "a text";
    case PlanMemberKind::kNumber: return "a number";
    case PlanMemberKind::kTruth: return "true or false";
    case PlanMemberKind::kObject: return "an object";
    case PlanMemberKind::kList: return "a list";
    case PlanMemberKind::kGeoJson: return "GeoJSON";
  }
  return "";
}

twin::Problem other_type(const Json& value, std::string_view want, const std::string& pointer) {
  return {"input-invalid", fmt::format("This member of the national plan form is {}.", want), pointer,
          twin::excerpt(value.dump(-1, ' ', false, Json::error_handler_t::replace)),
          fmt::format("Write {}, or leave the member out.", want)};
}

/// The member itself, and of a list of objects that its items are some.
Status check_type(const Json& value, const PlanSchemaMember& member, const std::string& pointer) {
  if (value.is_null() || member.schema == kGeometry) return Done{};
  if (!is_of(value, member)) return other_type(value, wanted(member.kind), pointer);
  if (member.kind != PlanMemberKind::kList || member.schema.empty() || member.schema == kLanguages) return Done{};
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!value[i].is_object()) return other_type(value[i], wanted(PlanMemberKind::kObject), fmt::format("{}/{}", pointer, i));
  }
  return Done{};
}

Status check(const Json& json, std::string_view schema, const std::string& pointer, int depth);

Status check_items(const Json& json, std::string_view schema, const std::string& pointer, int depth) {
  if (!json.is_array()) return check(json, schema, pointer, depth);
  for (std::size_t i = 0; i < json.size(); ++i) {
    TWIN_CHECK(check(json[i], schema, fmt::format("{}/{}", pointer, i), depth));
  }
  return Done{};
}

Status check(const Json& json, std::string_view schema, const std::string& pointer, int depth) {
  const auto members = members_of_plan_schema(schema);
  if (!json.is_object() || depth > kDeepest) return Done{};
  for (const auto& [key, value] : json.items()) {
    const auto known = std::find_if(members.begin(), members.end(),
                                    [&key = key](const auto& member) { return member.name == key; });
    if (known == members.end()) {
      std::vector<std::string_view> names;
      for (const auto& member : members) names.push_back(member.name);
      return twin::Problem{"member-unknown", "The national plan form does not have this member.",
                           pointer + "/" + twin::excerpt(key), twin::excerpt(key), did_you_mean(key, names)};
    }
    TWIN_CHECK(check_type(value, *known, pointer + "/" + key));
    if (!known->schema.empty()) TWIN_CHECK(check_items(value, known->schema, pointer + "/" + key, depth + 1));
  }
  return Done{};
}

}  // namespace

Status check_plan_members(const Json& document, PlanDocument kind) {
  switch (kind) {
    case PlanDocument::kPlan:
      return check(document, "Plan", "", 0);
    case PlanDocument::kMatter:
      return check(document, "PlanMatter", "", 0);
    case PlanDocument::kPlotDivision:
      return check(document, "BindingPlotDivisionMatter", "", 0);
    case PlanDocument::kNone:
      break;
  }
  return Done{};
}

PlanDocument plan_document_of(const Json& document) {
  if (!document.is_object()) return PlanDocument::kNone;
  if (document.contains("planObjects")) return PlanDocument::kPlan;
  if (document.contains("planMatterPhases")) return PlanDocument::kMatter;
  const bool plots =
      document.contains("phases") && (document.contains("bindingPlotDivisionType") ||
                                      document.contains("permanentBindingPlotDivisionIdentifier"));
  return plots ? PlanDocument::kPlotDivision : PlanDocument::kNone;
}

}  // namespace geo

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

Status check(const Json& json, std::string_view schema, const std::string& pointer, int depth);

Status check_items(const Json& json, std::string_view schema, const std::string& pointer, int depth) {
  if (!json.is_array()) return check(json, schema, pointer, depth);
  for (std::size_t i = 0; i < json.size(); ++i) {
    TWIN_CHECK(check(json[i], schema, fmt::format("{}/{}", pointer, i), depth));
  }
  return Done{};
}

/// What is no object is somebody else's fault to find.
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

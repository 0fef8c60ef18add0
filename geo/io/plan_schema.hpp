#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace geo {

/// What a member holds. A text may be a whole number, an object of languages a plain text: both are read as what they say.
enum class PlanMemberKind : unsigned char { kText, kNumber, kTruth, kObject, kList, kGeoJson };

/// A member that an object of the national plan form may have, and the schema of what it holds (of an array: of
/// its items; "" = nothing that is looked into).
struct PlanSchemaMember {
  std::string_view name, schema;
  PlanMemberKind kind;
};

/// The members of a schema ("Plan", "PlanMatter", "BindingPlotDivisionMatter" and what hangs on them); empty for
/// an unknown name.
std::span<const PlanSchemaMember> members_of_plan_schema(std::string_view name);

}  // namespace geo

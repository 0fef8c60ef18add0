#pragma once

#include <string>

#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// What a document of the national form is about.
enum class PlanDocument : unsigned char { kNone, kPlan, kMatter, kPlotDivision };

PlanDocument plan_document_of(const twin::Json& document);

/// Refuses a document with a member that the form does not have or of another type than it has there, at any depth (GeoJSON geometries
/// excepted); null is as good as nothing. Errors, with JSON pointer: `member-unknown` ("did you mean …"), `input-invalid`.
twin::Status check_plan_members(const twin::Json& document, PlanDocument kind);

}  // namespace geo

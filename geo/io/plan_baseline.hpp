#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/plan_reader.hpp"
#include "twin_core/city/manifest.hpp"

namespace geo {

/// The units of a plan document as an import into the frame takes them; those that cannot be placed are left out.
/// Errors: those of `read_plan`.
twin::Result<std::vector<PlanDraft>> placed_units(const twin::Json& document, const twin::Manifest& frame);

/// A plan inside a document of the national form, or its plot division.
struct PlanInside {
  std::string key;      ///< planKey, bindingPlotDivisionKey
  std::string pointer;  ///< "" for a document that is a plan
};
/// The plans that an import reads: those of the last phase of a matter that decided on any.
std::vector<PlanInside> plans_inside(const twin::Json& document);

/// True where the document is that of a matter or plot division of this identifier, or holds a plan of one of these keys.
bool is_document_of(const twin::Json& document, std::string_view identifier, const std::set<std::string>& keys);

}  // namespace geo

#pragma once

#include <string>
#include <vector>

#include "geo/io/plan_reader.hpp"
#include "twin_core/city/manifest.hpp"

namespace geo {

/// One plan, plan matter or plot division as it is to go out.
struct PlanToWrite {
  std::vector<twin::PlanUnit> units;  ///< all of it; in order of the file
  /// The document of the national form that it came in; null where there is none.
  twin::Json document;
};

/// The document of the national form with the units as they are now. What nothing was done to stays as the document says it, down to
/// its members that the twin does not know; what changed, was drawn or is gone is written into it. Without a document one is made.
/// Boundaries that changed are in the frame of the twin, the others in the system of the document.
///
/// The result is read again before it is given back: what an import would not find as the twin has it is told
/// (`plan-not-carried`), unit by unit. Other findings: `code-unknown` (info: a type that the national list does not have).
/// Errors: `frame-not-placed` (local frame), `crs-not-accepted` (a frame that the national service does not take), and those of `read_plan`.
///
/// Holds (tested): (1) without a change the result is the document, as a tree; (2) reading it gives the units again, as far as nothing
/// is told.
twin::Result<twin::Json> write_national_plan(const PlanToWrite& plan, const twin::Manifest& frame, twin::Diagnostics& told);

/// The units in our own form, `"type": "kaksonen-plan"`, which carries all that the twin has of a unit but its source, in the frame of
/// the twin.
twin::Json write_own_plan(const std::vector<twin::PlanUnit>& units, const twin::Manifest& frame);

}  // namespace geo

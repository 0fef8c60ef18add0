#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace geo {

/// A plan unit whose boundary still stands in the coordinates of the file, easting (or longitude) first.
struct PlanDraft {
  twin::PlanUnit unit;
  std::string crs;  ///< as the file names it, e.g. "EPSG:3879"; "" when it names none
  bool repaired = false;
};

/// The units taken and what was noticed; the tally counts all plan objects of the file.
struct PlanFile {
  std::vector<PlanDraft> units;
  twin::Diagnostics diagnostics;
};

/// True for the two forms that `read_plan` reads.
bool is_plan(const twin::Json& document);

/// Reads a plan; `name` is the unit's source when the file names none.
///
/// The national form (plan, or plan matter with plans in its decisions): every plan object with a
/// polygon and regulations becomes a unit. Errors: `member-unknown` ("did you mean …"), `crs-not-accepted`,
/// `input-invalid`. Findings: `reference-missing`, `value-not-positive`, `code-unknown`,
/// `plan-object-without-regulations`, and those below.
///
/// Our own form, `"type": "kaksonen-plan"`: strict. Errors: `member-unknown` ("did you mean …"),
/// `value-missing`, `input-invalid`, `version-unsupported`, each with a JSON pointer. Findings: those of
/// `settle_sky_planes` (rejected) and `note_unknown_codes` (kept).
///
/// Findings of both: those of `read_plan_area`, `check_identity_and_ground`, and `duplicate-id`; units with
/// one of the latter two are rejected, of the same id all.
twin::Result<PlanFile> read_plan(std::string_view name, const twin::Json& document);

}  // namespace geo

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "geo/io/plan_cancellation.hpp"
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
  bool counts = true;                          ///< false for further areas of an object that the tally has already
  std::string place;                           ///< JSON pointer of the unit
  std::vector<std::string> regulation_places;  ///< of each of its regulations
  std::vector<std::string> regulation_objects; ///< national form: of the plan object that brought each, the unit's own or a line
};

/// The units taken and what was noticed; the tally counts all plan objects (or plots) of the file.
struct PlanFile {
  std::vector<PlanDraft> units;
  std::vector<PlanCancellation> cancellations;
  twin::Diagnostics diagnostics;
};

/// True for the forms that `read_plan` reads.
bool is_plan(const twin::Json& document);

/// Reads a plan; `name` is the unit's source when the file names none.
///
/// The national form: a plan, a plan matter with plans in its decisions, or the matter of a binding plot
/// division. Every plan object with polygons and regulations becomes a unit (of several areas several: `take_unit`), every plot one of kind "plot";
/// lines and points become the place of regulations of the unit that they belong to; regulations of the whole plan are
/// added to each unit. Errors: `member-unknown` ("did you mean …", at any depth), `crs-not-accepted`,
/// `input-invalid`. Findings: `reference-missing`, `value-not-positive`, `code-unknown`, `time-invalid`,
/// `unit-supplied`, `plan-object-without-regulations`, `plan-object-outside`, `plan-line-attached`,
/// `regulation-group-unused`, `plot-area-differs`, `object-passed-over`, and those below.
///
/// Our own form, `"type": "kaksonen-plan"`: strict. Errors: `member-unknown` ("did you mean …"),
/// `value-missing`, `input-invalid`, `version-unsupported`, each with a JSON pointer. Findings: those of
/// `settle_sky_planes` (rejected) and `note_unknown_codes` (kept).
///
/// Findings of both: those of `read_plan_area`, `check_identity_and_ground`, and `duplicate-id`; units with
/// one of the latter two are rejected, of the same id all.
twin::Result<PlanFile> read_plan(std::string_view name, const twin::Json& document);

}  // namespace geo

#pragma once

#include <string>

#include "geo/io/plan_reader.hpp"
#include "geo/io/plan_unit_check.hpp"

namespace geo {

/// Reads the objects of one plan of the national form into `out`: `reference` is what is known of the plan,
/// `pointer` where it stands in the document. Errors: `crs-not-accepted`, `input-invalid`, `value-missing`.
twin::Status read_plan_objects(const twin::Json& plan, const std::string& pointer,
                               const twin::PlanReference& reference, const std::string& source, PlanIds& ids,
                               PlanFile& out);

/// The plot division of the last phase that has one, and where it stands; nothing where none has.
const twin::Json* division_of(const twin::Json& matter, std::string& pointer);

/// The plots of a binding plot division, each a unit of kind "plot". Errors as above.
twin::Status read_plots(const twin::Json& matter, const std::string& source, PlanIds& ids, PlanFile& out);

/// What a plan repeals of earlier ones.
void read_cancellations(const twin::Json& infos, const std::string& pointer, const PlanCancellation& about,
                        PlanFile& out);

}  // namespace geo

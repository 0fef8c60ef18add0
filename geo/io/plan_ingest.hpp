#pragma once

#include <string>

#include "geo/io/file_ingest.hpp"
#include "geo/io/plan_reader.hpp"

namespace geo {

/// Reads a plan into `out`, its units and what it repeals in the twin's frame, each unit checked by `checks`. Errors are those of `read_plan`; a file that
/// contradicts the frame sets `out.refused` instead.
twin::Status ingest_plan(const std::string& name, const twin::Json& document, FrameAgreement& agreement,
                         const PlanChecks& checks, IngestedFile& out);

}  // namespace geo

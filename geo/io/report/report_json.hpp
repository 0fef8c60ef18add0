#pragma once

#include "geo/io/report/quality_report.hpp"
#include "twin_core/base/json.hpp"

namespace geo {

/// The whole report as JSON; its members are described in geo/io/README.md.
twin::Json report_json(const QualityReport& report);

/// One building of it: id, link, findings, missing fields; the same members as an element of "buildings".
twin::Json flawed_building_json(const FlawedBuilding& flawed);

}  // namespace geo

#pragma once

#include "geo/io/report/quality_report.hpp"
#include "geo/io/report/report_words.hpp"
#include "twin_core/base/json.hpp"

namespace geo {

/// The whole report as JSON; titles, places, values, remedies and notes are in `language` (`sentence_in`). Findings are those of "buildings" (errors and warnings first, then those
/// with notes alone) and of "records" (rows without a building, rejected records, files), and "codes" counts just these.
twin::Json report_json(const QualityReport& report, ReportLanguage language = ReportLanguage::kEnglish);

/// One building of it: id, link, findings, missing fields; the same members as an element of "buildings".
twin::Json flawed_building_json(const FlawedBuilding& flawed, ReportLanguage language = ReportLanguage::kEnglish);

}  // namespace geo

#pragma once

#include <filesystem>

#include "geo/io/report/quality_report.hpp"
#include "geo/io/report/report_words.hpp"

namespace geo {

/// A GeoPackage with one layer `findings`: a point for each finding of a building in the twin's frame, with code, title,
/// severity, building id, feature number, permanent id, address, level of detail, place, value, remedy (texts in `language`) and
/// rank (1 = the worst building); then, without geometry and building, the findings of records, with their `file` and `record` id.
/// As many features as "codes" of the JSON count.
/// Errors: `frame-not-placed` (local frame or empty twin), `file-not-writable`.
twin::Status write_findings_gpkg(const QualityReport& report, const std::filesystem::path& path,
                                 ReportLanguage language = ReportLanguage::kEnglish);

}  // namespace geo

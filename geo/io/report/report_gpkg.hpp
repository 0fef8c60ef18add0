#pragma once

#include <filesystem>

#include "geo/io/report/quality_report.hpp"

namespace geo {

/// A GeoPackage with one layer `findings`: a point for each finding in the twin's frame, with code, title, severity, building
/// id, feature number, permanent id, address, level of detail, place, value, remedy and rank (1 = the worst building).
/// Errors: `frame-not-placed` (local frame or empty twin), `file-not-writable`.
twin::Status write_findings_gpkg(const QualityReport& report, const std::filesystem::path& path);

}  // namespace geo

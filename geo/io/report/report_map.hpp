#pragma once

#include <string>

#include "geo/io/report/quality_report.hpp"
#include "geo/io/report/report_words.hpp"

namespace geo {

/// Up to so many buildings are drawn one by one; more are counted in squares, so that the page stays small.
inline constexpr std::size_t kMostFootprints = 4000;

/// The map of findings as a figure of HTML with inline SVG: footprints by worst finding (linked to their sections) or
/// squares by share of buildings with findings, the worst ones numbered (element "place-1" …), legend, scale, north.
std::string map_figure(const QualityReport& report, ReportLanguage language);

}  // namespace geo

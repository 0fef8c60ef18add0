#pragma once

#include <string>

#include "geo/io/report/quality_report.hpp"
#include "geo/io/report/report_html.hpp"

namespace geo {

// Parts of the page, each a section of HTML with its heading. Texts of others are escaped here.

std::string overview_section(const QualityReport& report, ReportLanguage language);  ///< the four shares
std::string worst_section(const QualityReport& report, ReportLanguage language);
std::string codes_section(const QualityReport& report, ReportLanguage language);
std::string links_section(const QualityReport& report, const ReportPage& page);     ///< by reason, and the rows of the register
std::string rules_section(const QualityReport& report, ReportLanguage language);
std::string fields_section(const QualityReport& report, ReportLanguage language);
std::string imports_section(const QualityReport& report, ReportLanguage language);
std::string records_section(const QualityReport& report, ReportLanguage language);  ///< findings of what is no building here
std::string details_section(const QualityReport& report, const ReportPage& page);  ///< a part for each building with findings
std::string method_section(const QualityReport& report, ReportLanguage language);

/// Address of a building in the web client, for pages that a server answers with.
std::string city_address(const QualityReport& report, const twin::Building& building, ReportLanguage language);

}  // namespace geo

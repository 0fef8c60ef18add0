#pragma once

#include <string>

#include "geo/io/report/quality_report.hpp"
#include "geo/io/report/report_words.hpp"

namespace geo {

/// How a page is to be used.
struct ReportPage {
  ReportLanguage language = ReportLanguage::kEnglish;
  bool served = false;  ///< by a server: links lead to its other languages, forms and to the city; else to files beside it
};

/// The whole report as one page that needs nothing else: no network, no script. Its numbers are those of the JSON.
std::string report_html(const QualityReport& report, const ReportPage& page);

}  // namespace geo

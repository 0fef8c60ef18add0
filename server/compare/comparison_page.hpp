#pragma once

#include <string>
#include <vector>

#include "server/compare/comparison_words.hpp"

namespace server {

/// A picture of one scenario.
struct ScenarioPicture {
  std::string scenario, png;  ///< name; bytes of the file
};

/// How the page is made.
struct ComparisonPage {
  ReportLanguage language = ReportLanguage::kEnglish;
  std::string twin;                       ///< shown in the title; "" without a twin
  std::vector<ScenarioPicture> pictures;
};

/// The answer of `scenario-comparison` as one page that needs nothing else: no network, no script; light and dark, printable.
std::string comparison_page(const twin::Json& answer, const ComparisonPage& page);

// Its parts. Each is a <section>, or "" where there is nothing to say.
std::string overview_section(const twin::Json& answer, ReportLanguage language);
std::string pictures_section(const twin::Json& answer, const ComparisonPage& page);
std::string table_section(const twin::Json& answer, ReportLanguage language);
std::string charts_section(const twin::Json& answer, ReportLanguage language);
std::string ranking_section(const twin::Json& answer, ReportLanguage language);
std::string spread_section(const twin::Json& answer, ReportLanguage language);
std::string difference_map_section(const twin::Json& answer, ReportLanguage language);
std::string rules_section(const twin::Json& answer, ReportLanguage language);
std::string changes_section(const twin::Json& answer, ReportLanguage language);
std::string assumptions_section(const twin::Json& answer, ReportLanguage language);
std::string lineage_section(const twin::Json& answer, ReportLanguage language);

}  // namespace server

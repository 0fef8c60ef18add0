#pragma once

#include <string>
#include <vector>

#include "geo/io/table_xlsx.hpp"
#include "server/compare/comparison_words.hpp"

namespace server {

/// The key figures as rows: figure, unit, group, better, then for each scenario its value, its difference from the first, and P10 and P90 where
/// assumptions spread.
geo::Table comparison_rows(const twin::Json& answer, ReportLanguage language);

/// After RFC 4180, with a comma between; a text that a spreadsheet would run gets an apostrophe in front.
std::string csv_of(const geo::Table& table);

}  // namespace server

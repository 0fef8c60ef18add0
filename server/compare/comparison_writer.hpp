#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "server/compare/comparison_page.hpp"

namespace server {

/// Files of a comparison in a folder: comparison.json, comparison.html, comparison.csv, comparison.xlsx, and with `pdf` comparison.pdf.
/// Returns their paths. Errors: `file-not-writable`, those of `print_pdf`.
twin::Result<std::vector<std::string>> write_comparison(const twin::Json& answer, const ComparisonPage& page, const std::filesystem::path& folder, bool pdf);

/// A picture for the page. Errors: `file-unreadable`, `format-unknown` (no PNG), `value-out-of-range` (over 20 MB).
twin::Result<ScenarioPicture> read_picture(const std::string& scenario, const std::filesystem::path& file);

}  // namespace server

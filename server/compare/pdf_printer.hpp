#pragma once

#include <filesystem>

#include "twin_core/base/result.hpp"

namespace server {

/// Prints a page of ours to a PDF file through a headless Chromium.
/// Errors: `printer-missing` (no Chromium in PATH), `program-failed`, `file-not-writable` (it ended well and wrote nothing).
twin::Status print_pdf(const std::filesystem::path& page, const std::filesystem::path& pdf);

}  // namespace server

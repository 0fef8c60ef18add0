#include "server/compare/pdf_printer.hpp"

#include <unistd.h>

#include "server/app/temporary_folder.hpp"
#include "server/compare/outside_program.hpp"

namespace server {
namespace {

/// An absolute path as a file address (RFC 8089).
std::string address_of(const std::filesystem::path& file) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "file://";
  for (const char c : std::filesystem::absolute(file).string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '_' || c == '-';
    if (plain) {
      out += c;
    } else {
      out += {'%', kHex[static_cast<unsigned char>(c) >> 4], kHex[static_cast<unsigned char>(c) & 15]};
    }
  }
  return out;
}

}  // namespace

twin::Status print_pdf(const std::filesystem::path& page, const std::filesystem::path& pdf) {
  std::optional<std::filesystem::path> chromium;
  for (const char* name : {"chromium", "chromium-browser", "google-chrome", "chrome"}) {
    if (!chromium) chromium = find_program(name);
  }
  if (!chromium) {
    return twin::Problem{"printer-missing", "There is no Chromium to print the page with.", "PATH", "chromium",
                         "Install it (apt-get install chromium), or open the page in a browser and print it there."};
  }
  TWIN_TRY(const TemporaryFolder profile, TemporaryFolder::make());
  std::error_code none;
  std::filesystem::remove(pdf, none);
  std::vector<std::string> arguments{"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--user-data-dir=" + profile.path().string(),
                                     "--no-pdf-header-footer", "--print-to-pdf-no-header", "--print-to-pdf=" + std::filesystem::absolute(pdf).string(), address_of(page)};
  // Chromium's sandbox refuses root. The page is ours and has neither script nor addresses.
  if (geteuid() == 0) arguments.insert(arguments.begin(), "--no-sandbox");
  TWIN_CHECK(run_program(*chromium, arguments, std::chrono::seconds(120)));
  if (std::filesystem::exists(pdf, none) && std::filesystem::file_size(pdf, none) > 0) return twin::Done{};
  return twin::Problem{"file-not-writable", "Chromium wrote no PDF.", pdf.filename().string(), chromium->filename().string(), "Check that the folder is writable; open the page in a browser and print it there."};
}

}  // namespace server

#include "server/compare/comparison_writer.hpp"

#include <fstream>

#include "server/compare/comparison_table.hpp"
#include "server/compare/pdf_printer.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

constexpr std::size_t kLargestPicture = 20'000'000;

twin::Status put(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.flush();
  if (out) return twin::Done{};
  return twin::Problem{"file-not-writable", "The file cannot be written.", path.string(), "", "Check that the folder is writable and has room."};
}

}  // namespace

twin::Result<std::vector<std::string>> write_comparison(const twin::Json& answer, const ComparisonPage& page, const std::filesystem::path& folder, bool pdf) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::vector<std::string> out;
  const auto path = [&](const char* name) {
    out.push_back((folder / name).string());
    return folder / name;
  };
  TWIN_CHECK(put(path("comparison.json"), answer.dump(-1, ' ', false, twin::Json::error_handler_t::replace) + "\n"));
  TWIN_CHECK(put(path("comparison.html"), comparison_page(answer, page)));
  const geo::Table table = comparison_rows(answer, page.language);
  TWIN_CHECK(put(path("comparison.csv"), csv_of(table)));
  TWIN_CHECK(geo::write_xlsx(table, path("comparison.xlsx")));
  if (pdf) TWIN_CHECK(print_pdf(folder / "comparison.html", path("comparison.pdf")));
  return out;
}

twin::Result<ScenarioPicture> read_picture(const std::string& scenario, const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() && !in.eof()) return twin::Problem{"file-unreadable", "The picture cannot be read.", file.string(), twin::excerpt(scenario), "Check the path."};
  if (bytes.size() > kLargestPicture) return twin::Problem{"value-out-of-range", "The picture is larger than 20 MB.", file.string(), std::to_string(bytes.size()), "Take a smaller one."};
  if (!bytes.starts_with("\x89PNG\r\n\x1a\n")) return twin::Problem{"format-unknown", "The picture is no PNG file.", file.string(), twin::excerpt(bytes.substr(0, 8)), "Save it as PNG."};
  return ScenarioPicture{scenario, std::move(bytes)};
}

}  // namespace server

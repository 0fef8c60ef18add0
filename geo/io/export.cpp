#include "geo/io/export.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

#include "geo/io/export_forms.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/store/twin_mark.hpp"

namespace geo {
namespace {

namespace fs = std::filesystem;
using twin::Problem;
using twin::Status;

Problem not_writable(const fs::path& out) {
  return {"file-not-writable", "The export file cannot be written.", out.filename().string(), "",
          "Check that the folder exists, is writable and has room."};
}

/// A name beside the target and of the same kind, so that moving it into place is one step of the file
/// system.
fs::path temporary_beside(const fs::path& out) {
  static std::atomic<unsigned> count{0};
  return out.parent_path() / fmt::format(".{}.{}-{}.partial{}", out.stem().string(), ::getpid(), ++count,
                                         out.extension().string());
}

Status write_text(const fs::path& path, const std::function<Status(std::ostream&)>& write) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  if (!stream) return not_writable(path);
  TWIN_CHECK(write(stream));
  stream.close();
  if (!stream) return not_writable(path);
  return twin::Done{};
}

Status write_as(const twin::BranchState& state, const ShapeLoader& shapes, const std::string& format,
                const fs::path& path) {
  if (format == "gpkg") return export_gpkg(state, shapes, path);
  if (format == "csv") return write_text(path, [&](std::ostream& out) { return export_csv(state, out); });
  if (format == "geojson")
    return write_text(path, [&](std::ostream& out) { return export_geojson(state, out); });
  if (format == "geojson-plan")
    return write_text(path, [&](std::ostream& out) { return export_geojson_plan(state, out); });
  if (format == "cityjson") {
    return write_text(
        path, [&](std::ostream& out) { return export_cityjson(state, shapes, path.parent_path(), out); });
  }
  if (format == "cityjsonseq") {
    return write_text(path, [&](std::ostream& out) { return export_cityjsonseq(state, shapes, out); });
  }
  return Problem{"format-unknown", "There is no export of this format.", "--format", twin::excerpt(format),
                 "Known are gpkg, geojson, geojson-plan, csv, cityjson and cityjsonseq."};
}

}  // namespace

Status export_branch(const twin::BranchState& state, const ShapeLoader& shapes, const std::string& format,
                     const fs::path& out) {
  TWIN_CHECK(twin::check_no_twin_at(out));
  const auto partial = temporary_beside(out);
  std::error_code error;
  auto done = write_as(state, shapes, format, partial);
  if (done) {
    fs::rename(partial, out, error);
    if (error) done = not_writable(out);
  }
  if (!done) {
    fs::remove(partial, error);
    if (done.problem().code == "file-not-writable") return not_writable(out);
  }
  return done;
}

}  // namespace geo

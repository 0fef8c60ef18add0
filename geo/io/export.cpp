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

/// The layer that is asked for; of a GeoPackage nullptr for all.
twin::Result<const ExportLayer*> layer_of(const ExportForm& form) {
  const bool plan = form.format == "geojson-plan";
  if (form.layer.empty() && form.format == "gpkg") return nullptr;
  if (form.layer.empty()) return find_export_layer(plan ? "plan_unit" : "building");
  TWIN_TRY(const ExportLayer* const layer, find_export_layer(form.layer));
  if ((layer->shape == LayerShape::kSurface && form.format != "gpkg") || (plan && layer->name != "plan_unit")) {
    return Problem{"parameter-invalid", "This layer goes into no file of this format.", "--layer", form.layer,
                   plan ? "Take --format geojson." : "Take --format gpkg, which has surfaces with heights."};
  }
  return layer;
}

Status write_table(const twin::BranchState& state, const ShapeLoader& shapes, const ExportForm& form, const fs::path& path) {
  TWIN_TRY(const ExportLayer* const layer, layer_of(form));
  if (form.format == "gpkg") return export_gpkg(state, shapes, layer, path);
  return write_text(path, [&](std::ostream& out) {
    return form.format == "csv" ? export_csv(state, shapes, *layer, out) : export_geojson(state, shapes, *layer, out);
  });
}

Status check_plan_option(const ExportForm& form) {
  const bool model = form.format == "cityjson" || form.format == "cityjsonseq";
  if (!form.with.empty() && !model) {
    return Problem{"parameter-invalid", "Only a city model has solids of plan units.", "--with", twin::excerpt(form.with),
                   "Leave it out, or take --format cityjson or cityjsonseq."};
  }
  if (form.plan.empty() || form.format == "plan" || form.format == "kaksonen-plan") return twin::Done{};
  return Problem{"parameter-invalid", "Only a plan format holds one plan.", "--plan", twin::excerpt(form.plan),
                 "Leave it out, or take --format plan or kaksonen-plan."};
}

Status write_as(const twin::BranchState& state, const ShapeLoader& shapes, const ExportForm& form, const fs::path& path,
                const ExportExtras& more) {
  const auto& format = form.format;
  if (format == "gpkg" || format == "csv" || format == "geojson" || format == "geojson-plan") return write_table(state, shapes, form, path);
  if (format == "geotiff" && more.heights) return export_geotiff(state, more.heights, form.layer, path);
  const bool plan = format == "plan" || format == "kaksonen-plan";
  if (!plan && format != "cityjson" && format != "cityjsonseq") {
    return Problem{"format-unknown", "There is no export of this format.", "--format", twin::excerpt(format),
                   fmt::format("Known are {}.", kExportFormats)};
  }
  if (!form.layer.empty()) {
    return Problem{"parameter-invalid", plan ? "A plan has no layers." : "CityJSON has no layers.", "--layer", twin::excerpt(form.layer), "Leave it out."};
  }
  if (plan) {
    return write_text(path, [&](std::ostream& out) {
      return format == "plan" ? export_plan(state, form.plan, more, out) : export_own_plan(state, form.plan, out);
    });
  }
  return write_text(path, [&](std::ostream& out) {
    return format == "cityjson" ? export_cityjson(state, shapes, more.solids, path.parent_path(), out) : export_cityjsonseq(state, shapes, more.solids, out);
  });
}

}  // namespace

Status export_branch(const twin::BranchState& state, const ShapeLoader& shapes, const ExportForm& form,
                     const fs::path& out, const ExportExtras& more) {
  TWIN_CHECK(twin::check_no_twin_at(out));
  TWIN_CHECK(check_plan_option(form));
  const auto partial = temporary_beside(out);
  std::error_code error;
  auto done = write_as(state, shapes, form, partial, more);
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

// The quality report of a LocalTwin: the state is judged once, then written in the form asked for.
#include "geo/io/report/report_gpkg.hpp"
#include "geo/io/report/report_html.hpp"
#include "geo/io/report/report_json.hpp"
#include "server/app/import_reports.hpp"
#include "server/app/local_twin.hpp"
#include "server/app/temporary_folder.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/record.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

geo::ShapeLoader shapes_of(const twin::Store& store) {
  return [&store](const twin::Digest& digest) -> Result<twin::BuildingShape> {
    TWIN_TRY(const twin::Bytes bytes, store.blob(digest));
    return twin::decode_building_shape(bytes);
  };
}

Result<std::string> written_as(const geo::QualityReport& report, const ReportOrder& order, geo::ReportLanguage language) {
  if (order.form == "json") {
    return geo::report_json(report, language).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  if (order.form == "html") return geo::report_html(report, {language, order.served});
  TWIN_TRY(const TemporaryFolder folder, TemporaryFolder::make());
  const auto file = folder.path() / "findings.gpkg";
  TWIN_CHECK(geo::write_findings_gpkg(report, file, language));
  return bytes_of(file);
}

}  // namespace

Result<geo::ReportHeading> LocalTwin::report_heading(const twin::BranchState& state, const std::string& branch,
                                                     const When& when) const {
  geo::ReportHeading out;
  out.twin = state.manifest() != nullptr ? state.manifest()->name : twin_name_;
  out.branch = branch;
  out.as_of = when.as_of;
  out.valid_at = when.valid_at;
  if (!state.head().is_nothing()) {
    TWIN_TRY(const twin::LogEntry newest, store_->find_commit(state.head().hex()));
    out.recorded_at = twin::to_rfc3339(newest.commit.time);
  }
  return out;
}

Result<std::string> LocalTwin::report(const ReportOrder& order) {
  if (order.form != "html" && order.form != "json" && order.form != "gpkg") {
    return Problem{"format-unknown", "There is no report of this form.", "form", twin::excerpt(order.form),
                   "Known are html, json and gpkg."};
  }
  const auto language = geo::report_language_named(order.language);
  if (!language) {
    return Problem{"parameter-invalid", "The report does not speak this language.", "language", twin::excerpt(order.language),
                   "Known are fi, sv and en."};
  }
  TWIN_TRY(const twin::Snapshot city, state(order.branch, order.when));
  TWIN_TRY(const auto quality, quality_.of(city, shapes_of(*store_), order.progress));
  const std::string key = order.form + (order.served ? " served " : " ") + order.language + "\n" + order.branch + "\n" +
                          order.when.as_of + "\n" + order.when.valid_at;
  if (const auto before = quality_.written(*quality, key)) return std::string(*before);
  if (order.progress) order.progress("writing " + order.form, 0, 0, "");
  TWIN_TRY(geo::ReportHeading heading, report_heading(*city, order.branch, order.when));
  TWIN_TRY(auto imports, imported_files(*store_, *city));
  TWIN_TRY(std::string bytes, written_as(geo::make_report(*quality, std::move(heading), std::move(imports)), order, *language));
  quality_.keep(quality, key, std::make_shared<const std::string>(bytes));
  return bytes;
}

Result<Json> LocalTwin::building_quality(const std::string& branch, const std::string& id, const When& when) {
  TWIN_TRY(const twin::Snapshot city, state(branch, when));
  const auto number = store_->feature_number({twin::EntityKind::kBuilding, id});
  const twin::Building* building = number ? city->building(*number) : nullptr;
  if (building == nullptr) {
    return Problem{"not-found", "The branch has no building of this id.", "address", twin::excerpt(id),
                   "See /collections/buildings/items."};
  }
  TWIN_TRY(const auto shape, shapes_of(*store_)(building->shape));
  const auto findings = geo::judge_building(*building, shape, {}, QualityCache::current_year());
  TWIN_TRY(const auto imports, imported_files(*store_, *city));
  const auto records = geo::sort_record_findings(imports, std::vector<geo::NumberedBuilding>{{*number, building}});
  const auto told = records.of_buildings.find(*number);
  Json out = geo::flawed_building_json(
      geo::flaws_of(*number, *building, findings, told != records.of_buildings.end() ? &told->second : nullptr));
  out["branch"] = branch;
  return out;
}

}  // namespace server

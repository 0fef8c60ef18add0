#include "geo/io/citygml_ingest.hpp"

#include "geo/io/building_ingest.hpp"
#include "geo/io/citygml_reader.hpp"

namespace geo {

twin::Status ingest_citygml(const std::string& name, OpenInput& input, FrameAgreement& agreement,
                            const Progress& progress, const ShapeChecks& checks, IngestedFile& out) {
  CityGmlOptions options;
  if (progress) {
    options.progress = [&](std::uint64_t bytes) {
      progress("reading " + name, static_cast<double>(bytes), static_cast<double>(input.size), "bytes");
    };
  }
  options.every_level = checks.every_level;
  BuildingIngest ingest(name, AxisConvention::kAuthority, agreement, checks, out);
  options.objects = [&](RawObject&& raw) { ingest.take(std::move(raw)); };
  TWIN_TRY(CityGmlSummary summary,
           read_citygml(
               *input.stream, options, [&](RawBuilding&& raw) { ingest.take(std::move(raw)); },
               out.report.diagnostics));
  out.report.format = summary.format;
  out.versions = std::move(summary.versions);
  ingest.conclude(summary.read, summary.city_objects, summary.duplicate_ids);
  return twin::Done{};
}

}  // namespace geo

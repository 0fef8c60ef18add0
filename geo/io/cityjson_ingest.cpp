#include "geo/io/cityjson_ingest.hpp"

#include "geo/io/building_ingest.hpp"
#include "geo/io/cityjson_reader.hpp"

namespace geo {

twin::Status ingest_cityjson(const std::string& name, OpenInput& input, FrameAgreement& agreement,
                             const Progress& progress, const ShapeChecks& checks, IngestedFile& out) {
  CityJsonOptions options;
  if (progress) {
    options.progress = [&](std::uint64_t bytes) {
      progress("reading " + name, static_cast<double>(bytes), static_cast<double>(input.size), "bytes");
    };
  }
  BuildingIngest ingest(name, AxisConvention::kEastingFirst, agreement, checks, out);
  options.objects = [&](RawObject&& raw) { ingest.take(std::move(raw)); };
  TWIN_TRY(const CityJsonSummary summary,
           read_cityjson(
               *input.stream, options, [&](RawBuilding&& raw) { ingest.take(std::move(raw)); },
               out.report.diagnostics));
  out.report.format = summary.format;
  ingest.conclude(summary.read, summary.city_objects, summary.duplicate_ids);
  return twin::Done{};
}

}  // namespace geo

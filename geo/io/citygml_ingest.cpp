#include "geo/io/citygml_ingest.hpp"

#include <optional>
#include <utility>

#include "geo/io/building_ingest.hpp"
#include "geo/io/citygml_model_look.hpp"
#include "geo/io/citygml_reader.hpp"

namespace geo {

twin::Status ingest_citygml(const InputFile& file, OpenInput& input, FrameAgreement& agreement,
                            const Progress& progress, const ShapeChecks& checks, IngestedFile& out) {
  CityGmlOptions options;
  if (progress) {
    options.progress = [&](std::uint64_t bytes) {
      progress("reading " + file.name, static_cast<double>(bytes), static_cast<double>(input.size), "bytes");
    };
  }
  options.every_level = true;  // the twin keeps them
  const IngestedFile before = out;
  std::optional<BuildingIngest> ingest;
  const auto begin = [&] {
    ingest.reset();  // which ends its work on `out`
    out = before;
    ingest.emplace(file.name, AxisConvention::kAuthority, agreement, checks, out);
  };
  begin();
  bool first = true;
  const auto open = [&]() -> twin::Result<std::istream*> {
    if (!std::exchange(first, false)) {
      TWIN_TRY(input, open_input(file));
    }
    return input.stream.get();
  };
  options.objects = [&](RawObject&& raw) { ingest->take(std::move(raw)); };
  TWIN_TRY(CityGmlSummary summary,
           read_citygml_with_look(
               open, options, [&](RawBuilding&& raw) { ingest->take(std::move(raw)); }, begin, out.report.diagnostics));
  out.report.format = summary.format;
  out.versions = std::move(summary.versions);
  ingest->conclude(summary.read, summary.city_objects, summary.duplicate_ids);
  return twin::Done{};
}

}  // namespace geo

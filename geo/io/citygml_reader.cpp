#include "geo/io/citygml_reader.hpp"

#include <algorithm>
#include <new>

#include "geo/io/citygml_handler.hpp"
#include "geo/io/xml_problem.hpp"
#include "geo/io/xml_scan.hpp"
#include "geo/io/xml_stream.hpp"

namespace geo {

twin::Result<CityGmlSummary> read_citygml(std::istream& in, const CityGmlOptions& options,
                                          const std::function<void(RawBuilding&&)>& sink,
                                          twin::Diagnostics& diagnostics) {
  try {
    CityGmlHandler handler(sink, options.objects, options.every_level, diagnostics);
    XmlNames names;
    XmlHandover rest;
    if (!options.by_expat) {
      XmlScan scan(handler, names);
      TWIN_TRY(auto declined, scan.read(in, options.progress));
      if (!declined) return handler.finish();
      rest = std::move(*declined);
    }
    XmlStream stream(handler, names);
    TWIN_CHECK(stream.resume(rest, in, options.progress));
    return handler.finish();
  } catch (const std::bad_alloc&) {
    return xml_problem::out_of_memory();
  }
}

twin::Result<CityGmlFile> read_citygml_file(std::istream& in, const CityGmlOptions& options,
                                            twin::Diagnostics& diagnostics) {
  CityGmlFile file;
  const auto keep = [&](RawBuilding&& building) { file.buildings.push_back(std::move(building)); };
  TWIN_TRY(file.summary, read_citygml(in, options, keep, diagnostics));
  const auto& twice = file.summary.duplicate_ids;  // sorted
  file.summary.rejected += std::erase_if(file.buildings, [&](const RawBuilding& building) {
    return std::binary_search(twice.begin(), twice.end(), building.id);
  });
  return file;
}

}  // namespace geo

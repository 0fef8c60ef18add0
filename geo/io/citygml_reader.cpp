#include "geo/io/citygml_reader.hpp"

#include <algorithm>
#include <new>

#include "geo/io/citygml_delivery.hpp"
#include "geo/io/citygml_fork.hpp"
#include "geo/io/citygml_handler.hpp"
#include "geo/io/xml_problem.hpp"
#include "geo/io/xml_scan.hpp"
#include "geo/io/xml_stream.hpp"

namespace geo {

twin::Result<CityGmlSummary> read_citygml(std::istream& in, const CityGmlOptions& options,
                                          const std::function<void(RawBuilding&&)>& sink,
                                          twin::Diagnostics& diagnostics) {
  try {
    CityGmlDelivery delivery(sink, options.objects, diagnostics);
    CityGmlHandler handler(delivery, {static_cast<bool>(options.objects), options.every_level, options.look, options.until_look});
    const auto ends_at_look = [&] { return delivery.tally.summary.ends_at_look; };
    XmlNames names;
    XmlHandover rest;
    if (!options.by_expat) {
      CityGmlForks forks(handler, delivery);
      XmlScan scan(handler, names, {&forks, options.threads, options.block});
      auto read = scan.read(in, options.progress);
      if (ends_at_look()) return std::move(delivery.tally.summary);
      TWIN_TRY(auto declined, std::move(read));
      if (!declined) {
        handler.finish();
        return delivery.finish();
      }
      rest = std::move(*declined);
    }
    XmlStream stream(handler, names);
    const auto done = stream.resume(rest, in, options.progress);
    if (ends_at_look()) return std::move(delivery.tally.summary);
    TWIN_CHECK(done);
    handler.finish();
    return delivery.finish();
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

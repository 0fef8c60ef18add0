#include "server/cli/bench_read.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

#include "geo/io/citygml_reader.hpp"
#include "geo/io/cityjson_reader.hpp"
#include "geo/io/input_file.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double clock_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Counts {
  std::size_t buildings = 0, surfaces = 0, vertices = 0, attributes = 0;
  double sum = 0;  ///< of all coordinates: every one was looked at

  void add(const geo::RawBuilding& building) {
    ++buildings;
    for (const auto& part : building.parts) {
      attributes += part.attributes.size();
      surfaces += part.shape.polygons.size();
      for (const auto& polygon : part.shape.polygons) {
        vertices += polygon.exterior.points.size();
        for (const auto& point : polygon.exterior.points) sum += point.east + point.north + point.up;
      }
    }
  }
};

struct Run {
  Counts counts;
  std::string format;
  double clock = 0, processor = 0;
};

Result<Run> read_once(const geo::InputFile& file) {
  const double clock = clock_seconds(), processor = processor_seconds();
  Run out;
  TWIN_TRY(auto input, geo::open_input(file));
  twin::Diagnostics diagnostics;
  const auto count = [&](geo::RawBuilding&& building) { out.counts.add(building); };
  if (input.kind == geo::FileKind::kXml) {
    TWIN_TRY(const auto summary, geo::read_citygml(*input.stream, {}, count, diagnostics));
    out.format = summary.format;
  } else if (input.kind == geo::FileKind::kCityJson) {
    TWIN_TRY(const auto summary, geo::read_cityjson(*input.stream, {}, count, diagnostics));
    out.format = summary.format;
  } else {
    return Problem{"format-unknown", "This is no city model.", file.name, "", "Give a CityGML or CityJSON file."};
  }
  out.clock = clock_seconds() - clock;
  out.processor = processor_seconds() - processor;
  return out;
}

Json rates(std::vector<double> seconds, double megabytes) {
  std::sort(seconds.begin(), seconds.end());
  const double median = seconds[seconds.size() / 2];
  return {{"seconds", median},
          {"megabytes_per_second", megabytes / median},
          {"best", megabytes / seconds.front()},
          {"worst", megabytes / seconds.back()}};
}

}  // namespace

Result<Json> bench_read(const Arguments& arguments) {
  if (arguments.input.empty()) {
    return Problem{"usage", "Name the file to read.", "--input", "", "kaksonen bench read --input city.gml"};
  }
  const geo::InputFile file{arguments.input, arguments.input, nullptr};
  TWIN_TRY(const auto opened, geo::open_input(file));
  const double megabytes = static_cast<double>(opened.size) / 1e6;
  std::vector<double> clock, processor;
  Run last;
  for (int i = 0; i < arguments.edits; ++i) {
    TWIN_TRY(last, read_once(file));
    clock.push_back(last.clock);
    processor.push_back(last.processor);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return Json{{"format", last.format},
              {"buildings", last.counts.buildings},
              {"surfaces", last.counts.surfaces},
              {"vertices", last.counts.vertices},
              {"attributes", last.counts.attributes},
              {"coordinate_sum", last.counts.sum},
              {"runs", arguments.edits},
              {"clock", rates(clock, megabytes)},
              {"processor", rates(processor, megabytes)},
              {"peak_memory_mib", usage.ru_maxrss / 1024}};
}

}  // namespace server

// Any bytes as a population: the first byte says whether the rest is a table, a mapping, or both with a zero byte between. Every
// row of a table is answered for.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "geo/io/file_ingest.hpp"
#include "geo/io/grid_cell.hpp"
#include "geo/io/population_mapping.hpp"

namespace {

geo::PopulationMappingPtr mapping_of(std::string_view text) {
  geo::is_population_mapping(text);
  const auto mapping = geo::parse_population_mapping("fuzz.toml", text);
  if (mapping) return *mapping;
  if (mapping.problem().code.empty() || mapping.problem().place.empty() || mapping.problem().remedy.empty()) std::abort();
  return nullptr;
}

void read_table(std::string text, geo::PopulationMappingPtr mapping) {
  twin::Manifest frame;
  frame.crs = "EPSG:3879";
  auto agreement = geo::FrameAgreement::make(frame, "");
  geo::ReadOptions options;
  options.population_mapping = std::move(mapping);
  const auto out = geo::ingest_file({"fuzz.csv", "", std::make_shared<const std::string>(std::move(text))}, *agreement, options);
  const auto& tally = out.report.diagnostics.tally;
  if (!tally.balances() || (out.refused && out.refused->code.empty())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  geo::grid_cell(text);
  switch (data[0] % 3) {
    case 0: read_table(std::string(text), nullptr); break;
    case 1: mapping_of(text); break;
    case 2: {
      const auto end = text.find('\0');
      if (end == std::string_view::npos) break;
      if (auto mapping = mapping_of(text.substr(0, end))) read_table(std::string(text.substr(end + 1)), std::move(mapping));
      break;
    }
  }
  return 0;
}

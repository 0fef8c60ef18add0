// Any bytes as a GeoTIFF: through the check, GDAL and into the frame of a twin, or refused with a code.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "geo/io/file_ingest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 8) return 0;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  twin::Manifest frame;
  frame.crs = "EPSG:3879";
  auto agreement = geo::FrameAgreement::make(frame, "");
  const auto out = geo::ingest_file({"fuzz.tif", "", std::make_shared<const std::string>(std::move(bytes))}, *agreement, {});
  const auto& tally = out.report.diagnostics.tally;
  if (!tally.balances() || (out.refused && out.refused->code.empty())) std::abort();
  for (const auto& [terrain, heights] : out.terrains) {
    if (heights.millimetres.size() != std::size_t{terrain.columns} * terrain.rows || !(terrain.step_m > 0)) std::abort();
  }
  return 0;
}

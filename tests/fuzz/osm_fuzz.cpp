// Any bytes as a map: XML or PBF, by the first byte. Read or refused with a code, every street answered for.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "geo/io/file_ingest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  using namespace std::string_literals;
  // The beginning by which a file is known: a fuzzer need not find it.
  if (data[0] % 2 == 0) text = "<osm version=\"0.6\">" + text;
  if (data[0] % 2 == 1) text = "\0\0\0\x0D\x0A\x09OSMHeader\x18\x02\x0A\0"s + text;
  twin::Manifest frame;
  frame.crs = "EPSG:3879";
  auto agreement = geo::FrameAgreement::make(frame, "");
  const auto out = geo::ingest_file({"fuzz.osm", "", std::make_shared<const std::string>(std::move(text))}, *agreement, {});
  const auto& tally = out.report.diagnostics.tally;
  if (!tally.balances() || (out.refused && out.refused->code.empty())) std::abort();
  if (!out.refused && out.streets.size() != tally.accepted + tally.repaired) std::abort();
  for (const auto& street : out.streets) {
    for (const auto& piece : street.pieces()) {
      if (piece.size() < 2) std::abort();
    }
  }
  return 0;
}

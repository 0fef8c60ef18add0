// Any bytes as a CityGML file: with the scanner in front, in pieces on two threads, and by expat alone. All must say the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "tests/geo/citygml_outcome.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::istringstream quick(text), plain(text);
  const auto by_expat = read_citygml_outcome(plain, true);
  auto what = difference(read_citygml_outcome(quick, false), by_expat);
  if (what.empty()) {
    geo::CityGmlOptions pieces;
    pieces.threads = 2;
    pieces.block = 64 + size / 7;
    std::istringstream in(text);
    what = difference(read_citygml_outcome(in, pieces), by_expat);
  }
  if (what.empty()) return 0;
  std::fprintf(stderr, "the scanner and expat differ: %s\n", what.c_str());
  std::abort();
}

// Any bytes as a CityGML file, once with the scanner in front and once by expat alone: both must say the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "tests/geo/citygml_outcome.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::istringstream quick(text), plain(text);
  const auto what = difference(read_citygml_outcome(quick, false), read_citygml_outcome(plain, true));
  if (what.empty()) return 0;
  std::fprintf(stderr, "the scanner and expat differ: %s\n", what.c_str());
  std::abort();
}

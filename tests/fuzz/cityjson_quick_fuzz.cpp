// Any bytes as a CityJSON file or sequence, once straight from the text and once by the parser alone: both must say the
// same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "tests/geo/cityjson_outcome.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::istringstream quick(text), plain(text);
  const auto what = difference(read_cityjson_outcome(quick, false), read_cityjson_outcome(plain, true));
  if (what.empty()) return 0;
  std::fprintf(stderr, "the text and the parser differ: %s\n", what.c_str());
  std::abort();
}

// Any bytes as a register: the first byte says whether the rest is a table, a mapping, or both with a zero byte
// between. Neither may crash, hang or balloon, and every row of a table is answered for.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "geo/io/register_kind.hpp"
#include "geo/io/register_mapping.hpp"
#include "geo/io/register_reader.hpp"

namespace {

geo::MappingPtr mapping_of(std::string_view text) {
  const auto mapping = geo::parse_mapping("fuzz.toml", text);
  if (mapping) return *mapping;
  if (mapping.problem().code.empty() || mapping.problem().place.empty() || mapping.problem().remedy.empty()) std::abort();
  return nullptr;
}

void read_table(std::string_view text, geo::MappingPtr mapping) {
  const auto file = geo::read_register("fuzz.csv", text, {std::move(mapping), 2026});
  if (!file) {
    if (file.problem().code.empty()) std::abort();
    return;
  }
  if (!file->diagnostics.tally.balances()) std::abort();
  if (file->rows.size() != file->diagnostics.tally.accepted + file->diagnostics.tally.repaired) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  geo::layer_format_of(text);
  switch (data[0] % 3) {
    case 0: read_table(text, nullptr); break;
    case 1: mapping_of(text); break;
    case 2: {
      const auto end = text.find('\0');
      if (end == std::string_view::npos) break;
      if (auto mapping = mapping_of(text.substr(0, end))) read_table(text.substr(end + 1), std::move(mapping));
      break;
    }
  }
  return 0;
}

// Canonical bytes of records and commits: no input may crash a decoder, and whatever decodes must encode to
// just the bytes that were read. The first byte chooses the decoder.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "twin_core/base/json.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/history/branch_record.hpp"
#include "twin_core/history/commit.hpp"

namespace {

template <class T>
void check(twin::ByteView bytes, twin::Result<T> (*decode)(twin::ByteView)) {
  const auto value = decode(bytes);
  if (!value) return;
  const twin::Bytes again = twin::encode(*value);
  if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) std::abort();
}

void check_json(twin::ByteView bytes) {
  const auto value = twin::parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!value) return;
  const auto again = twin::parse_json(value->dump());
  if (!again || *again != *value) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const twin::ByteView bytes(data + 1, size - 1);
  switch (data[0] % 17) {
    case 0: check(bytes, twin::decode_building); break;
    case 1: check(bytes, twin::decode_building_shape); break;
    case 2: check(bytes, twin::decode_plan_unit); break;
    case 3: check(bytes, twin::decode_manifest); break;
    case 4: check(bytes, twin::decode_commit); break;
    case 5: check(bytes, twin::decode_branch_record); break;
    case 6: check_json(bytes); break;
    case 7: check(bytes, twin::decode_city_object); break;
    case 8: check(bytes, twin::decode_street); break;
    case 9: check(bytes, twin::decode_population_area); break;
    case 10: check(bytes, twin::decode_terrain); break;
    case 11: check(bytes, twin::decode_terrain_heights); break;
    case 12: check(bytes, twin::decode_time_series); break;
    case 13: check(bytes, twin::decode_series_samples); break;
    case 14: check(bytes, twin::decode_import_report); break;
    case 15: check(bytes, twin::decode_kept_row); break;
    case 16: check(bytes, twin::decode_rule_table); break;
  }
  return 0;
}

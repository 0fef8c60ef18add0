// Any bytes as a plan: read, and what was read written and encoded. Neither may crash, hang or lose count.
#include <cstdint>
#include <cstdlib>

#include "geo/io/plan_json.hpp"
#include "geo/io/plan_reader.hpp"
#include "twin_core/city/plan_document.hpp"
#include "twin_core/city/record.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = twin::parse_json({reinterpret_cast<const char*>(data), size}, 64);
  if (!document || !geo::is_plan(*document)) return 0;
  const auto file = geo::read_plan("plan.json", *document);
  if (!file) {
    if (file.problem().code.empty()) std::abort();
    return 0;
  }
  if (!file->diagnostics.tally.balances()) std::abort();
  for (const auto& draft : file->units) {
    geo::regulations_text(draft.unit.regulations);
    twin::Json members = twin::Json::object();
    twin::put_plan_members(draft.unit, members);
    // What an import keeps, an edit takes back.
    twin::PlanUnit back;
    if (!twin::take_plan_members(members, "", back)) std::abort();
    const auto bytes = twin::encode(draft.unit);
    const auto again = twin::decode_plan_unit(bytes);
    if (!again || !(*again == draft.unit)) std::abort();
  }
  return 0;
}

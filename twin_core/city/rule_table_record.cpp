#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

constexpr std::uint8_t kRuleTableVersion = 1;

}  // namespace

Bytes encode(const RuleTable& table) {
  ByteWriter out;
  out.byte(kRuleTableVersion);
  out.text(table.id);
  out.text(table.text);
  return std::move(out).bytes();
}

Result<RuleTable> decode_rule_table(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kRuleTableVersion);
  RuleTable table;
  table.id = in.text();
  table.text = in.text();
  if (!in.finished()) return record::malformed("rule table");
  return table;
}

}  // namespace twin

#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

constexpr Field<RuleTable> kRuleTableFields[] = {member_field<&RuleTable::text, RuleTable>("text")};

}  // namespace

Attributes attributes_of(const RuleTable& table) { return read_fields(kRuleTableFields, table); }

void copy_attribute(const std::string& name, const RuleTable& from, RuleTable& to) {
  copy_field(kRuleTableFields, name, from, to);
}

}  // namespace twin

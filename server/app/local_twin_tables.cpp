// Rule tables of a LocalTwin: those shipped, and those that the city has in their place.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "server/app/json_shapes.hpp"
#include "server/app/local_twin.hpp"
#include "sim/tables/embedded_tables.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/record.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

twin::Status check_name(const std::string& name) {
  const auto& names = sim::zoning_table_names();
  if (std::find(names.begin(), names.end(), name) != names.end()) return twin::Done{};
  return Problem{"code-unknown", "There is no rule table of this name.", "tables", twin::excerpt(name),
                 fmt::format("The tables are: {}.", fmt::join(names, ", "))};
}

Result<Json> table_json(std::string_view table, std::string_view text, bool own) {
  TWIN_TRY(const auto editions, sim::editions_of({table, text}));
  Json list = Json::array();
  for (const auto& edition : editions) list.push_back({{"valid_from", edition.valid_from}, {"source", edition.source}});
  return Json{{"table", table},
              {"name", editions.empty() ? std::string() : editions.front().name},
              {"own", own},
              {"editions", std::move(list)},
              {"text", text}};
}

}  // namespace

Result<Json> LocalTwin::rule_tables(const std::string& branch, const When& when) {
  TWIN_TRY(const twin::Snapshot city, state(branch, when));
  Json list = Json::array();
  for (const auto& shipped : sim::embedded_zoning_tables()) {
    const auto number = store_->feature_number({twin::EntityKind::kRuleTable, std::string(shipped.table)});
    const auto* own = number ? city->get<twin::RuleTable>(*number) : nullptr;
    TWIN_TRY(Json one, table_json(shipped.table, own != nullptr ? std::string_view(own->text.str()) : shipped.text, own != nullptr));
    list.push_back(std::move(one));
  }
  return Json{{"branch", branch}, {"tables", std::move(list)}};
}

Result<Json> LocalTwin::write_rule_table(const std::string& branch, const std::string& table, const std::optional<std::string>& text,
                                         const std::string& author) {
  TWIN_CHECK(check_name(table));
  if (text && text->size() > sim::kMostTableBytes) {
    return Problem{"input-invalid", "A rule table is at most 1 MB.", table, std::to_string(text->size()) + " bytes", "Split its history off into an archive."};
  }
  if (text) TWIN_CHECK(sim::editions_of({table, *text}));
  TWIN_TRY(const twin::Snapshot city, store_->snapshot(branch));
  const auto number = store_->feature_number({twin::EntityKind::kRuleTable, table});
  const auto* own = number ? city->get<twin::RuleTable>(*number) : nullptr;
  if (!text && own == nullptr) {
    return Problem{"nothing-to-do", "The shipped table counts already.", branch, table, "See them with: kaksonen tables --twin TWIN"};
  }
  twin::Command command;
  command.branch = branch;
  command.author = author;
  command.purpose = "edit";
  command.message = (text ? "Set rule table " : "Back to the shipped rule table ") + table;
  std::optional<twin::Bytes> value;
  if (text) value = twin::encode(twin::RuleTable{table, *text});
  command.writes.push_back({{twin::EntityKind::kRuleTable, table}, std::move(value), {}, {}});
  command.expects.push_back({{twin::EntityKind::kRuleTable, table}, own != nullptr ? city->feature(*number)->value : twin::Digest{}});
  TWIN_TRY(const auto receipt, store_->commit(std::move(command)));
  return receipt_to_json(receipt);
}

}  // namespace server

#include "sim/tables/table_reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/run/nearest_word.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/plan_document.hpp"

namespace sim {

using twin::Problem;
using twin::Result;
using twin::Status;

Result<const toml::table*> TableReading::edition(const toml::table& file, const Names& keys, TableEdition& origin) const {
  TWIN_CHECK(only(file, {"name", "edition"}));
  origin.table = table_;
  TWIN_CHECK(text(file, "name", origin.name));
  const auto* const list = file.get_as<toml::array>("edition");
  if (list == nullptr || list->empty() || !list->is_array_of_tables())
    return invalid(file.source(), "edition", "Give every edition as a table: [[edition]].");
  Names all = keys;
  all.insert(all.end(), {"valid_from", "source"});
  const toml::table* newest = nullptr;
  for (const auto& node : *list) {
    const auto& one = *node.as_table();
    TWIN_CHECK(only(one, all));
    TableEdition own = origin;
    TWIN_CHECK(text(one, "valid_from", own.valid_from));
    TWIN_CHECK(text(one, "source", own.source));
    if (!twin::is_day(own.valid_from)) return invalid(one.get("valid_from")->source(), "valid_from", "Write the day as 2025-05-01.");
    const bool in_force = day_.empty() || own.valid_from <= day_;
    if (!in_force || (newest != nullptr && own.valid_from < origin.valid_from)) continue;
    origin = std::move(own);
    newest = &one;
  }
  if (newest == nullptr)
    return invalid(file.source(), "valid_from", fmt::format("No edition is in force on {}: add one, or ask for a later day.", day_));
  return newest;
}

Status TableReading::rows(const toml::table& edition, const Names& keys, const std::function<Status(const toml::table&)>& read) const {
  const auto* const list = edition.get_as<toml::array>("row");
  if (list == nullptr || list->empty() || !list->is_array_of_tables())
    return invalid(edition.source(), "row", "Give the rows as a list of tables: row = [{…}, …].");
  for (const auto& node : *list) {
    TWIN_CHECK(only(*node.as_table(), keys));
    TWIN_CHECK(read(*node.as_table()));
  }
  return twin::Done{};
}

Status TableReading::text(const toml::table& table, std::string_view key, std::string& into, bool may_lack) const {
  const auto* const node = table.get(key);
  if (node == nullptr && may_lack) return twin::Done{};
  const auto value = node == nullptr ? std::nullopt : node->value_exact<std::string>();
  if (!value) return invalid(node == nullptr ? table.source() : node->source(), key, fmt::format("{} = \"…\" is needed here.", key));
  into = *value;
  return twin::Done{};
}

Status TableReading::texts(const toml::table& table, std::string_view key, std::string_view example, std::vector<std::string>& into,
                           bool may_lack) const {
  if (may_lack && !table.contains(key)) return twin::Done{};
  const auto* const list = table.get_as<toml::array>(key);
  if (list == nullptr) return invalid(table.source(), key, fmt::format("Give {0} as a list: {0} = [\"{1}\"].", key, example));
  for (const auto& node : *list) {
    const auto one = node.value_exact<std::string>();
    if (!one) return invalid(node.source(), key, "It is a list of texts.");
    into.push_back(*one);
  }
  return twin::Done{};
}

Status TableReading::figure(const toml::table& table, std::string_view key, double least, double most, std::optional<double>& into) const {
  const auto* const node = table.get(key);
  if (node == nullptr) return twin::Done{};
  const auto value = node->value<double>();
  if (!value || !(*value >= least && *value <= most))
    return invalid(node->source(), key, fmt::format("{} is a number from {} to {}.", key, least, most));
  into = *value;
  return twin::Done{};
}

Status TableReading::figure(const toml::table& table, std::string_view key, double least, double most, double& into) const {
  std::optional<double> value;
  TWIN_CHECK(figure(table, key, least, most, value));
  if (!value) return invalid(table.source(), key, fmt::format("{} is needed here.", key));
  into = *value;
  return twin::Done{};
}

Status TableReading::flag(const toml::table& table, std::string_view key, bool& into) const {
  const auto* const node = table.get(key);
  if (node == nullptr) return twin::Done{};
  const auto value = node->value_exact<bool>();
  if (!value) return invalid(node->source(), key, fmt::format("{} is true or false.", key));
  into = *value;
  return twin::Done{};
}

Problem TableReading::invalid(const toml::source_region& at, std::string_view key, std::string remedy) const {
  return {"mapping-invalid", "The zoning table cannot be used.", fmt::format("{} line {}", table_, at.begin.line), twin::excerpt(key),
          std::move(remedy)};
}

Status TableReading::only(const toml::table& table, const Names& keys) const {
  for (const auto& [key, node] : table) {
    if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) return invalid(key.source(), key.str(), did_you_mean(key.str(), keys));
  }
  return twin::Done{};
}

}  // namespace sim

#include "sim/zoning/table_input.hpp"

#include <algorithm>
#include <map>

#include "sim/run/input_reading.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/plan_document.hpp"

namespace sim {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

Texts texts_of(const twin::BranchState& city) {
  Texts out;
  const auto& names = zoning_table_names();
  city.for_each<twin::RuleTable>([&](twin::FeatureNumber, const twin::RuleTable& table) {
    if (std::find(names.begin(), names.end(), table.id) != names.end()) out[table.id] = table.text.str();
  });
  return out;
}

twin::Result<std::shared_ptr<const ZoningTables>> read(const Texts& texts, const std::string& day) {
  if (day.empty() && texts.empty()) return std::shared_ptr<const ZoningTables>();
  std::vector<TableText> own;
  for (const auto& [name, text] : texts) own.push_back({name, text});
  TWIN_TRY(auto tables, read_zoning_tables(own, day));
  return std::make_shared<const ZoningTables>(std::move(tables));
}

}  // namespace

twin::Result<std::shared_ptr<const ZoningTables>> tables_of(const twin::BranchState& city) { return read(texts_of(city), ""); }

twin::Result<std::string> read_date(const twin::Json& inputs) {
  if (!inputs.contains("date")) return std::string();
  TWIN_TRY(auto day, read_text(inputs["date"], "/date"));
  if (!twin::is_day(day))
    return twin::Problem{"time-invalid", "A day is expected here.", "/date", twin::excerpt(day), "Write it as 2025-05-01."};
  return day;
}

twin::Result<std::shared_ptr<const ZoningTables>> read_tables(const twin::Json& inputs, const twin::BranchState* city) {
  TWIN_TRY(const std::string day, read_date(inputs));
  Texts texts = city != nullptr ? texts_of(*city) : Texts();
  if (inputs.contains("tables")) {
    const auto& json = inputs["tables"];
    TWIN_CHECK(expect_members(json, "/tables", zoning_table_names()));
    for (const auto& [name, text] : json.items()) {
      if (!text.is_string() || text.get_ref<const std::string&>().size() > kMostTableBytes)
        return input_invalid(pointer_to("/tables", name), "A table is a TOML text of at most 1 MB.", text, "Send the file's text in quotes.");
      texts[name] = text.get<std::string>();
    }
  }
  auto tables = read(texts, day);
  if (tables) return tables;
  twin::Problem problem = tables.problem();
  problem.place = "/tables/" + problem.place;
  return problem;
}

}  // namespace sim

#include "sim/zoning/table_input.hpp"

#include "sim/run/input_reading.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/plan_document.hpp"

namespace sim {

twin::Result<std::shared_ptr<const ZoningTables>> read_tables(const twin::Json& inputs) {
  std::shared_ptr<const ZoningTables> none;
  std::string day;
  if (inputs.contains("date")) {
    TWIN_TRY(day, read_text(inputs["date"], "/date"));
    if (!twin::is_day(day))
      return twin::Problem{"time-invalid", "A day is expected here.", "/date", twin::excerpt(day), "Write it as 2025-05-01."};
  }
  std::vector<std::pair<std::string, std::string>> texts;
  if (inputs.contains("tables")) {
    const auto& json = inputs["tables"];
    TWIN_CHECK(expect_members(json, "/tables", zoning_table_names()));
    for (const auto& [name, text] : json.items()) {
      if (!text.is_string() || text.get_ref<const std::string&>().size() > 1'000'000)
        return input_invalid(pointer_to("/tables", name), "A table is a TOML text of at most 1 MB.", text, "Send the file's text in quotes.");
      texts.emplace_back(name, text.get<std::string>());
    }
  }
  if (day.empty() && texts.empty()) return none;
  std::vector<TableText> own;
  for (const auto& [name, text] : texts) own.push_back({name, text});
  auto tables = read_zoning_tables(own, day);
  if (!tables) {
    twin::Problem problem = tables.problem();
    problem.place = "/tables/" + problem.place;
    return problem;
  }
  return std::make_shared<const ZoningTables>(std::move(*tables));
}

}  // namespace sim

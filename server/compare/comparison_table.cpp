#include "server/compare/comparison_table.hpp"

#include <fmt/format.h>

#include "geo/io/register_values.hpp"

namespace server {

using twin::Json;

geo::Table comparison_rows(const Json& answer, ReportLanguage language) {
  geo::Table out;
  out.name = compare_words("table", language);
  for (const char* key : {"figure", "unit", "better"}) out.columns.push_back({std::string(compare_words(key, language)), false});
  const bool spread = !answer["robustness"].is_null();
  for (std::size_t s = 0; s < answer["scenarios"].size(); ++s) {
    const std::string name = answer["scenarios"][s]["name"];
    out.columns.push_back({name, true});
    if (s > 0) out.columns.push_back({fmt::format("{} − {}", name, answer["scenarios"][0]["name"].get<std::string>()), true});
    if (spread) out.columns.push_back({name + " P10", true}), out.columns.push_back({name + " P90", true});
  }
  const auto number = [](const Json& value) { return value.is_number() ? geo::TableCell(value.get<double>()) : geo::TableCell(); };
  for (const Json& kpi : answer["kpis"]) {
    std::vector<geo::TableCell> row{label_of(kpi, language), unit_words(kpi["unit"], language), std::string(compare_words("better." + kpi["better"].get<std::string>(), language))};
    for (std::size_t s = 0; s < kpi["values"].size(); ++s) {
      const Json& value = kpi["values"][s];
      row.push_back(number(value["value"]));
      if (s > 0) row.push_back(number(kpi["differences"][s]));
      if (spread) row.push_back(number(value.value("p10", Json()))), row.push_back(number(value.value("p90", Json())));
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

std::string csv_of(const geo::Table& table) {
  const auto text = [](const std::string& plain) {
    std::string out = geo::looks_like_formula(plain) ? "'" + plain : plain;
    if (out.find_first_of(",;\"\r\n") == std::string::npos) return out;
    for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 2) out.insert(at, 1, '"');
    return '"' + out + '"';
  };
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) out += (c == 0 ? "" : ",") + text(table.columns[c].name);
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ',';
      if (const auto* const number = std::get_if<double>(&row[c])) out += fmt::format("{}", *number);
      if (const auto* const words = std::get_if<std::string>(&row[c])) out += text(*words);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace server

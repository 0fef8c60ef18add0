// Broken rules, what differs, assumptions and lineage of the comparison's page.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "geo/io/report/html_text.hpp"
#include "server/compare/comparison_page.hpp"
#include "server/compare/comparison_parts.hpp"

namespace server {

using geo::escaped;
using twin::Json;

namespace {

constexpr std::size_t kMostRows = 60;

std::string plain(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace); }

struct BrokenRule {
  std::size_t count = 0;
  double worst = 0;
  std::set<std::string> buildings;
};

std::string breaches_of(const Json& scenario, ReportLanguage language) {
  // By unit and rule: a block of sixty houses that break one rule is one line.
  std::map<std::tuple<std::string, std::string, std::string>, BrokenRule> rules;
  for (const Json& breach : scenario["breaches"]) {
    BrokenRule& rule = rules[{breach["plan_unit"], breach["rule"], breach["unit"]}];
    ++rule.count;
    rule.worst = std::max(rule.worst, breach["excess"].get<double>());
    if (breach["building"].is_string()) rule.buildings.insert(breach["building"]);
  }
  if (rules.empty()) return fmt::format("<p>{}</p>", compare_words("breaches.none", language));
  std::string out = fmt::format("<div class=\"scroll\"><table><thead><tr><th>{}</th><th>{}</th><th class=\"n\">{}</th><th class=\"n\">{}</th></tr></thead><tbody>", compare_words("plan_unit", language),
                                compare_words("rule", language), compare_words("buildings", language), compare_words("excess", language));
  std::size_t rows = 0;
  for (const auto& [key, rule] : rules) {
    if (++rows > kMostRows) break;
    const auto& [unit, name, measure] = key;
    out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{} {}</td></tr>", escaped(unit), escaped(name), rule.buildings.empty() ? "–" : fmt::format("{}", rule.buildings.size()),
                       number_text(rule.worst, measure == "m" ? 2 : 1, language), escaped(unit_words(measure, language)));
  }
  out += "</tbody></table></div>";
  if (rules.size() > kMostRows) out += fmt::format("<p class=\"hint\">{}</p>", compare_words("more", language, fmt::format("{}", rules.size() - kMostRows)));
  return out;
}

}  // namespace

std::string rules_section(const Json& answer, ReportLanguage language) {
  std::string out;
  for (std::size_t s = 0; s < answer["scenarios"].size(); ++s) {
    const Json& scenario = answer["scenarios"][s];
    out += fmt::format("<h3>{}</h3>", scenario_key(answer, s)) + breaches_of(scenario, language);
    if (!scenario["contradictions"].empty()) {
      out += fmt::format("<p><b>{}</b></p><ul class=\"facts\">", compare_words("contradictions", language));
      for (const Json& one : scenario["contradictions"]) out += fmt::format("<li>{}: {}</li>", escaped(plain(one["plan_unit"])), escaped(plain(one["sentence"])));
      out += "</ul>";
    }
    if (scenario["warnings"].empty()) continue;
    out += "<ul class=\"facts hint\">";
    for (const Json& warning : scenario["warnings"]) out += fmt::format("<li>{}</li>", escaped(plain(warning)));
    out += "</ul>";
  }
  return out;
}

std::string changes_section(const Json& answer, ReportLanguage language) {
  std::string out;
  for (const Json& pair : answer["differences"]) {
    out += fmt::format("<h3>{} → {}</h3>", escaped(plain(pair["a"])), escaped(plain(pair["b"])));
    if (pair["features"].empty()) {
      out += fmt::format("<p>{}</p>", compare_words("no_change", language));
      continue;
    }
    out += "<ul class=\"facts\">";
    std::size_t rows = 0;
    for (const Json& feature : pair["features"]) {
      if (++rows > kMostRows) break;
      std::string attributes;
      for (const Json& name : feature.value("attributes", Json::array())) attributes += (attributes.empty() ? ": " : ", ") + escaped(plain(name));
      out += fmt::format("<li>{} <b>{}</b> {}{}</li>", escaped(plain(feature["kind"])), escaped(plain(feature["id"])), compare_words("change." + plain(feature["change"]), language), attributes);
    }
    const std::size_t left = pair.value("left_off", std::size_t{0}) + (pair["features"].size() > kMostRows ? pair["features"].size() - kMostRows : 0);
    if (left > 0) out += fmt::format("<li>{}</li>", compare_words("more", language, fmt::format("{}", left)));
    out += "</ul>";
  }
  return out;
}

std::string assumptions_section(const Json& answer, ReportLanguage language) {
  if (answer["assumptions"].empty()) return "";
  std::string out = fmt::format("<div class=\"scroll\"><table><thead><tr><th></th><th class=\"n\">{}</th><th>{}</th><th>{}</th></tr></thead><tbody>", compare_words("value", language), compare_words("unit", language),
                                compare_words("source", language));
  const auto number = [&](const Json& value) { return number_text(value, value.get<double>() == static_cast<double>(static_cast<long long>(value.get<double>())) ? 0 : 2, language); };
  for (const Json& one : answer["assumptions"]) {
    const Json& value = one["value"];
    std::string told;
    if (value.is_number()) {
      told = number(value);
    } else {
      for (const char* name : {"low", "least", "mode", "mean", "high", "most"}) {
        if (value.contains(name)) told += (told.empty() ? "" : " – ") + number(value[name]);
      }
      if (value.contains("sd")) told += " ± " + number(value["sd"]);
      if (value.contains("values")) told += fmt::format("{} – {}", number(value["values"].front()), number(value["values"].back()));
    }
    out += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>", escaped(label_of(one, language)), told, escaped(unit_words(one.value("unit", ""), language)),
                       escaped(compare_words_or_key("source.", one["source"], language)));
  }
  return out + "</tbody></table></div>";
}

std::string lineage_section(const Json& answer, ReportLanguage language) {
  const Json& lineage = answer["lineage"];
  std::string out = fmt::format("<p>{}: {} {} (zoning-capacity {}) · {}: {} · {}: <code>{}</code></p>", compare_words("engine", language), escaped(plain(lineage["engine"])), escaped(plain(lineage["version"])),
                                escaped(plain(lineage.value("zoning_capacity", Json("")))), compare_words("seed", language), plain(lineage["seed"]), compare_words("hash", language), escaped(plain(lineage["inputs_hash"]).substr(0, 16)));
  out += fmt::format("<div class=\"scroll\"><table><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>", compare_words("scenario", language), compare_words("commit", language), compare_words("hash", language));
  for (std::size_t s = 0; s < answer["scenarios"].size(); ++s) {
    const Json& scenario = answer["scenarios"][s];
    out += fmt::format("<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td><code>{}</code></td></tr>", scenario_key(answer, s), scenario["commit"].is_null() ? "–" : escaped(plain(scenario["commit"]).substr(0, 12)),
                       escaped(plain(scenario["inputs_hash"]).substr(0, 16)));
  }
  out += fmt::format("</tbody></table></div><div class=\"scroll\"><table><thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>", compare_words("figure", language), compare_words("formula", language),
                     compare_words("version", language), compare_words("source", language));
  for (const Json& kpi : answer["kpis"]) {
    out += fmt::format("<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td>{}</td><td>{}</td></tr>", escaped(label_of(kpi, language)), escaped(plain(kpi["formula"])), escaped(plain(kpi["version"])), escaped(plain(kpi["file"])));
  }
  return out + "</tbody></table></div>";
}

}  // namespace server

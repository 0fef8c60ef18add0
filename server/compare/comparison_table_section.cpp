// The result in sentences, and the table of key figures.
#include <fmt/format.h>

#include <cmath>

#include "geo/io/report/html_text.hpp"
#include "server/compare/comparison_page.hpp"
#include "server/compare/comparison_parts.hpp"

namespace server {

using geo::escaped;
using twin::Json;

std::string scenario_name(const Json& answer, std::size_t s) { return escaped(answer["scenarios"][s]["name"].get<std::string>()); }

std::string scenario_key(const Json& answer, std::size_t s) {
  return fmt::format("<span class=\"key\">{}</span>{}", s + 1, scenario_name(answer, s));
}

namespace {

std::string joined(const Json& names) {
  std::string out;
  for (const Json& name : names) out += (out.empty() ? "" : ", ") + escaped(name.get<std::string>());
  return out;
}

const Json* kpi_of(const Json& answer, const std::string& id) {
  for (const Json& kpi : answer["kpis"]) {
    if (kpi["id"] == id) return &kpi;
  }
  return nullptr;
}

std::string facts(const Json& answer, ReportLanguage language) {
  std::string out = "<ul class=\"facts\">";
  const Json& dominance = answer["dominance"];
  if (!dominance["compared"].empty()) out += "<li>" + compare_words("pareto", language, joined(dominance["pareto"])) + "</li>";
  for (const Json& pair : dominance["pairs"]) {
    out += "<li>" + compare_words("dominated", language, escaped(pair["winner"].get<std::string>()), escaped(pair["loser"].get<std::string>())) + "</li>";
  }
  const Json& regret = answer["regret"];
  if (!regret.is_null()) {
    for (const Json& one : regret["max"]) {
      if (one["scenario"] != regret["least"] || one["kpi"].is_null()) continue;
      const Json* const kpi = kpi_of(answer, one["kpi"]);
      out += "<li>" + compare_words("regret", language, escaped(one["scenario"].get<std::string>()), number_text(100 * one["share"].get<double>(), 0, language) + "\u00a0%",
                                    kpi == nullptr ? "" : escaped(label_of(*kpi, language))) + "</li>";
    }
  }
  return out + "</ul>";
}

/// "+170 ▲ better": the difference with its direction in words, not by colour alone.
std::string difference(const Json& kpi, std::size_t s, ReportLanguage language) {
  const Json& change = kpi["differences"][s];
  if (s == 0 || !change.is_number()) return "";
  const int decimals = kpi["decimals"];
  const double value = change;
  if (std::abs(value) < 0.5 * std::pow(10, -decimals)) return fmt::format("<small>{}</small>", compare_words("same", language));
  const std::string text = number_text(value, decimals, language, true);
  if (kpi["better"] == "neither") return fmt::format("<small>{}</small>", text);
  const bool good = (value > 0) == (kpi["better"] == "up");
  return fmt::format("<small class=\"{}\">{} {} {}</small>", good ? "good" : "bad", text, value > 0 ? "▲" : "▼", compare_words(good ? "good" : "bad", language));
}

bool is_best(const Json& kpi, const std::string& scenario) {
  if (!kpi.contains("best") || kpi["best"].size() == kpi["values"].size()) return false;
  for (const Json& name : kpi["best"]) {
    if (name == scenario) return true;
  }
  return false;
}

std::string cell(const Json& answer, const Json& kpi, std::size_t s, ReportLanguage language) {
  const Json& value = kpi["values"][s];
  if (!value["value"].is_number()) return fmt::format("<td class=\"n\"><small>{}</small></td>", compare_words("unknown", language));
  const int decimals = kpi["decimals"];
  std::string out = number_text(value["value"], decimals, language);
  if (value.contains("p10") && value["p10"] != value["p90"])
    out += fmt::format("<small>{} – {}</small>", number_text(value["p10"], decimals, language), number_text(value["p90"], decimals, language));
  return fmt::format("<td class=\"n{}\">{}{}</td>", is_best(kpi, answer["scenarios"][s]["name"]) ? " best" : "", out, difference(kpi, s, language));
}

/// "parking_provided: Nothing in the twin tells it": the name stays, the sentence is told in the reader's language.
std::string reason_words(const std::string& reason, ReportLanguage language) {
  const auto colon = reason.find(": ");
  if (colon == std::string::npos) return compare_words_or_key("reason.", reason, language);
  return reason.substr(0, colon + 2) + compare_words_or_key("reason.", reason.substr(colon + 2), language);
}

/// Reasons of what cannot be computed and notes, each once, with the figures that they hold for.
std::string remarks(const Json& answer, ReportLanguage language) {
  std::vector<std::pair<std::string, std::string>> reasons, notes;
  const auto add = [](std::vector<std::pair<std::string, std::string>>& list, const std::string& sentence, const std::string& label) {
    for (auto& [known, labels] : list) {
      if (known != sentence) continue;
      if (labels.find(label) == std::string::npos) labels += ", " + label;
      return;
    }
    list.emplace_back(sentence, label);
  };
  for (const Json& kpi : answer["kpis"]) {
    const std::string label = label_of(kpi, language);
    if (kpi.contains("note")) add(notes, kpi["note"], label);
    for (const Json& value : kpi["values"]) {
      if (value.contains("reason")) add(reasons, reason_words(value["reason"], language), label);
      if (value.contains("note")) add(notes, value["note"], label);
    }
  }
  std::string out;
  for (const auto& [key, list] : {std::pair{"unknown.why", &reasons}, std::pair{"notes", &notes}}) {
    if (list->empty()) continue;
    out += fmt::format("<h3>{}</h3><ul class=\"facts hint\">", compare_words(key, language));
    for (const auto& [sentence, labels] : *list) out += fmt::format("<li>{}: {}</li>", escaped(labels), escaped(sentence));
    out += "</ul>";
  }
  return out;
}

/// Numbers of the scenarios, the best first.
std::vector<std::size_t> scenarios_in_order(const Json& answer) {
  std::vector<std::size_t> out;
  for (const Json& name : answer["ranking"]["order"]) {
    for (std::size_t s = 0; s < answer["scenarios"].size(); ++s) {
      if (answer["scenarios"][s]["name"] == name) out.push_back(s);
    }
  }
  return out;
}

/// Scores that differ by rounding alone share a place.
bool same_score(const Json& ranking, std::size_t a, std::size_t b) {
  return std::abs(ranking["scores"][a].get<double>() - ranking["scores"][b].get<double>()) < 1e-9;
}

}  // namespace

std::string overview_section(const Json& answer, ReportLanguage language) {
  const Json& ranking = answer["ranking"];
  std::string out;
  if (ranking.is_null()) {
    out += fmt::format("<p class=\"answer\">{}</p>", compare_words("no_ranking", language));
  } else {
    const auto order = scenarios_in_order(answer);
    std::string names = scenario_name(answer, order.front());
    std::size_t equal = 1;
    for (; equal < order.size() && same_score(ranking, order[0], order[equal]); ++equal) names += ", " + scenario_name(answer, order[equal]);
    out += fmt::format("<p class=\"answer\">{}</p>", compare_words(equal > 1 ? "first_together" : "first", language, names,
                                                                  number_text(ranking["scores"][order[0]], 2, language)));
  }
  out += facts(answer, language);
  if (ranking.is_null()) return out;
  out += "<div class=\"tiles\">";
  const auto order = scenarios_in_order(answer);
  std::size_t place = 1;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t s = order[i];
    if (i > 0 && !same_score(ranking, order[i - 1], s)) place = i + 1;
    const double score = ranking["scores"][s];
    out += fmt::format("<div class=\"tile\"><b>{}</b><p class=\"big\">{}</p><span class=\"bar\"><span style=\"width:{:.1f}%\"></span></span><small>{} {} · {}</small></div>",
                       scenario_key(answer, s), number_text(score, 2, language), 100 * score, compare_words("place", language), place, compare_words("score", language));
  }
  return out + "</div>";
}

std::string table_section(const Json& answer, ReportLanguage language) {
  std::string out = fmt::format("<div class=\"scroll\"><table><thead><tr><th>{}</th><th>{}</th><th>{}</th>", compare_words("figure", language), compare_words("unit", language),
                                compare_words("better", language));
  for (std::size_t s = 0; s < answer["scenarios"].size(); ++s) out += fmt::format("<th class=\"n\" scope=\"col\">{}</th>", scenario_key(answer, s));
  out += "</tr></thead><tbody>";
  std::string group;
  for (const Json& kpi : answer["kpis"]) {
    if (kpi["group"] != group) {
      group = kpi["group"];
      out += fmt::format("<tr class=\"group\"><th colspan=\"{}\" scope=\"rowgroup\">{}</th></tr>", 3 + answer["scenarios"].size(), escaped(compare_words_or_key("group.", group, language)));
    }
    std::string label = label_of(kpi, language);
    const bool part = label.starts_with("– ");
    out += fmt::format("<tr><th scope=\"row\"{}>{}</th><td>{}</td><td>{}</td>", part ? " class=\"sub\"" : "", escaped(label), escaped(unit_words(kpi["unit"], language)),
                       compare_words("better." + kpi["better"].get<std::string>(), language));
    for (std::size_t s = 0; s < kpi["values"].size(); ++s) out += cell(answer, kpi, s, language);
    out += "</tr>";
  }
  return out + "</tbody></table></div>" + remarks(answer, language);
}

}  // namespace server

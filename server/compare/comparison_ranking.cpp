// Ranking with the weights that turn it, and what the spread of assumptions makes of it.
#include <fmt/format.h>

#include "geo/io/report/html_text.hpp"
#include "server/compare/comparison_page.hpp"
#include "server/compare/comparison_parts.hpp"

namespace server {

using geo::escaped;
using twin::Json;

namespace {

std::string label_of_kpi(const Json& answer, const std::string& id, ReportLanguage language) {
  for (const Json& kpi : answer["kpis"]) {
    if (kpi["id"] == id) return escaped(label_of(kpi, language));
  }
  return escaped(id);
}

std::string flips(const Json& answer, ReportLanguage language) {
  const Json& list = answer["ranking"]["flips"];
  if (list.empty()) return fmt::format("<p>{}</p>", compare_words("flip.none", language));
  std::string out = fmt::format("<div class=\"scroll\"><table><thead><tr><th>{}</th><th class=\"n\">{}</th><th></th></tr></thead><tbody>", compare_words("figure", language), compare_words("weights", language));
  for (const Json& flip : list) {
    const double now = flip["weight"], then = flip["turns_at"];
    const std::string when = compare_words(then > now ? "flip.rises" : "flip.falls", language, number_text(then, 2, language));
    std::string sentence = compare_words("flip", language, escaped(flip["below"].get<std::string>()), escaped(flip["above"].get<std::string>()), when);
    if (flip["first_place"] == true) sentence = fmt::format("<b>{}:</b> {}", compare_words("flip.first", language), sentence);
    out += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td></tr>", label_of_kpi(answer, flip["kpi"], language), number_text(now, 2, language), sentence);
  }
  return out + "</tbody></table></div>";
}

std::string percent(const Json& share, ReportLanguage language) { return number_text(100 * share.get<double>(), 0, language) + "\u00a0%"; }

}  // namespace

std::string ranking_section(const Json& answer, ReportLanguage language) {
  const Json& ranking = answer["ranking"];
  if (ranking.is_null()) return "";
  std::string weights;
  for (const auto& [id, weight] : ranking["weights"].items())
    weights += fmt::format("{}{}\u00a0{}", weights.empty() ? "" : ", ", label_of_kpi(answer, id, language), number_text(weight, weight == static_cast<int>(weight.get<double>()) ? 0 : 2, language));
  std::string out = fmt::format("<p>{}: {}.</p>", compare_words("weights", language), weights) + flips(answer, language);
  std::string left;
  for (const Json& one : answer["dominance"]["left_out"]) left += (left.empty() ? "" : ", ") + label_of_kpi(answer, one["id"], language);
  if (!left.empty()) out += fmt::format("<p class=\"hint\">{}</p>", compare_words("left_out", language, left));
  return out;
}

std::string spread_section(const Json& answer, ReportLanguage language) {
  const Json& robust = answer["robustness"];
  if (robust.is_null()) return "";
  const std::size_t count = answer["scenarios"].size();
  std::string out = fmt::format("<p>{}</p>", compare_words("draws", language, number_text(robust["draws"], 0, language), fmt::format("{}", answer["lineage"].value("seed", std::uint64_t{0}))));
  if (!robust["first_place"].is_null()) {
    out += fmt::format("<div class=\"scroll\"><table><thead><tr><th>{}</th><th class=\"n\">{}</th></tr></thead><tbody>", compare_words("scenario", language), compare_words("always_first", language));
    for (std::size_t s = 0; s < count; ++s)
      out += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>", scenario_key(answer, s), percent(robust["first_place"][s], language));
    out += "</tbody></table></div>";
  }
  for (const Json& kpi : robust["kpis"]) {
    bool spread = false;  // a figure that no draw changes says in the table above what it says here
    for (const Json& row : kpi["beats"]) {
      for (const Json& share : row) spread = spread || (share > 0 && share < 1);
    }
    double worst = 0;
    for (const Json& one : kpi["max_regret"]) worst = std::max(worst, one.get<double>());
    if (!spread && worst == 0) continue;
    out += fmt::format("<h3>{}</h3><div class=\"scroll\"><table><thead><tr><th>{}</th>", label_of_kpi(answer, kpi["kpi"], language), compare_words("beats", language));
    for (std::size_t s = 0; s < count; ++s) out += fmt::format("<th class=\"n\" scope=\"col\">{}</th>", scenario_key(answer, s));
    out += fmt::format("<th class=\"n\">{}, {}</th></tr></thead><tbody>", compare_words("max_regret", language), escaped(unit_words(kpi["unit"], language)));
    for (std::size_t a = 0; a < count; ++a) {
      out += fmt::format("<tr><th scope=\"row\">{}</th>", scenario_key(answer, a));
      for (std::size_t b = 0; b < count; ++b) out += a == b ? "<td class=\"n\">–</td>" : fmt::format("<td class=\"n\">{}</td>", percent(kpi["beats"][a][b], language));
      out += fmt::format("<td class=\"n\">{}</td></tr>", number_text(kpi["max_regret"][a], 1, language));
    }
    out += "</tbody></table></div>";
  }
  return out;
}

}  // namespace server

// Charts and pictures of the comparison's page.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/io/report/html_text.hpp"
#include "server/compare/base64.hpp"
#include "server/compare/comparison_page.hpp"
#include "server/compare/comparison_parts.hpp"

namespace server {

using geo::escaped;
using twin::Json;

namespace {

constexpr double kWidth = 340, kLeft = 34, kRight = 96, kRow = 26, kBar = 15;

/// Bars of one figure, one a scenario, from zero; a line shows P10 to P90.
std::string bars(const Json& kpi, ReportLanguage language) {
  double low = 0, high = 0;
  const auto take = [&](const Json& value) {
    if (value.is_number()) low = std::min(low, value.get<double>()), high = std::max(high, value.get<double>());
  };
  for (const Json& value : kpi["values"]) {
    take(value["value"]);
    if (value.contains("p10")) take(value["p10"]), take(value["p90"]);
  }
  if (high == low) return "";
  const double room = kWidth - kLeft - kRight;
  const auto at = [&](double value) { return kLeft + room * (value - low) / (high - low); };
  const int decimals = kpi["decimals"];
  const double height = kRow * static_cast<double>(kpi["values"].size()) + 4;
  std::string out = fmt::format("<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\"><title>{2}</title>", kWidth, height, escaped(label_of(kpi, language)));
  for (std::size_t s = 0; s < kpi["values"].size(); ++s) {
    const Json& value = kpi["values"][s];
    const double top = kRow * static_cast<double>(s) + (kRow - kBar) / 2, middle = top + kBar / 2;
    out += fmt::format("<text x=\"8\" y=\"{}\" class=\"quiet\">{}</text><rect class=\"rail\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", middle + 4.5, s + 1, kLeft, top, room, kBar);
    if (!value["value"].is_number()) {
      out += fmt::format("<text x=\"{}\" y=\"{}\" class=\"quiet\">–</text>", kWidth - kRight + 8, middle + 4.5);
      continue;
    }
    const double number = value["value"], from = at(std::min(0.0, number)), to = at(std::max(0.0, number));
    out += fmt::format("<rect class=\"fill\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"/>", from, top, std::max(0.0, to - from), kBar);
    if (value.contains("p10") && value["p10"] != value["p90"]) {
      const double a = at(value["p10"]), b = at(value["p90"]);
      out += fmt::format("<path class=\"whisker\" d=\"M{0:.1f} {2}v8M{0:.1f} {3}H{1:.1f}M{1:.1f} {2}v8\"/>", a, b, middle - 4, middle);
    }
    out += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", kWidth - kRight + 8, middle + 4.5, number_text(number, decimals, language));
  }
  if (low < 0) out += fmt::format("<line class=\"zero\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"0\" y2=\"{1}\"/>", at(0), height);
  return out + "</svg>";
}

}  // namespace

std::string charts_section(const Json& answer, ReportLanguage language) {
  std::string out;
  for (const Json& kpi : answer["kpis"]) {
    double least = INFINITY, most = -INFINITY;
    for (const Json& value : kpi["values"]) {
      if (value["value"].is_number()) least = std::min(least, value["value"].get<double>()), most = std::max(most, value["value"].get<double>());
    }
    if (!(most > least)) continue;  // equal bars say nothing
    const std::string drawn = bars(kpi, language), unit = unit_words(kpi["unit"], language);
    if (drawn.empty()) continue;
    std::string label = label_of(kpi, language);
    if (label.starts_with("– ")) label = compare_words_or_key("group.", kpi["group"], language) + " " + label;
    out += fmt::format("<figure><figcaption>{}{}</figcaption>{}</figure>", escaped(label), unit.empty() ? "" : ", " + escaped(unit), drawn);
  }
  if (out.empty()) return "";
  std::string keys = "<p class=\"hint\">";
  for (std::size_t s = 0; s < answer["scenarios"].size(); ++s) keys += scenario_key(answer, s) + "&emsp;";
  return keys + "</p><div class=\"charts\">" + out + "</div>";
}

std::string pictures_section(const Json& answer, const ComparisonPage& page) {
  std::string out;
  for (std::size_t s = 0; s < answer["scenarios"].size(); ++s) {
    for (const auto& picture : page.pictures) {
      if (picture.scenario != answer["scenarios"][s]["name"]) continue;
      out += fmt::format("<figure><img alt=\"{}\" src=\"data:image/png;base64,{}\"><figcaption>{}</figcaption></figure>", scenario_name(answer, s), base64(picture.png), scenario_key(answer, s));
    }
  }
  if (out.empty()) return "";
  return fmt::format("<p class=\"hint\">{}</p><div class=\"pictures\">{}</div>", compare_words("pictures.why", page.language), out);
}

}  // namespace server

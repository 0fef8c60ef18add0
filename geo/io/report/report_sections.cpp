#include "geo/io/report/report_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "geo/io/report/code_words.hpp"
#include "geo/io/report/html_text.hpp"
#include "geo/io/report/sentences.hpp"
#include "geo/validate/validate.hpp"

namespace geo {
namespace {

using twin::Finding;
using twin::Severity;

constexpr std::size_t kShownFindings = 8;  ///< of one building; all are in the JSON
constexpr std::size_t kShownRecords = 100;

std::string heading(std::string_view key, ReportLanguage language) {
  return fmt::format("<section id=\"{0}\"><h2>{1}</h2>\n", key, words(key, language));
}

std::string note(std::string_view key, ReportLanguage language, const char* css = "hint") {
  return fmt::format("<p class=\"{}\">{}</p>\n", css, words(key, language));
}

/// A word with a sign of its own, so that colour is not the only one.
std::string severity_mark(Severity severity, ReportLanguage language) {
  const std::string name(twin::name_of(severity));
  const char* sign = severity == Severity::kError ? "▲" : severity == Severity::kWarning ? "◆" : "●";
  return fmt::format("<span class=\"sev {}\"><span aria-hidden=\"true\">{}</span> {}</span>", name, sign,
                     words("severity." + name, language));
}

std::string bar(std::uint64_t count, std::uint64_t of) {
  const double share = of == 0 ? 0 : 100.0 * static_cast<double>(count) / static_cast<double>(of);
  return fmt::format("<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:{:.1f}%\"></span></span>", share);
}

std::string name_of_building(const twin::Building& building, ReportLanguage language) {
  const std::string address = building.card.address.str();
  return address.empty() ? std::string(words("building.no_address", language)) : escaped(address);
}

/// "2 errors, 1 warning": counts of what there is.
std::string counts_of(const FlawedBuilding& flawed, ReportLanguage language) {
  std::string out;
  for (const auto severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
    const auto count = flawed.by_severity[static_cast<std::size_t>(severity)];
    if (count == 0) continue;
    const std::string key = "severity." + std::string(twin::name_of(severity)) + (count == 1 ? "" : "s");
    out += fmt::format("{}{}\u00a0{}", out.empty() ? "" : ", ", amount(count, language), words(key, language));
  }
  return out;
}

/// The titles of a building's kinds of findings, worst first.
std::string reasons_of(const FlawedBuilding& flawed, ReportLanguage language) {
  std::string out = flawed.volume_unknown ? std::string(words("volume_unknown", language)) : "";
  std::set<std::string_view> told;
  for (const auto& finding : flawed.findings) {
    if (!told.insert(finding.code).second) continue;
    const bool number = !val3dity_name(finding.code).empty();
    out += (out.empty() ? "" : "; ") + escaped(title_of_code(finding.code, language)) + (number ? " (" + finding.code + ")" : "");
  }
  return out;
}

std::string decimal(double value, ReportLanguage language) {
  std::string out = fmt::format("{}", value);
  if (language != ReportLanguage::kEnglish) std::replace(out.begin(), out.end(), '.', ',');
  return out;
}

std::string share_tile(std::string_view key, const Share& share, ReportLanguage language) {
  return fmt::format(
      "<div class=\"tile\" data-share=\"{0}\" data-count=\"{1}\" data-of=\"{2}\"><h3>{3}</h3><p class=\"big\">{4}</p>{5}"
      "<p class=\"why\">{6} {7}</p></div>\n",
      key, share.count, share.of, words(fmt::format("share.{}", key), language), percent(share.count, share.of, language),
      bar(share.count, share.of), words("of", language, amount(share.count, language), amount(share.of, language)),
      words(fmt::format("share.{}.why", key), language));
}

/// A text of a finding or link on the page: in its language where the catalogue has it so, else marked as English.
std::string sentence(std::string_view english, ReportLanguage language) {
  const auto told = sentence_in(english, language);
  if (told) return escaped(*told);
  return "<span lang=\"en\">" + escaped(english) + "</span>";
}

/// What a finding says, with its place or without.
std::string about(const Finding& finding, ReportLanguage language, bool with_place) {
  std::string out = fmt::format("<b>{}</b> {}", escaped(finding.code), escaped(title_of_code(finding.code, language)));
  std::string rest;
  for (const std::string_view text : {with_place ? std::string_view(finding.place) : std::string_view(), std::string_view(finding.value), std::string_view(finding.remedy)}) {
    if (!text.empty()) rest += (rest.empty() ? "" : " · ") + sentence(text, language);
  }
  return rest.empty() ? out : out + " <small>" + rest + "</small>";
}

std::string finding_item(const Finding& finding, ReportLanguage language) {
  return fmt::format("<li>{} {}</li>\n", severity_mark(finding.severity, language), about(finding, language, true));
}

std::string details_of(const FlawedBuilding& flawed, std::size_t rank, const QualityReport& report, const ReportPage& page) {
  const auto language = page.language;
  const auto& building = *flawed.building;
  const auto reason = words_if_known(fmt::format("link.{}", twin::name_of(building.link)), language);
  std::string out = fmt::format("<section class=\"building\" id=\"{}\" tabindex=\"-1\"><h3>{} <small>{}</small></h3>\n<p>{}. {}: {}",
                                escaped(anchor_of(building)), name_of_building(building, language), escaped(building.id),
                                counts_of(flawed, language), words("link", language),
                                reason ? std::string(*reason) : escaped(twin::name_of(building.link)));
  if (!building.link_note.empty()) out += " <small>(" + sentence(building.link_note, language) + ")</small>";
  if (flawed.volume_unknown) out += fmt::format(". <b>{}</b>", words("volume_unknown", language));
  if (rank < report.worst_count()) out += fmt::format(" · <a href=\"#place-{}\">{}</a>", rank + 1, words("on_map", language));
  if (page.served) {
    out += fmt::format(" · <a href=\"{}\">{}</a>", escaped(city_address(report, building, language)), words("to_city", language));
  }
  out += "</p>\n<ul>";
  const auto shown = std::min(flawed.findings.size(), kShownFindings);
  for (std::size_t i = 0; i < shown; ++i) out += finding_item(flawed.findings[i], language);
  if (shown < flawed.findings.size()) {
    out += "<li>" + words("more", language, amount(flawed.findings.size() - shown, language)) + "</li>\n";
  }
  return out + "</ul></section>\n";
}

}  // namespace

std::string city_address(const QualityReport& report, const twin::Building& building, ReportLanguage language) {
  return fmt::format("/#branch={}&lang={}&building={}", in_address(report.heading.branch), code_of(language), in_address(building.id));
}

std::string overview_section(const QualityReport& report, ReportLanguage language) {
  return heading("overview", language) + "<div class=\"tiles\">" + share_tile("linked", report.linked, language) +
         share_tile("valid", report.valid, language) + share_tile("plausible", report.plausible, language) +
         share_tile("missing", report.missing, language) + "</div></section>\n";
}

std::string worst_section(const QualityReport& report, ReportLanguage language) {
  std::string out = heading("worst", language);
  if (report.flawed.empty()) return out + note("worst.none", language, "empty") + "</section>\n";
  out += note("worst.order", language) +
         fmt::format("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">#</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
                     "<th scope=\"col\">{}</th></tr></thead><tbody>\n",
                     words("building", language), words("reasons", language), words("findings", language));
  for (std::size_t i = 0; i < report.worst_count(); ++i) {
    const auto& flawed = report.flawed[i];
    out += fmt::format("<tr class=\"worst\"><td><a class=\"number\" href=\"#place-{0}\" aria-label=\"{0}: {1}\">{0}</a></td>"
                       "<th scope=\"row\"><a href=\"#{2}\">{3}</a><small>{4}</small></th><td>{5}</td><td>{6}</td></tr>\n",
                       i + 1, words("on_map", language), in_address(anchor_of(*flawed.building)),
                       name_of_building(*flawed.building, language), escaped(flawed.building->id), reasons_of(flawed, language),
                       counts_of(flawed, language));
  }
  return out + "</tbody></table></div></section>\n";
}

std::string codes_section(const QualityReport& report, ReportLanguage language) {
  std::string out = heading("codes", language);
  if (report.codes.empty()) return out + note("codes.none", language, "empty") + "</section>\n";
  out += fmt::format("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
                     "<th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th></tr></thead><tbody>\n",
                     words("code", language), words("meaning", language), words("severity", language), words("findings", language),
                     words("buildings", language));
  for (const auto& count : report.codes) {
    const auto name = val3dity_name(count.code);
    std::string meaning = "<b>" + escaped(title_of_code(count.code, language)) + "</b>";
    if (const auto more = meaning_of_code(count.code, language); !more.empty()) meaning += fmt::format("<br>{}", more);
    out += fmt::format("<tr data-code=\"{0}\" data-findings=\"{1}\" data-buildings=\"{2}\"><th scope=\"row\">{0}{3}</th><td>{4}</td><td>{5}</td>"
                       "<td class=\"n\">{6}</td><td class=\"n\">{7}</td></tr>\n",
                       escaped(count.code), count.findings, count.buildings,
                       name.empty() ? std::string() : fmt::format("<small>{}</small>", name), meaning,
                       severity_mark(count.severity, language), amount(count.findings, language), amount(count.buildings, language));
  }
  return out + "</tbody></table></div></section>\n";
}

/// "Rows of the register: 7,313 linked, 394 for review, 213 without a building", and where a person decides.
std::string rows_line(const QualityReport& report, const ReportPage& page) {
  const auto language = page.language;
  const auto& rows = report.rows;
  if (rows.linked + rows.review + rows.unlinked == 0) return {};
  std::string out = fmt::format("<p id=\"rows\" data-linked=\"{}\" data-review=\"{}\" data-unlinked=\"{}\">{}: ", rows.linked, rows.review,
                                rows.unlinked, words("rows", language));
  const char* between = "";
  for (const auto& [key, count] : {std::pair{"rows.linked", rows.linked}, std::pair{"rows.review", rows.review}, std::pair{"rows.unlinked", rows.unlinked}}) {
    out += between + words(key, language, amount(count, language));
    between = ", ";
  }
  out += ". ";
  if (rows.review == 0) return out + "</p>\n";
  const std::string list = fmt::format("/branches/{}/links?status=review", in_address(report.heading.branch));
  return out + (page.served ? fmt::format("<a href=\"{}\">{}</a>", escaped(list), words("rows.queue", page.language))
                            : fmt::format("{}: <code>kaksonen links --status review</code>", words("rows.queue", page.language))) + "</p>\n";
}

std::string links_section(const QualityReport& report, const ReportPage& page) {
  const auto language = page.language;
  std::string out = heading("links", language) +
                    fmt::format("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th>"
                                "<th scope=\"col\">{}</th></tr></thead><tbody>\n",
                                words("reason", language), words("buildings", language), words("share", language));
  for (const auto& [reason, count] : report.links) {
    const auto known = words_if_known("link." + reason, language);
    out += fmt::format("<tr data-link=\"{}\" data-buildings=\"{}\"><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{} {}</td></tr>\n",
                       escaped(reason), count, known ? std::string(*known) : escaped(reason), amount(count, language),
                       bar(count, report.buildings), percent(count, report.buildings, language));
  }
  return out + "</tbody></table></div>\n" + rows_line(report, page) + "</section>\n";
}

std::string rules_section(const QualityReport& report, ReportLanguage language) {
  std::string out = heading("rules", language);
  if (report.rules.empty()) return out + note("rules.none", language, "empty") + "</section>\n";
  out += fmt::format("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th></tr></thead><tbody>\n",
                     words("rule", language), words("buildings", language));
  for (const auto& rule : report.rules) {
    const bool english = !rule.rule.empty() && !remedy_in(rule.rule, language);
    out += fmt::format("<tr><th scope=\"row\"{}>{}</th><td class=\"n\">{}</td></tr>\n", english ? " lang=\"en\"" : "",
                       escaped(words_of_rule(rule, language)), amount(rule.buildings, language));
  }
  return out + "</tbody></table></div></section>\n";
}

std::string fields_section(const QualityReport& report, ReportLanguage language) {
  std::string out = heading("fields", language) + note("fields.core", language) +
                    fmt::format("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th>"
                                "<th scope=\"col\">{}</th></tr></thead><tbody>\n",
                                words("field", language), words("missing", language), words("share", language));
  for (const auto& field : report.fields) {
    const auto label = words(fmt::format("field.{}", field.field), language);
    out += fmt::format("<tr data-field=\"{}\" data-missing=\"{}\"><th scope=\"row\"{}>{}</th><td class=\"n\">{}</td><td>{} {}</td></tr>\n",
                       field.field, field.missing, field.core ? "" : " class=\"light\"", label, amount(field.missing, language),
                       bar(field.missing, report.buildings), percent(field.missing, report.buildings, language));
  }
  return out + "</tbody></table></div></section>\n";
}

std::string imports_section(const QualityReport& report, ReportLanguage language) {
  if (report.imports.empty()) return {};
  std::string out = heading("imports", language) + "<div class=\"scroll\"><table><thead><tr>";
  for (const char* key : {"file", "read", "accepted", "repaired", "rejected", "findings"}) {
    const bool number = std::string_view(key) != "file" && std::string_view(key) != "findings";
    out += fmt::format("<th scope=\"col\"{}>{}</th>", number ? " class=\"n\"" : "", words(key, language));
  }
  out += "</tr></thead><tbody>\n";
  for (const auto& file : report.imports) {
    std::string about = escaped(file.format);
    if (!file.mapping.empty()) about += " · " + escaped(file.mapping);
    if (!file.at.empty()) about += " · " + escaped(moment(file.at, language)) + ", " + escaped(file.by) + ": " + escaped(file.message);
    std::string codes;
    for (const auto& count : file.codes) {
      codes += fmt::format("{}{} ×\u00a0{}", codes.empty() ? "" : "<br>", escaped(title_of_code(count.code, language)),
                           amount(count.findings, language));
    }
    out += fmt::format("<tr data-file=\"{}\" data-read=\"{}\"><th scope=\"row\">{}<small>{}</small></th>", escaped(file.file),
                       file.tally.read, escaped(file.file), about);
    for (const auto number : {file.tally.read, file.tally.accepted, file.tally.repaired, file.tally.rejected}) {
      out += fmt::format("<td class=\"n\">{}</td>", amount(number, language));
    }
    out += fmt::format("<td>{}</td></tr>\n", codes.empty() ? std::string("–") : codes);
  }
  return out + "</tbody></table></div></section>\n";
}

std::string records_section(const QualityReport& report, ReportLanguage language) {
  if (report.records.empty()) return {};
  std::vector<const RecordFinding*> worst_first;
  for (const auto& record : report.records) worst_first.push_back(&record);
  std::stable_sort(worst_first.begin(), worst_first.end(),
                   [](const auto* a, const auto* b) { return a->finding.severity > b->finding.severity; });
  const auto shown = std::min(worst_first.size(), kShownRecords);
  std::string out = heading("records", language) + note("records.what", language) + "<div class=\"scroll\"><table><thead><tr>";
  for (const char* key : {"record", "severity", "finding"}) out += fmt::format("<th scope=\"col\">{}</th>", words(key, language));
  out += "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [file, finding] = *worst_first[i];
    out += fmt::format("<tr class=\"record\"><th scope=\"row\">{} {}<small>{}</small></th><td>{}</td><td>{}</td></tr>\n", escaped(file),
                       sentence(finding.place, language), escaped(finding.id), severity_mark(finding.severity, language),
                       about(finding, language, false));
  }
  out += "</tbody></table></div>\n";
  if (shown < worst_first.size()) {
    out += fmt::format("<p class=\"hint\">{}</p>\n", words("records.more", language, amount(worst_first.size() - shown, language)));
  }
  return out + "</section>\n";
}

std::string details_section(const QualityReport& report, const ReportPage& page) {
  const std::size_t all = report.flawed.size() + report.noted.size();
  if (all == 0) return {};
  constexpr std::size_t kMany = 200;  // more are laid out by the browser when they come into view
  const char* css = all > kMany ? " class=\"many\"" : "";
  std::string out = fmt::format("<section id=\"details\"{}><h2>{}</h2>\n", css, words("details", page.language));
  std::size_t rank = 0;
  for (const auto* const some : {&report.flawed, &report.noted}) {
    for (const auto& flawed : *some) out += details_of(flawed, rank++, report, page);
  }
  return out + "</section>\n";
}

std::string method_section(const QualityReport&, ReportLanguage language) {
  const ValidationTolerances tolerances;
  std::string out = heading("method", language) + note("method.state", language, "text") +
                    fmt::format("<p>{}</p>\n", words("method.geometry", language, decimal(tolerances.snap_m, language),
                                                     decimal(tolerances.planarity_m, language))) +
                    note("method.register", language, "text");
  if (!words("method.english", language).empty()) out += note("method.english", language, "text");
  return out + "</section>\n";
}

}  // namespace geo

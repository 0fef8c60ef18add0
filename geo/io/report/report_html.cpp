#include "geo/io/report/report_html.hpp"

#include <fmt/format.h>

#include "geo/io/report/html_text.hpp"
#include "geo/io/report/report_map.hpp"
#include "geo/io/report/report_sections.hpp"

namespace geo {
namespace {

// Colours of paper and ink are those of the web client (viewer/web/src/styles/base.css); those of findings come from the
// orange side of the ramp "difference" in viewer/colours.json, darkest for errors, and are turned round in the dark.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--paper-2:#f1efe9;--ink:#1d1c1a;--ink-2:#57534b;--line:#d3cec2;--accent:#1f5f99;--none:#cbc5b8;--edge:#8a8478;--warning-ink:#a04d08;
--error:#9c2a06;--warning:#d9701a;--info:#3f77b5;--s1:#fbcf9d;--s2:#f5a04f;--s3:#d9701a;--s4:#b3500c;--s5:#7d2f04}
@media (prefers-color-scheme:dark){:root{--paper:#1c1f22;--paper-2:#2a2e32;--ink:#f0eee9;--ink-2:#b9b4a9;--line:#42474c;--accent:#8cc4f5;--none:#565c62;--edge:#858b90;--warning-ink:#e8a35c;
--error:#ffab91;--warning:#d9822b;--info:#76a5d3;--s1:#7a4a1c;--s2:#a8621c;--s3:#d9822b;--s4:#f5b06a;--s5:#ffe0bd}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif}
main,header,nav{max-width:1080px;margin:0 auto;padding:0 20px}
header{padding-top:28px}h1{margin:0;font-size:1.9rem;line-height:1.2;overflow-wrap:anywhere}h2{margin:2.2em 0 .5em;font-size:1.3rem}h3{margin:0;font-size:1rem}
.state{margin:.4em 0;color:var(--ink-2)}a{color:var(--accent)}small{display:block;font-size:.82em;font-weight:400;color:var(--ink-2);overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:2px 16px;margin:10px 0 0;padding:0;list-style:none}nav a{display:inline-block;padding:4px 0}
.side{display:flex;flex-wrap:wrap;gap:4px 20px}.hint,figcaption{color:var(--ink-2)}.empty{padding:14px 16px;border-radius:8px;background:var(--paper-2)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:14px}.tile{padding:14px 16px;border:1px solid var(--line);border-radius:10px}
.big{margin:.1em 0;font-size:2.3rem;font-weight:650;line-height:1.15;font-variant-numeric:tabular-nums}.why{margin:.5em 0 0;font-size:.92em;color:var(--ink-2)}
.bar{display:inline-block;width:120px;height:9px;border-radius:5px;background:var(--paper-2);overflow:hidden;vertical-align:middle}.tile .bar{display:block;width:100%}
.bar span{display:block;height:100%;background:var(--accent)}
.scroll{overflow-x:auto}table{width:100%;border-collapse:collapse}th,td{padding:7px 14px 7px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--ink-2);font-weight:500;font-size:.9em}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.light{font-weight:400}
.sev{white-space:nowrap}.sev.error{color:var(--error)}.sev.warning{color:var(--warning-ink)}.sev.info{color:var(--info)}
.number{display:inline-block;min-width:26px;height:26px;line-height:26px;border-radius:13px;text-align:center;text-decoration:none;font-weight:600;color:var(--paper);background:var(--ink)}
.map{margin:0}.map svg{display:block;width:100%;max-height:82vh;background:var(--paper-2);border-radius:10px}
svg .none{fill:var(--none);stroke:var(--edge);stroke-width:12}svg .error{fill:var(--error)}svg .warning{fill:var(--warning)}svg .info{fill:var(--info)}
.share1{fill:var(--s1);background:var(--s1)}.share2{fill:var(--s2);background:var(--s2)}.share3{fill:var(--s3);background:var(--s3)}
.share4{fill:var(--s4);background:var(--s4)}.share5{fill:var(--s5);background:var(--s5)}
svg path{fill-rule:evenodd}svg a:focus-visible path,svg a:hover path{stroke:var(--ink);stroke-width:60}
.leader{fill:none;stroke:var(--ink);stroke-width:18}.mark circle{fill:var(--ink);stroke:var(--paper);stroke-width:30}
.mark text{fill:var(--paper);font-size:250px;font-weight:650;text-anchor:middle;dominant-baseline:central}
.mark:target circle,.mark:focus-visible circle,.mark:hover circle{fill:var(--accent);stroke:var(--ink);stroke-width:50}
.rule{fill:none;stroke:var(--ink);stroke-width:28}.arrow{fill:var(--ink)}.label{fill:var(--ink);font-size:260px}.end{text-anchor:end}
figcaption{margin:8px 0 4px;font-size:.92em}.legend{display:flex;flex-wrap:wrap;gap:4px 22px;margin:0;padding:0;list-style:none}
.swatch{display:inline-block;width:16px;height:16px;margin-right:7px;border-radius:3px;vertical-align:-2px}.swatch.none{background:var(--none)}
.swatch.error{background:var(--error)}.swatch.warning{background:var(--warning)}.swatch.info{background:var(--info)}
.building{padding:12px 14px;margin:0 -14px;border-bottom:1px solid var(--line);border-radius:8px}
.many .building{content-visibility:auto;contain-intrinsic-size:auto 110px}
.building:target{outline:3px solid var(--accent);background:var(--paper-2)}.building small{display:inline}.building p{margin:.2em 0}.building ul{margin:.3em 0 0;padding:0 0 0 2px;list-style:none}
.building li{padding:2px 0}footer{max-width:1080px;margin:40px auto 30px;padding:0 20px;color:var(--ink-2);font-size:.9em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media (max-width:640px){body{font-size:15px}h1{font-size:1.5rem}.tiles{grid-template-columns:1fr 1fr}.big{font-size:1.8rem}.tile{padding:10px 12px}th,td{padding-right:10px}.scroll table{min-width:540px}
.mark circle{r:330px}.mark text{font-size:380px}.label{font-size:430px}nav a,.worst a{padding:10px 0}.worst .number{padding:0;min-width:44px;height:44px;line-height:44px;border-radius:22px}}
@media print{:root{--paper:#fff;--paper-2:#fff;--ink:#000;--ink-2:#333;--line:#999;--none:#ddd;--edge:#888;--warning-ink:#a04d08;--error:#9c2a06;--warning:#d9701a;--s1:#fbcf9d;--s2:#f5a04f;--s3:#d9701a;--s4:#b3500c;--s5:#7d2f04}
nav{display:none}body{font-size:10.5pt}.map svg{max-height:none;border:1px solid #999}.tile,tr,figure,.building{break-inside:avoid}.many .building{content-visibility:visible}h2{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}a{color:inherit}}
)css";

std::string link(const std::string& href, std::string_view text) {
  return fmt::format("<a href=\"{}\">{}</a>", escaped(href), text);
}

/// "main · recorded 27.11.2026 · 61 buildings · EPSG:3879": one sentence that says what this is about.
std::string state_line(const QualityReport& report, ReportLanguage language) {
  const auto& about = report.heading;
  std::string out = about.branch == "main" ? std::string(words("branch.main", language))
                                           : fmt::format("{} {}", words("branch", language), escaped(about.branch));
  if (!about.as_of.empty()) out += fmt::format(" · {}: {}", words("as_of", language), escaped(about.as_of));
  if (!about.valid_at.empty()) out += fmt::format(" · {}: {}", words("valid_at", language), escaped(about.valid_at));
  for (const auto& [name, count] : report.classes) {
    if (const auto label = words_if_known("class." + name, language)) out += fmt::format(" · {} {}", amount(count, language), *label);
  }
  if (!about.recorded_at.empty()) {
    out += fmt::format(" · {} {} ({} {})", words("recorded", language), escaped(moment(about.recorded_at, language)), words("commit", language),
                       report.state->head().short_hex());
  }
  if (!report.crs.empty()) {
    out += fmt::format(" · {} {}", words("frame", language), report.crs == "local" ? std::string(words("frame.local", language)) : escaped(report.crs));
  }
  return out;
}

/// The same question to the server in another language or form.
std::string same_question(const QualityReport& report, const std::string& parameter) {
  std::string out = "?" + parameter;
  if (!report.heading.as_of.empty()) out += "&as-of=" + in_address(report.heading.as_of);
  if (!report.heading.valid_at.empty()) out += "&valid-at=" + in_address(report.heading.valid_at);
  return out;
}

std::string navigation(const QualityReport& report, const ReportPage& page) {
  const auto language = page.language;
  std::string out = fmt::format("<nav aria-label=\"{}\"><ul>", words("contents", language));
  for (const char* key : {"overview", "map", "worst", "codes", "links", "rules", "fields", "imports", "records", "details", "method"}) {
    if (std::string_view(key) == "details" && report.flawed.empty() && report.noted.empty()) continue;
    if (std::string_view(key) == "records" && report.records.empty()) continue;
    if (std::string_view(key) == "imports" && report.imports.empty()) continue;
    out += "<li>" + link(std::string("#") + key, words(key, language)) + "</li>";
  }
  out += "</ul><div class=\"side\">";
  if (page.served) {
    out += fmt::format("<span>{}: ", words("language", language));
    for (const auto& [code, name] : {std::pair{"fi", "suomi"}, std::pair{"sv", "svenska"}, std::pair{"en", "English"}}) {
      if (code == code_of(language)) {
        out += fmt::format("<b lang=\"{}\">{}</b> ", code, name);
      } else {
        out += fmt::format("<span lang=\"{}\">{}</span> ", code, link(same_question(report, std::string("lang=") + code), name));
      }
    }
    out += "</span>";
  }
  const bool placed = !report.crs.empty() && report.crs != "local";
  out += fmt::format("<span>{}: {}", words("other_forms", language),
                     link(page.served ? same_question(report, "f=json") : "report.json", "JSON"));
  if (placed) out += " · " + link(page.served ? same_question(report, "f=gpkg") : "findings.gpkg", "GeoPackage");
  return out + "</span></div></nav>\n";
}

}  // namespace

std::string report_html(const QualityReport& report, const ReportPage& page) {
  const auto language = page.language;
  const std::string title = fmt::format("{} – {}", words("title", language), escaped(report.heading.twin));
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<title>{}</title><style>{}</style></head>\n<body><header><h1>{}</h1><p class=\"state\">{}</p></header>\n",
      code_of(language), title, kStyle, title, state_line(report, language));
  out += navigation(report, page);
  out += "<main>\n" + overview_section(report, language);
  out += fmt::format("<section id=\"map\"><h2>{}</h2>\n", words("map", language)) + map_figure(report, language) + "</section>\n";
  out += worst_section(report, language) + codes_section(report, language) + links_section(report, page) +
         rules_section(report, language) + fields_section(report, language) + imports_section(report, language) +
         records_section(report, language) + details_section(report, page) +
         method_section(report, language);
  return out + "</main>\n<footer>Kaksonen</footer></body></html>\n";
}

}  // namespace geo

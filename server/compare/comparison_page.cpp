#include "server/compare/comparison_page.hpp"

#include <fmt/format.h>

#include "geo/io/report/html_text.hpp"

namespace server {
namespace {

using geo::escaped;
using twin::Json;

// Paper and ink are those of the web client (viewer/web/src/styles/base.css) and of the quality report; scenarios have five colours of the ramp
// viridis, told apart by their numbers too.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--paper-2:#f1efe9;--ink:#1d1c1a;--ink-2:#57534b;--line:#d3cec2;--accent:#1f5f99;--good:#1a6b3a;--bad:#a32a1d;
--less3:#1f4e8c;--less2:#3f77b5;--less1:#b4cfe8;--more1:#fbcf9d;--more2:#d9701a;--more3:#9c4306;--same:#e6e2d8;--none:#cbc5b8;--edge:#8a8478}
@media (prefers-color-scheme:dark){:root{--paper:#1c1f22;--paper-2:#2a2e32;--ink:#f0eee9;--ink-2:#b9b4a9;--line:#42474c;--accent:#8cc4f5;--good:#7fd69b;--bad:#ff9d8f;
--less3:#8cc4f5;--less2:#4f8fc9;--less1:#2c4a66;--more1:#5e3b1a;--more2:#d9822b;--more3:#ffc58a;--same:#3a3f44;--none:#565c62;--edge:#858b90}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif}
main,header,nav,footer{max-width:1120px;margin:0 auto;padding:0 20px}header{padding-top:28px}
h1{margin:0;font-size:1.9rem;line-height:1.2;overflow-wrap:anywhere}h2{margin:2.2em 0 .5em;font-size:1.3rem}h3{margin:1.4em 0 .4em;font-size:1rem}
.state,.hint,figcaption{color:var(--ink-2)}.state{margin:.4em 0}a{color:var(--accent)}small{display:block;font-size:.82em;color:var(--ink-2);font-weight:400}
nav ul{display:flex;flex-wrap:wrap;gap:2px 16px;margin:10px 0 0;padding:0;list-style:none}nav a{display:inline-block;padding:4px 0}
.answer{margin:.2em 0;font-size:1.35rem;line-height:1.35;font-weight:600}.facts{margin:.6em 0;padding-left:1.2em}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:14px;margin-top:14px}.tile{padding:14px 16px;border:1px solid var(--line);border-radius:10px}
.tile b{overflow-wrap:anywhere}.big{margin:.1em 0;font-size:2rem;font-weight:650;line-height:1.15;font-variant-numeric:tabular-nums}
.key{display:inline-block;min-width:24px;height:24px;line-height:24px;margin-right:8px;border-radius:12px;text-align:center;font-size:.85em;font-weight:650;color:var(--paper);background:var(--ink)}
.bar{display:block;height:9px;border-radius:5px;background:var(--paper-2);overflow:hidden}.bar span{display:block;height:100%;background:var(--accent)}
.scroll{overflow-x:auto}table{width:100%;border-collapse:collapse}th,td{padding:7px 14px 7px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--ink-2);font-weight:500;font-size:.9em;overflow-wrap:break-word}tbody th{font-weight:400}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.group th{padding-top:18px;font-weight:650;border-bottom:2px solid var(--line)}.sub{padding-left:18px}.best{font-weight:650}.good{color:var(--good)}.bad{color:var(--bad)}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:14px}figure{margin:0}figure img{display:block;width:100%;border-radius:8px;border:1px solid var(--line)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:18px 28px}.charts svg,.maps svg{display:block;width:100%;height:auto}
svg text{fill:var(--ink);font-size:13px}svg .quiet{fill:var(--ink-2)}svg .fill{fill:var(--accent)}svg .rail{fill:var(--paper-2)}svg .whisker{stroke:var(--ink);stroke-width:2;fill:none}
svg .zero{stroke:var(--edge);stroke-width:1}.maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:18px}.maps svg{background:var(--paper-2);border-radius:10px}
svg .u{stroke:var(--edge);vector-effect:non-scaling-stroke;stroke-width:1}.less3{fill:var(--less3);background:var(--less3)}.less2{fill:var(--less2);background:var(--less2)}.less1{fill:var(--less1);background:var(--less1)}
.more1{fill:var(--more1);background:var(--more1)}.more2{fill:var(--more2);background:var(--more2)}.more3{fill:var(--more3);background:var(--more3)}.same{fill:var(--same);background:var(--same)}.none{fill:var(--none);background:var(--none)}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0 0;padding:0;list-style:none;font-size:.92em}.swatch{display:inline-block;width:16px;height:16px;margin-right:7px;border:1px solid var(--edge);border-radius:3px;vertical-align:-2px}
code{font:.88em ui-monospace,'DejaVu Sans Mono',monospace;overflow-wrap:anywhere}footer{margin:40px auto 30px;color:var(--ink-2);font-size:.9em}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media (max-width:640px){body{font-size:15px}h1{font-size:1.5rem}.answer{font-size:1.15rem}.scroll table{min-width:560px}nav a{padding:10px 0}.pictures,.charts,.maps{grid-template-columns:1fr}}
@media print{:root{--paper:#fff;--paper-2:#f4f2ee;--ink:#000;--ink-2:#333;--line:#999;--accent:#1f5f99;--good:#1a6b3a;--bad:#a32a1d;--less3:#1f4e8c;--less2:#3f77b5;--less1:#b4cfe8;--more1:#fbcf9d;--more2:#d9701a;--more3:#9c4306;--same:#e6e2d8;--none:#cbc5b8;--edge:#777}
@page{size:A4;margin:14mm}nav{display:none}body{font-size:10pt}main,header,footer{max-width:none;padding:0}h2{break-after:avoid}.tile,tr,figure{break-inside:avoid}.scroll{overflow:visible}.charts,.pictures,.maps{grid-template-columns:1fr 1fr}th,td{padding:4px 10px 4px 0}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}a{color:inherit}}
)css";

}  // namespace

std::string comparison_page(const Json& answer, const ComparisonPage& page) {
  const auto language = page.language;
  std::string title(compare_words("title", language));
  if (!page.twin.empty()) title += " – " + escaped(page.twin);
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<title>{}</title><style>{}</style></head>\n<body><header><h1>{}</h1><p class=\"state\">{}</p></header>\n",
      geo::code_of(language), title, kStyle, title,
      compare_words("of_scenarios", language, fmt::format("{}", answer["scenarios"].size()), fmt::format("{}", answer["kpis"].size()), escaped(answer["scenarios"][0]["name"].get<std::string>())));
  const std::pair<const char*, std::string> sections[] = {
      {"overview", overview_section(answer, language)}, {"pictures", pictures_section(answer, page)},
      {"table", table_section(answer, language)},       {"charts", charts_section(answer, language)},
      {"ranking", ranking_section(answer, language)},   {"spread", spread_section(answer, language)},
      {"map", difference_map_section(answer, language)}, {"rules", rules_section(answer, language)},
      {"changes", changes_section(answer, language)},   {"assumptions", assumptions_section(answer, language)},
      {"lineage", lineage_section(answer, language)},
  };
  out += fmt::format("<nav aria-label=\"{}\"><ul>", compare_words("contents", language));
  for (const auto& [key, content] : sections) {
    if (!content.empty()) out += fmt::format("<li><a href=\"#{}\">{}</a></li>", key, compare_words(key, language));
  }
  out += "</ul></nav>\n<main>\n";
  for (const auto& [key, content] : sections) {
    if (!content.empty()) out += fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", key, compare_words(key, language), content);
  }
  return out + "</main>\n<footer>Kaksonen</footer></body></html>\n";
}

}  // namespace server

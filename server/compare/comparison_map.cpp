// Plan units in the colour of B - A: one small map for each scenario but the first.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/io/report/html_text.hpp"
#include "server/compare/comparison_page.hpp"
#include "server/compare/comparison_parts.hpp"

namespace server {

using geo::escaped;
using twin::Json;

namespace {

struct Extent {
  double west = INFINITY, south = INFINITY, east = -INFINITY, north = -INFINITY;
  void add(double x, double y) { west = std::min(west, x), east = std::max(east, x), south = std::min(south, y), north = std::max(north, y); }
};

std::string path_of(const Json& geometry, const Extent& extent) {
  std::string out;
  for (const Json& ring : geometry["coordinates"]) {
    char step = 'M';
    for (const Json& p : ring) {
      out += fmt::format("{}{:.1f} {:.1f}", step, p[0].get<double>() - extent.west, extent.north - p[1].get<double>());
      step = 'L';
    }
    out += 'Z';
  }
  return out;
}

/// Three classes to each side of 0, even up to the largest difference of all maps.
std::string_view class_of(double difference, double largest) {
  if (largest <= 0 || std::abs(difference) < 1e-9 * std::max(1.0, largest)) return "same";
  constexpr std::string_view kLess[] = {"less1", "less2", "less3"}, kMore[] = {"more1", "more2", "more3"};
  const auto step = std::min<std::size_t>(2, static_cast<std::size_t>(3 * std::abs(difference) / largest));
  return difference < 0 ? kLess[step] : kMore[step];
}

std::string legend(double largest, ReportLanguage language) {
  std::string out = "<ul class=\"legend\">";
  const auto entry = [&](std::string_view css, const std::string& text) { out += fmt::format("<li><span class=\"swatch {}\"></span>{}</li>", css, text); };
  const auto range = [&](int step, const char* sign) {
    return fmt::format("{}{} – {}{}", sign, number_text(largest * step / 3, 0, language), sign, number_text(largest * (step + 1) / 3, 0, language));
  };
  for (int step = 2; step >= 0; --step) entry(fmt::format("less{}", step + 1), range(step, "−"));
  entry("same", std::string(compare_words("map.same", language)));
  for (int step = 0; step < 3; ++step) entry(fmt::format("more{}", step + 1), range(step, "+"));
  entry("none", std::string(compare_words("map.none", language)));
  return out + "</ul>";
}

}  // namespace

std::string difference_map_section(const Json& answer, ReportLanguage language) {
  const Json& map = answer["map"];
  if (map.is_null() || map["features"].empty()) return "";
  Extent extent;
  double largest = 0;
  const std::size_t count = answer["scenarios"].size();
  for (const Json& feature : map["features"]) {
    if (feature["properties"]["kind"] != "plan_unit") continue;
    for (const Json& p : feature["geometry"]["coordinates"][0]) extent.add(p[0], p[1]);
    for (std::size_t s = 1; s < count; ++s) {
      const Json change = feature["properties"].value(fmt::format("floor_area_{}_minus_1", s + 1), Json());
      if (change.is_number()) largest = std::max(largest, std::abs(change.get<double>()));
    }
  }
  if (!(extent.east > extent.west)) return "";
  const double margin = 0.04 * std::max(extent.east - extent.west, extent.north - extent.south);
  extent = {extent.west - margin, extent.south - margin, extent.east + margin, extent.north + margin};
  std::string out = "<div class=\"maps\">";
  for (std::size_t s = 1; s < count; ++s) {
    std::string shapes;
    for (const Json& feature : map["features"]) {
      const Json& properties = feature["properties"];
      if (properties["kind"] != "plan_unit") continue;
      const Json change = properties.value(fmt::format("floor_area_{}_minus_1", s + 1), Json());
      const std::string_view css = change.is_number() ? class_of(change, largest) : "none";
      const std::string told = change.is_number() ? number_text(change, 0, language, true) + " " + unit_words("k-m2", language) : std::string(compare_words("map.none", language));
      shapes += fmt::format("<path class=\"u {}\" fill-rule=\"evenodd\" d=\"{}\"><title>{}: {}</title></path>", css, path_of(feature["geometry"], extent), escaped(properties["id"].get<std::string>()), told);
    }
    const std::string caption = compare_words("map.why", language, scenario_name(answer, s), scenario_name(answer, 0));
    out += fmt::format("<figure><svg viewBox=\"0 0 {:.1f} {:.1f}\" style=\"max-height:60vh\" role=\"img\" aria-label=\"{}\">{}</svg><figcaption>{}</figcaption></figure>",
                       extent.east - extent.west, extent.north - extent.south, caption, shapes, caption);
  }
  return out + "</div>" + (largest > 0 ? legend(largest, language) : "");
}

}  // namespace server

#include "geo/io/report/report_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

#include "geo/io/report/html_text.hpp"

namespace geo {
namespace {

using twin::Building;
using twin::Severity;

constexpr double kSize = 10000;   ///< units of the longer side; a unit is far below a pixel
constexpr double kMargin = 450;   ///< around the city
constexpr double kFoot = 700;     ///< below it, for the scale
constexpr double kMark = 210;     ///< radius of a number

/// The frame's metres to the drawing's units: east to the right, north up.
class Sheet {
 public:
  explicit Sheet(const twin::BranchState& state) {
    twin::Box box;
    state.for_each_building([&](twin::FeatureNumber, const Building& building) { box.add(building.bounds); });
    low_ = box.low;
    const double wide = std::max(box.high.east - box.low.east, 10.0), high = std::max(box.high.north - box.low.north, 10.0);
    per_metre_ = (kSize - 2 * kMargin) / std::max(wide, high);
    width_ = wide * per_metre_ + 2 * kMargin;
    height_ = high * per_metre_ + 2 * kMargin + kFoot;
    top_ = box.high.north;
  }

  long x(double east) const { return std::lround((east - low_.east) * per_metre_ + kMargin); }
  long y(double north) const { return std::lround((top_ - north) * per_metre_ + kMargin); }
  double per_metre() const { return per_metre_; }
  double width() const { return width_; }
  double height() const { return height_; }
  double wide_m() const { return (width_ - 2 * kMargin) / per_metre_; }
  double high_m() const { return (height_ - 2 * kMargin - kFoot) / per_metre_; }
  double west() const { return low_.east; }
  double south() const { return low_.north; }

 private:
  twin::WorkingPosition low_;
  double top_ = 0, per_metre_ = 1, width_ = 0, height_ = 0;
};

/// 1, 2 or 5 times a power of ten, at most `most`.
double round_length(double most) {
  const double power = std::pow(10, std::floor(std::log10(most)));
  for (const double step : {5.0, 2.0}) {
    if (step * power <= most) return step * power;
  }
  return power;
}

void add_ring(const twin::PlanRing& ring, const Sheet& sheet, std::string& path) {
  long x = 0, y = 0;
  bool open = false;
  for (const auto& point : ring) {
    const long to_x = sheet.x(point.east), to_y = sheet.y(point.north);
    if (!open) {
      path += fmt::format("M{} {}", to_x, to_y);
    } else if (to_x != x || to_y != y) {
      path += fmt::format("l{} {}", to_x - x, to_y - y);
    }
    open = true;
    x = to_x;
    y = to_y;
  }
  if (open) path += 'z';
}

std::string path_of(const Building& building, const Sheet& sheet) {
  std::string out;
  if (building.footprint.outer.size() < 3) {
    const auto& [low, high] = building.bounds;
    if (building.bounds.empty()) return out;
    add_ring({{low.east, low.north}, {high.east, low.north}, {high.east, high.north}, {low.east, high.north}}, sheet, out);
    return out;
  }
  add_ring(building.footprint.outer, sheet, out);
  for (const auto& hole : building.footprint.holes) add_ring(hole, sheet, out);
  return out;
}

std::string name_of_building(const Building& building) {
  const std::string address = building.card.address.str();
  return address.empty() ? building.id : address;
}

struct LegendRow {
  std::string css, label;
  std::uint64_t count = 0;
};

std::string footprints(const QualityReport& report, const Sheet& sheet, ReportLanguage language, std::vector<LegendRow>& legend) {
  std::unordered_map<twin::FeatureNumber, const FlawedBuilding*> flawed;
  for (const auto& one : report.flawed) flawed.emplace(one.number, &one);
  std::string sound, rest;
  std::array<std::uint64_t, 3> counts{};
  report.state->for_each_building([&](twin::FeatureNumber number, const Building& building) {
    const auto found = flawed.find(number);
    if (found == flawed.end()) {
      sound += path_of(building, sheet);
      return;
    }
    const auto worst = found->second->worst();
    ++counts[static_cast<std::size_t>(worst)];
    std::string codes;
    for (const auto& finding : found->second->findings) {
      if ((", " + codes + ",").find(", " + finding.code + ",") != std::string::npos) continue;
      codes += (codes.empty() ? "" : ", ") + finding.code;
    }
    rest += fmt::format("<a href=\"#{}\"><path class=\"{}\" d=\"{}\"><title>{}: {}</title></path></a>\n",
                        in_address(anchor_of(building)), twin::name_of(worst), path_of(building, sheet),
                        escaped(name_of_building(building)), escaped(codes));
  });
  for (const auto severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
    const auto count = counts[static_cast<std::size_t>(severity)];
    if (severity == Severity::kInfo && count == 0) continue;
    const std::string name(twin::name_of(severity));
    legend.push_back({name, std::string(words("severity." + name, language)), count});
  }
  legend.push_back({"none", std::string(words("legend.none", language)), report.buildings - report.flawed.size()});
  return "<path class=\"none\" d=\"" + sound + "\"/>\n" + rest;
}

/// Upper bounds of the shares of a square's buildings, percent.
constexpr std::array<int, 4> kShares = {2, 5, 10, 25};

double square_edge(const Sheet& sheet) {
  constexpr double kMostAcross = 60;
  const double least = std::max(sheet.wide_m(), sheet.high_m()) / kMostAcross;
  const double below = round_length(least);
  for (const double edge : {below, below * 2, below * 5}) {
    if (edge >= least) return edge;
  }
  return below * 10;
}

std::string squares(const QualityReport& report, const Sheet& sheet, double edge, ReportLanguage language,
                    std::vector<LegendRow>& legend) {
  struct Count {
    std::uint64_t all = 0, flawed = 0;
  };
  std::map<std::pair<long, long>, Count> cells;
  const auto cell_of = [&](const Building& building) -> Count& {
    const auto& [low, high] = building.bounds;
    return cells[{std::lround(std::floor(((low.east + high.east) / 2 - sheet.west()) / edge)),
                  std::lround(std::floor(((low.north + high.north) / 2 - sheet.south()) / edge))}];
  };
  report.state->for_each_building([&](twin::FeatureNumber, const Building& building) {
    if (!building.bounds.empty()) ++cell_of(building).all;
  });
  for (const auto& one : report.flawed) {
    if (!one.building->bounds.empty()) ++cell_of(*one.building).flawed;
  }
  std::array<std::string, kShares.size() + 2> paths;
  std::array<std::uint64_t, kShares.size() + 2> counts{};
  const long side = std::max(1L, std::lround(edge * sheet.per_metre()) - 8);  // a gap tells the squares apart
  for (const auto& [cell, count] : cells) {
    std::size_t step = 0;
    if (count.flawed > 0) {
      step = 1;
      for (const int bound : kShares) step += count.flawed * 100 > static_cast<std::uint64_t>(bound) * count.all;
    }
    counts[step] += count.all;
    const double west = sheet.west() + static_cast<double>(cell.first) * edge;
    const double north = sheet.south() + static_cast<double>(cell.second + 1) * edge;
    paths[step] += fmt::format("M{} {}h{}v{}h-{}z", sheet.x(west), sheet.y(north), side, side, side);
  }
  std::string out;
  const auto share = [&](int value) { return percent(static_cast<std::uint64_t>(value), 100, language); };
  for (std::size_t step = paths.size(); step-- > 0;) {
    const std::string css = step == 0 ? "none" : fmt::format("share{}", step);
    out += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", css, paths[step]);
    std::string range = std::string(words("legend.none", language));
    if (step == kShares.size() + 1) {
      range = words("legend.share", language, "> " + share(kShares.back()));
    } else if (step > 0) {
      range = words("legend.share", language, "≤ " + share(kShares[step - 1]));
    }
    legend.push_back({css, range, counts[step]});
  }
  return out;
}

struct Place {
  double x = 0, y = 0;
};

/// Puts a number beside its place where it covers no other number.
Place free_place(Place at, const std::vector<Place>& taken, const Sheet& sheet) {
  const auto is_free = [&](Place p) {
    return p.x > kMark && p.y > kMark && p.x < sheet.width() - kMark && p.y < sheet.height() - kMark &&
           std::none_of(taken.begin(), taken.end(),
                        [&](Place other) { return std::hypot(p.x - other.x, p.y - other.y) < 2.1 * kMark; });
  };
  constexpr double kTurn = 0.785398163397448;  // an eighth
  for (double away = 1.7 * kMark; away < 12 * kMark; away += kMark) {
    for (int turn = 0; turn < 8; ++turn) {
      const Place p{at.x + away * std::cos(turn * kTurn - 0.8), at.y + away * std::sin(turn * kTurn - 0.8)};
      if (is_free(p)) return p;
    }
  }
  return at;
}

std::string numbers(const QualityReport& report, const Sheet& sheet) {
  std::string lines, marks;
  std::vector<Place> taken;
  for (std::size_t i = 0; i < report.worst_count(); ++i) {
    const auto& building = *report.flawed[i].building;
    if (building.bounds.empty()) continue;
    const auto& [low, high] = building.bounds;
    const Place at{static_cast<double>(sheet.x((low.east + high.east) / 2)), static_cast<double>(sheet.y((low.north + high.north) / 2))};
    const Place mark = free_place(at, taken, sheet);
    taken.push_back(mark);
    lines += fmt::format("M{:.0f} {:.0f}L{:.0f} {:.0f}", at.x, at.y, mark.x, mark.y);
    marks += fmt::format(
        "<a class=\"mark\" id=\"place-{0}\" href=\"#{1}\"><title>{2}</title><circle cx=\"{3:.0f}\" cy=\"{4:.0f}\" r=\"{5:.0f}\"/>"
        "<text x=\"{3:.0f}\" y=\"{4:.0f}\">{0}</text></a>\n",
        i + 1, in_address(anchor_of(building)), escaped(name_of_building(building)), mark.x, mark.y, kMark);
  }
  return "<path class=\"leader\" d=\"" + lines + "\"/>\n" + marks;
}

std::string scale_and_north(const Sheet& sheet, ReportLanguage language) {
  const double length = round_length(sheet.wide_m() / 3);
  const double units = length * sheet.per_metre(), y = sheet.height() - 300;
  const std::string label = length >= 1000 ? amount(static_cast<std::uint64_t>(length / 1000), language) + "\u00a0km"
                            : length >= 1  ? amount(static_cast<std::uint64_t>(length), language) + "\u00a0m"
                                           : fmt::format("{}\u00a0m", length);
  const double north = sheet.width() - 350, tip = sheet.height() - 620;
  return fmt::format(
             "<path class=\"rule\" d=\"M{0} {1:.0f}v120h{2:.0f}v-120\"/><text class=\"label\" x=\"{0}\" y=\"{3:.0f}\">{4}</text>\n",
             kMargin, y, units, y - 60, label) +
         fmt::format("<path class=\"arrow\" d=\"M{0:.0f} {1:.0f}l150 420l-150 -110l-150 110z\"/>"
                     "<text class=\"label end\" x=\"{2:.0f}\" y=\"{3:.0f}\">{4}</text>\n",
                     north, tip, north - 220, tip + 400, words("map.north", language));
}

std::string legend_list(const std::vector<LegendRow>& rows, ReportLanguage language) {
  std::string out = "<ul class=\"legend\">";
  for (const auto& row : rows) {
    out += fmt::format("<li><span class=\"swatch {}\"></span>{} <b>{}</b></li>", row.css, row.label, amount(row.count, language));
  }
  return out + "</ul>\n";
}

}  // namespace

std::string map_figure(const QualityReport& report, ReportLanguage language) {
  if (report.buildings == 0) return fmt::format("<p class=\"empty\">{}</p>\n", words("map.empty", language));
  const Sheet sheet(*report.state);
  std::vector<LegendRow> legend;
  std::string drawing, caption;
  if (report.buildings <= kMostFootprints) {
    drawing = footprints(report, sheet, language, legend);
    caption = words("map.footprints", language);
  } else {
    const double edge = square_edge(sheet);
    drawing = squares(report, sheet, edge, language, legend);
    const std::string side = amount(static_cast<std::uint64_t>(edge), language);
    caption = words("map.grid", language, side + "\u00a0×\u00a0" + side);
  }
  const std::string alternative = words("map.alt", language, amount(report.buildings, language), amount(report.flawed.size(), language));
  return fmt::format("<figure class=\"map\"><svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"group\" aria-label=\"{}\">\n", sheet.width(),
                     sheet.height(), escaped(alternative)) +
         drawing + numbers(report, sheet) + scale_and_north(sheet, language) + "</svg>\n<figcaption>" + caption + "</figcaption>\n" +
         legend_list(legend, language) + "</figure>\n";
}

}  // namespace geo

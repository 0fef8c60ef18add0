#include "viewer/desktop/study.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>
#include <nlohmann/json.hpp>

namespace viewer {
namespace {

using nlohmann::json;

constexpr double kMargin_m = 40, kMostGroundPoints = 10'000, kStorey_m = 3, kFacadeSpacing_m = 3;

template <class T>
std::optional<T> optional_of(const json& node, const char* key) {
  if (!node.contains(key) || node.at(key).is_null()) return std::nullopt;
  return node.at(key).get<T>();
}

std::string lineage_of(const json& document) {
  if (!document.contains("lineage")) return {};
  const auto& lineage = document.at("lineage");
  return lineage.value("engine", "") + " " + lineage.value("version", "") + " \u00b7 " + lineage.value("inputs_hash", "").substr(0, 12);
}

ProposedBuilding building_of(const json& node) {
  ProposedBuilding out;
  const auto& floors = node.at("floors");
  for (std::size_t i = 0; i < floors.size(); ++i) {
    const auto& outline = floors[i].at("outline").at("coordinates");
    Storey storey;
    storey.outline = outline.get<std::vector<PlanRings>>();
    storey.low = floors[i].at("floor_n2000_m").get<double>();
    storey.high = floors[i].at("top_n2000_m").get<double>();
    storey.roofed = i + 1 == floors.size() || floors[i + 1].at("outline").at("coordinates") != outline;
    out.storeys.push_back(std::move(storey));
  }
  return out;
}

/// Storeys over each other with one outline are one prism.
json prisms_of(const Massing& massing) {
  json out = json::array();
  for (const auto& building : massing.buildings) {
    for (std::size_t i = 0; i < building.storeys.size();) {
      std::size_t last = i;
      while (!building.storeys[last].roofed) ++last;
      for (const auto& rings : building.storeys[i].outline) {
        out.push_back({{"type", "Polygon"}, {"coordinates", rings}, {"base_n2000_m", building.storeys[i].low},
                       {"height_m", building.storeys[last].high - building.storeys[i].low}});
      }
      i = last + 1;
    }
  }
  return out;
}

std::string offset_text(int hours) {
  char text[16];
  std::snprintf(text, sizeof text, "%c%02d:00", hours < 0 ? '-' : '+', std::abs(hours) % 24);
  return text;
}

/// Midnight of a civil day, and of the day or year after.
void add_period(json& request, const std::string& span, int zone) {
  std::tm first{};
  const bool year = span.size() == 4;
  first.tm_year = std::stoi(span.substr(0, 4)) - 1900;
  first.tm_mon = year ? 0 : std::stoi(span.substr(5, 2)) - 1;
  first.tm_mday = year ? 1 : std::stoi(span.substr(8, 2));
  std::tm next = first;
  if (year) {
    ++next.tm_year;
  } else {
    ++next.tm_mday;
    timegm(&next);  // 32 March becomes 1 April
  }
  const auto text = [&](const std::tm& day) {
    char out[16];
    std::snprintf(out, sizeof out, "%04d-%02d-%02d", (day.tm_year + 1900) % 10000, (day.tm_mon + 1) % 100, day.tm_mday % 100);
    return std::string(out) + "T00:00:00" + offset_text(zone);
  };
  request["from"] = text(first);
  request["to"] = text(next);
  request["step"] = year ? "30min" : "5min";
}

}  // namespace

Outcome<Massing> read_massing(const std::string& text) {
  try {
    const json document = json::parse(text);
    Massing out;
    out.kind = document.at("kind").get<std::string>();
    out.allowed_k_m2 = optional_of<double>(document, "floor_area_allowed_k_m2");
    out.floor_area_k_m2 = document.at("floor_area_k_m2").get<double>();
    out.footprint_m2 = document.at("footprint_m2").get<double>();
    for (const auto& one : document.at("prevented_by")) {
      out.prevented_by.push_back({one.at("rule").get<std::string>(), one.at("loss_k_m2").get<double>()});
    }
    for (const auto& one : document.at("buildings")) out.buildings.push_back(building_of(one));
    out.lineage = lineage_of(document);
    return {std::move(out), {}};
  } catch (const std::exception& error) {
    return Outcome<Massing>::failed(std::string("massing: ") + error.what());
  }
}

Outcome<SunHours> read_sun_hours(const std::string& text) {
  try {
    json document = json::parse(text);
    if (document.contains("outputs")) document = json(document.at("outputs"));
    SunHours out;
    const auto &hours = document.at("hours"), &receivers = document.at("receivers");
    if (hours.size() != receivers.size()) throw std::runtime_error("as many hours as receivers are expected");
    for (std::size_t i = 0; i < hours.size(); ++i) {
      const auto at = receivers[i].at("at").get<std::array<double, 6>>();
      SunHours::Point point{{at[0], at[1], at[2]}, {at[3], at[4], at[5]}, receivers[i].at("area_m2").get<double>(), std::nullopt};
      if (hours[i].is_number()) point.hours = hours[i].get<double>();
      out.points.push_back(point);
    }
    out.bound_h = optional_of<double>(document, "error_bound_h");
    out.up_h = optional_of<double>(document, "sun_up_h");
    out.lineage = lineage_of(document);
    return {std::move(out), {}};
  } catch (const std::exception& error) {
    return Outcome<SunHours>::failed(std::string("sun-hours: ") + error.what());
  }
}

bool is_sun_span(const std::string& text) {
  int year = 0, month = 0, day = 0, end = 0;
  if (text.size() == 4) return std::sscanf(text.c_str(), "%4d%n", &year, &end) == 1 && end == 4 && year >= 1000;
  return text.size() == 10 && std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 && end == 10 && year >= 1000 &&
         month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

std::string span_text(const std::string& span) {
  if (span.size() != 10) return span;
  return std::to_string(std::stoi(span.substr(8, 2))) + "." + std::to_string(std::stoi(span.substr(5, 2))) + "." + span.substr(0, 4);
}

int zone_hours(bool placed, const Transform& scene_to_ecef) {
  if (!placed) return 2;
  const Vector origin = scene_to_ecef.translation();
  return static_cast<int>(std::lround(std::atan2(origin.y, origin.x) * 12 / 3.14159265358979323846));
}

std::string massing_request(const std::string& unit, const std::string& kind) {
  return json{{"inputs", {{"plan_unit", unit}, {"kind", kind}}}}.dump();
}

std::string check_request(const std::string& unit) { return json{{"inputs", {{"plan_unit", unit}}}}.dump(); }

std::vector<std::string> standing_on_unit(const std::string& check_answer) {
  std::vector<std::string> out;
  const auto document = json::parse(check_answer, nullptr, false);
  if (!document.is_object() || !document.contains("units")) return out;
  for (const auto& unit : document["units"]) {
    for (const auto& building : unit.value("buildings", json::array())) {
      if (building.value("origin", "") == "existing" && building.value("share_within", 0.0) >= 0.5) out.push_back(building.value("id", ""));
    }
  }
  return out;
}

Outcome<std::vector<std::string>> sun_requests(const std::string& unit_document, const std::optional<Massing>& massing,
                                               const std::vector<std::string>& replaced, const std::string& span, int zone) {
  using Failed = Outcome<std::vector<std::string>>;
  try {
    const auto boundary = json::parse(unit_document).at("boundary").at("coordinates").get<PlanRings>();
    double w = 1e300, e = -1e300, s = 1e300, n = -1e300;
    for (const auto& [east, north] : boundary.at(0)) {
      w = std::min(w, east - kMargin_m);
      e = std::max(e, east + kMargin_m);
      s = std::min(s, north - kMargin_m);
      n = std::max(n, north + kMargin_m);
    }
    const PlanRings ring{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}};
    const json area = {{"type", "Polygon"}, {"coordinates", ring}};
    json common = json::object();
    add_period(common, span, zone);
    const json prisms = massing ? prisms_of(*massing) : json::array();
    if (!prisms.empty()) {
      common["obstacles"] = prisms;
      if (!replaced.empty()) common["without"] = replaced;
    }
    const double spacing = std::max(2.0, std::ceil(std::sqrt((e - w) * (n - s) / kMostGroundPoints)));
    std::vector<json> receivers{{{"ground", {{"area", area}, {"spacing_m", spacing}}}},
                                {{"facades", {{"area", area}, {"spacing_m", kFacadeSpacing_m}, {"storey_height_m", kStorey_m}}}}};
    if (!prisms.empty()) {
      json numbers = json::array();
      for (std::size_t i = 0; i < prisms.size(); ++i) numbers.push_back(i);
      receivers.push_back({{"facades", {{"obstacles", numbers}, {"spacing_m", kFacadeSpacing_m}, {"storey_height_m", kStorey_m}}}});
    }
    std::vector<std::string> out;
    for (auto& where : receivers) {
      json inputs = common;
      inputs["receivers"] = std::move(where);
      out.push_back(json{{"inputs", std::move(inputs)}}.dump());
    }
    return {std::move(out), {}};
  } catch (const std::exception& error) {
    return Failed::failed(std::string("plan unit: ") + error.what());
  }
}

std::vector<CardRow> massing_rows(const Massing& massing, Language language) {
  std::vector<CardRow> out;
  const auto area = [&](double value) { return number_text(value, 0, language) + "\u00a0" + unit_text("k-m2", language); };
  out.push_back({word("massing", language), word("massing " + massing.kind, language), {}});
  std::string reached = area(massing.floor_area_k_m2);
  if (massing.allowed_k_m2 && *massing.allowed_k_m2 > 0) {
    reached += " (" + number_text(std::floor(100 * massing.floor_area_k_m2 / *massing.allowed_k_m2 + 1e-6), 0, language) + "\u00a0%)";
  }
  out.push_back({word("floor area built", language), reached, {}});
  if (massing.buildings.empty()) out.push_back({word("nothing fits", language), {}, {}});
  for (const auto& one : massing.prevented_by) {
    const auto key = "rule " + one.rule;
    out.push_back({has_word(key) ? word(key, language) : one.rule, "\u2212" + area(one.loss_k_m2), {}});
  }
  return out;
}

Legend sun_legend(const ColourScale& scale, const std::vector<SunHours>& parts, const std::string& span, Language language) {
  std::vector<double> areas(scale.classes.size(), 0.0);
  for (const auto& part : parts) {
    for (const auto& point : part.points) {
      const auto slot = point.hours ? scale.class_of(*point.hours) : ColourScale::kNoData;
      if (slot < areas.size()) areas[slot] += point.area_m2;
    }
  }
  Legend out{scale.title.in(language), scale.unit + " \u00b7 " + span_text(span), {}};
  for (std::size_t i = 0; i < areas.size(); ++i) {
    out.rows.push_back({scale.classes[i].colour, scale.classes[i].label.in(language), number_text(areas[i], 0, language) + "\u00a0m\u00b2"});
  }
  return out;
}

std::string sun_note(const std::vector<SunHours>& parts, Language language) {
  double bound = 0;
  std::size_t points = 0;
  for (const auto& part : parts) {
    bound = std::max(bound, part.bound_h.value_or(std::numeric_limits<double>::infinity()));
    points += part.points.size();
  }
  const auto count = number_text(static_cast<double>(points), 0, language) + " " + word("points", language);
  if (parts.empty() || !std::isfinite(bound)) return word("coarse", language) + " \u00b7 " + count;
  return word("sun hours", language) + " \u00b1\u00a0" + number_text(bound, 2, language) + "\u00a0h \u00b7 " + count + " \u00b7 " + parts.front().lineage;
}

}  // namespace viewer

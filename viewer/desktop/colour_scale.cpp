#include "viewer/desktop/colour_scale.hpp"

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "viewer/desktop/embedded.hpp"

namespace viewer {
namespace {

using nlohmann::json;

Text3 text3(const json& node) {
  return {{node.at("fi").get<std::string>(), node.at("sv").get<std::string>(), node.at("en").get<std::string>()}};
}

Colour colour(const json& node) {
  const auto text = node.get<std::string>();
  const auto parsed = Colour::from_hex(text);
  if (!parsed) throw std::runtime_error("\"" + text + "\" is not a colour #rrggbb");
  return *parsed;
}

std::optional<double> number(const json& node, const char* key) {
  return node.contains(key) ? std::optional<double>(node.at(key).get<double>()) : std::nullopt;
}

ColourScale scale(const std::string& name, const json& node) {
  ColourScale made;
  made.variable = name;
  made.title = text3(node.at("title"));
  made.unit = node.at("unit").get<std::string>();
  for (const auto& row : node.contains("categories") ? node.at("categories") : node.at("classes")) {
    made.classes.push_back({number(row, "from"), number(row, "to"), number(row, "below"), text3(row.at("label")),
                            colour(row.at("colour"))});
  }
  if (made.classes.empty() || made.classes.size() > 16) {
    throw std::runtime_error("variable \"" + name + "\" needs 1 to 16 classes");
  }
  return made;
}

Palette palette(const json& document) {
  Palette made;
  made.no_data = colour(document.at("no_data"));
  made.context = colour(document.at("context"));
  made.no_data_label = text3(document.at("no_data_label"));
  for (const auto& [name, stops] : document.at("ramps").items()) {
    for (const auto& stop : stops) made.ramps[name].push_back(colour(stop));
  }
  for (const auto& [name, node] : document.at("variables").items()) made.scales[name] = scale(name, node);
  for (const auto& [name, node] : document.at("results").items()) made.results[name] = scale(name, node);
  for (const char* needed : {"sun_hours", "sun_hours_year"}) {
    if (!made.results.contains(needed)) throw std::runtime_error(std::string("\"results\" has no \"") + needed + "\"");
  }
  for (const auto& [name, node] : document.at("surroundings").items()) made.surroundings[name] = colour(node);
  for (const auto& [letters, node] : document.at("plan_uses").items()) {
    if (letters == "source") continue;
    if (letters == "other") {
      made.plan_other = colour(node);
    } else {
      made.plan_uses[letters] = colour(node);
    }
  }
  return made;
}

}  // namespace

std::optional<Colour> Colour::from_hex(std::string_view hex) {
  if (hex.size() != 7 || hex[0] != '#') return std::nullopt;
  if (hex.substr(1).find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) return std::nullopt;
  const auto bits = std::strtoul(std::string(hex.substr(1)).c_str(), nullptr, 16);
  return Colour{static_cast<std::uint8_t>(bits >> 16U & 255U), static_cast<std::uint8_t>(bits >> 8U & 255U),
                static_cast<std::uint8_t>(bits & 255U)};
}

std::uint8_t ColourScale::class_of(double value) const {
  if (!std::isfinite(value)) return kNoData;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const auto& row = classes[i];
    const bool holds = row.from ? value >= *row.from && value <= row.to.value_or(*row.from)
                                : !row.below || value < *row.below;
    if (holds) return static_cast<std::uint8_t>(i);
  }
  return kNoData;
}

Colour Palette::plan_colour(std::string_view symbol) const {
  for (std::size_t length = symbol.size(); length > 0; --length) {
    if (const auto found = plan_uses.find(std::string(symbol.substr(0, length))); found != plan_uses.end()) {
      return found->second;
    }
  }
  return plan_other;
}

Outcome<Palette> Palette::parse(const std::string& text) {
  try {
    return {palette(json::parse(text)), {}};
  } catch (const std::exception& error) {
    return Outcome<Palette>::failed(std::string("colours.json: ") + error.what());
  }
}

const Palette& Palette::built_in() {
  static const Palette made = parse(embedded_colours()).value;
  return made;
}

}  // namespace viewer

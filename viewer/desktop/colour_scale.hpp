#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/desktop/language.hpp"
#include "viewer/desktop/outcome.hpp"

namespace viewer {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
  bool operator==(const Colour&) const = default;
  /// "#rrggbb"; anything else is no colour.
  static std::optional<Colour> from_hex(std::string_view hex);
};

/// One row of a legend.
struct ColourClass {
  std::optional<double> from, to;  ///< categories: both, inclusive
  std::optional<double> below;     ///< ordered classes: exclusive; absent in the last one
  Text3 label;
  Colour colour;
};

/// How one variable is coloured. Values map to a class number, classes to colours.
struct ColourScale {
  static constexpr std::uint8_t kNoData = 255;

  std::string variable, unit;
  Text3 title;
  std::vector<ColourClass> classes;  ///< fewer than 17

  /// Number of the class of a value; `kNoData` for NaN, infinities and what no category holds.
  std::uint8_t class_of(double value) const;
};

/// `colours.json`: everything both viewers colour by.
struct Palette {
  std::map<std::string, ColourScale> scales;
  std::map<std::string, ColourScale> results;  ///< of processes: "sun_hours", "sun_hours_year"
  std::map<std::string, std::vector<Colour>> ramps;
  std::map<std::string, Colour> plan_uses;  ///< by letters of the plan symbol
  std::map<std::string, Colour> surroundings;  ///< by name of the tile's material: "road", "water"
  Colour plan_other, no_data, context;
  Text3 no_data_label;

  /// How sun hours of a day ("2026-03-21") or of a year ("2026") are coloured.
  const ColourScale& sun_scale(std::string_view span) const { return results.at(span.size() == 4 ? "sun_hours_year" : "sun_hours"); }
  /// The longest entry with which the symbol begins, else `plan_other`.
  Colour plan_colour(std::string_view symbol) const;

  static Outcome<Palette> parse(const std::string& json);
  /// The file compiled in; its being well formed is tested.
  static const Palette& built_in();
};

}  // namespace viewer

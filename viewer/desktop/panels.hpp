#pragma once

#include <optional>
#include <string>
#include <vector>

#include "viewer/desktop/colour_scale.hpp"
#include "viewer/desktop/stream_state.hpp"

namespace viewer {

/// What the panels say, as plain data: made here, drawn by `Hud`.

struct LegendRow {
  Colour colour;
  std::string label, count;
  bool operator==(const LegendRow&) const = default;
};

struct Legend {
  std::string title, unit;
  std::vector<LegendRow> rows;  ///< classes that are present or ordered, then "no data"
  bool operator==(const Legend&) const = default;
};

struct CardRow {
  std::string label, value, change;  ///< `change`: "▲ +170" or empty
  bool operator==(const CardRow&) const = default;
};

struct Card {
  std::string title, subtitle;
  std::string statement;              ///< the one sentence that matters, large
  std::vector<CardRow> rows;
  std::vector<std::string> notes;     ///< warnings, lineage; small
  bool operator==(const Card&) const = default;
};

/// @param classes   class per feature (`ValueTexture::classes`)
/// @param features  numbers of the buildings that are there; others are not counted
Legend make_legend(const ColourScale& scale, const Palette& palette, const std::vector<std::uint8_t>& classes,
                   const std::vector<std::uint32_t>& features, Language language);

/// KPI of a unit, what binds it, differences to the run before, lineage.
Card make_unit_card(const PlanUnitView& unit, Language language);

/// "Storey limit binds: 600 k-m² unreachable".
std::string binding_sentence(const wire::KpiFrame& kpi, Language language);

/// The register card: a GeoJSON feature of /collections/buildings/items/{id}. An answer that is none
/// is a card that says so. `quality`: the answer of …/buildings/{id}/quality, counted in a last row; "": none came.
Card make_building_card(const std::string& id, const std::string& geojson, Language language, const std::string& quality = {});

/// "Kalasatama · main · Height, m".
std::string state_sentence(const std::string& twin, const std::string& branch, const ColourScale* scale,
                           Language language);

}  // namespace viewer

#pragma once

#include <string>

#include "twin_core/base/random_stream.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/kept_row.hpp"
#include "twin_core/city/manifest.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace test {

/// Entities with every member in use or not, by chance.
class RandomCity {
 public:
  explicit RandomCity(std::uint64_t seed) : random_(seed, "random_city", "") {}

  twin::Building building() {
    twin::Building out;
    out.id = "BID_" + text();
    for (std::uint64_t i = random_.below(4); i > 0; --i) out.bounds.add(position());
    out.ground_m = number();
    out.height_m = number();
    out.roof_type = text();
    twin::RegisterCard& card = out.card;
    for (std::string* field : {&card.permanent_id, &card.municipal_number, &card.property_id, &card.completed}) {
      *field = text();
    }
    for (twin::SharedText* field : {&card.use_code, &card.use_text, &card.material, &card.status, &card.owner_type}) {
      *field = text();
    }
    card.address = text();
    card.source = text();
    if (random_.chance(0.5)) later_fields(card);
    card.floor_area_m2 = maybe_number();
    card.total_area_m2 = maybe_number();
    card.volume_m3 = maybe_number();
    if (random_.chance(0.5)) card.storeys = static_cast<int>(random_.next());
    if (random_.chance(0.5)) card.completion_year = static_cast<int>(1800 + random_.below(300));
    out.link = static_cast<twin::LinkReason>(random_.below(6));
    out.link_note = text();
    if (random_.chance(0.5)) link_fields(out);
    out.footprint = polygon();
    if (random_.chance(0.5)) out.shape = twin::sha256(text());
    out.source = text();
    return out;
  }

  twin::BuildingShape shape() {
    twin::BuildingShape out;
    for (std::uint64_t i = random_.below(4); i > 0; --i) {
      twin::ShapePart& part = out.parts.emplace_back();
      part.id = text();
      part.lod = text();
      for (std::uint64_t k = random_.below(6); k > 0; --k) {
        twin::Polygon3& polygon = part.polygons.emplace_back();
        polygon.id = text();
        polygon.kind = static_cast<twin::SurfaceKind>(random_.below(7));
        polygon.exterior = ring();
        for (std::uint64_t r = random_.below(3); r > 0; --r) polygon.interiors.push_back(ring());
      }
      for (std::uint64_t k = random_.below(3); k > 0 && !part.polygons.empty(); --k) {
        auto& shell = part.solids.emplace_back().shells.emplace_back();
        for (std::uint64_t f = random_.below(8); f > 0; --f) {
          shell.push_back({static_cast<std::uint32_t>(random_.below(part.polygons.size())), random_.chance(0.3)});
        }
      }
    }
    for (std::uint64_t i = random_.below(5); i > 0; --i) out.attributes.push_back({text(), text(), text(), text()});
    if (random_.chance(0.5)) later_shape(out);
    return out;
  }

  twin::PlanUnit plan_unit() {
    twin::PlanUnit out;
    out.id = "AK-" + text();
    for (std::string* field : {&out.name_fi, &out.name_sv, &out.name_en, &out.symbol, &out.source}) *field = text();
    for (std::uint64_t i = random_.below(4); i > 0; --i) out.use_codes.push_back(text());
    out.boundary = polygon();
    out.ground_level_m = number();
    for (std::uint64_t i = random_.below(5); i > 0; --i) {
      twin::Regulation& rule = out.regulations.emplace_back();
      rule.type = text();
      rule.value = maybe_number();
      rule.value_max = maybe_number();
      rule.unit = text();
      rule.text = text();
      rule.angle_deg = maybe_number();
      rule.start_height_m = maybe_number();
      for (std::uint64_t k = random_.below(4); k > 0; --k) {
        rule.edges.push_back(static_cast<std::uint32_t>(random_.next()));
      }
    }
    out.assumptions = {number(), number(), number(), number(), number()};
    if (random_.chance(0.5)) later_fields(out);
    return out;
  }

  twin::KeptRow kept_row() {
    twin::KeptRow out;
    out.id = "RATU " + text();
    out.card = building().card;
    out.model_id = text();
    if (random_.chance(0.5)) out.point = twin::PlanPosition{number(), number()};
    out.footprint = polygon();
    out.location_crs = text();
    out.buildings = texts();
    for (std::uint64_t i = random_.below(4); i > 0; --i) out.candidates.push_back({text(), number(), text()});
    return out;
  }

  twin::Manifest manifest() {
    twin::Manifest out;
    out.name = text();
    out.crs = text();
    out.height_reference = text();
    if (random_.chance(0.5)) out.geoid = twin::Geoid{number(), number(), text()};
    out.scene_origin = position();
    return out;
  }

 private:
  /// What version 2 of the record added.
  void later_fields(twin::PlanUnit& unit) {
    for (twin::SharedText* field : {&unit.plan.key, &unit.plan.identifier, &unit.plan.name, &unit.plan.kind,
                                    &unit.plan.approved, &unit.plan.planner, &unit.kind, &unit.life_cycle,
                                    &unit.underground, &unit.repealed_by}) {
      *field = text();
    }
    unit.valid = {text(), text()};
    unit.vertical_low_m = maybe_number();
    unit.vertical_high_m = maybe_number();
    unit.description = text();
    for (std::uint64_t i = random_.below(3); i > 0; --i) unit.related.push_back(text());
    for (std::uint64_t i = random_.below(3); i > 0; --i) unit.property_ids.push_back(text());
    for (twin::Regulation& rule : unit.regulations) {
      if (random_.chance(0.3)) continue;
      rule.code = text();
      for (std::uint64_t i = random_.below(3); i > 0; --i) {
        rule.information.push_back({text(), text(), maybe_number(), maybe_number(), text(), text()});
      }
      rule.group = text();
      rule.life_cycle = text();
      rule.valid = {text(), text()};
      for (std::uint64_t i = random_.below(3); i > 0; --i) rule.place.push_back({number(), number()});
    }
  }

  void later_fields(twin::RegisterCard& card) {
    for (twin::SharedText* field :
         {&card.use_code_2018, &card.facade_material, &card.heating_mode, &card.heating_source}) {
      *field = text();
    }
    card.address_sv = text();
    card.basement_area_m2 = maybe_number();
    if (random_.chance(0.5)) card.dwellings = static_cast<int>(random_.below(300));
    card.lift = answer();
    card.connections = {answer(), answer(), answer(), answer(), answer()};
  }
  /// What version 3 of the record added.
  void link_fields(twin::Building& out) {
    out.card.updated = text();
    out.surveyed = text();
    out.from_model = twin::CardFields(static_cast<std::uint32_t>(random_.below(1U << twin::kCardFieldCount)));
    twin::LinkDetails details;
    details.row = text();
    details.probability = number();
    if (random_.chance(0.5)) details.runner_up = twin::LinkChoice{random_.chance(0.5), text(), number()};
    details.shared_by = 1 + static_cast<std::uint32_t>(random_.below(3));
    for (std::uint64_t i = random_.below(3); i > 0; --i) {
      twin::RegisterCard card;
      card.address = text();
      card.floor_area_m2 = maybe_number();
      card.updated = text();
      if (random_.chance(0.5)) later_fields(card);
      details.rows.push_back({text(), static_cast<twin::LinkReason>(random_.below(6)), number(), text(), card});
    }
    for (std::uint64_t i = random_.below(3); i > 0; --i) {
      details.conflicts.push_back({static_cast<twin::CardField>(random_.below(twin::kCardFieldCount)), random_.chance(0.5), text()});
    }
    details.rejected = texts();
    out.details = std::move(details);
  }
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (std::uint64_t i = random_.below(3); i > 0; --i) out.push_back(text());
    return out;
  }
  /// What version 2 of a shape's record added.
  void later_shape(twin::BuildingShape& shape) {
    for (auto& part : shape.parts) part.solids_apart = random_.chance(0.3);
    twin::Appearance& look = shape.appearance;
    for (std::uint64_t i = random_.below(3); i > 0; --i) {
      look.materials.push_back({text(), maybe_number(), maybe_number(), maybe_number(), maybe_colour(),
                                maybe_colour(), maybe_colour(), answer()});
    }
    for (std::uint64_t i = random_.below(3); i > 0; --i) {
      look.textures.push_back({text(), text(), text(), text(), {}});
      if (random_.chance(0.5)) look.textures.back().border_colour = {number(), number(), number()};
    }
    for (std::uint64_t i = random_.below(3); i > 0; --i) {
      auto& theme = look.themes.emplace_back();
      theme.name = text();
      for (std::uint32_t part = 0; part < shape.parts.size(); ++part) {
        for (std::uint32_t p = 0; p < shape.parts[part].polygons.size(); ++p) {
          const auto& polygon = shape.parts[part].polygons[p];
          if (!look.materials.empty() && random_.chance(0.5)) {
            theme.materials.push_back({part, p, static_cast<std::uint32_t>(random_.below(look.materials.size()))});
          }
          if (look.textures.empty()) continue;
          const auto ring = static_cast<std::uint32_t>(random_.below(polygon.interiors.size() + 1));
          const auto& points = ring == 0 ? polygon.exterior.points : polygon.interiors[ring - 1].points;
          auto& textured = theme.textures.emplace_back();
          textured = {part, p, ring, static_cast<std::uint32_t>(random_.below(look.textures.size())), {}};
          for (std::size_t k = 0; k < points.size(); ++k) textured.coordinates.push_back({number(), number()});
        }
      }
    }
  }
  std::optional<twin::Colour> maybe_colour() {
    if (random_.chance(0.5)) return std::nullopt;
    return twin::Colour{number(), number(), number()};
  }
  std::optional<bool> answer() {
    return random_.chance(0.3) ? std::nullopt : std::optional(random_.chance(0.5));
  }
  std::string text() {
    static const char* const kPieces[] = {"a", "Hämeentie ", "7", "\n", "\"", "å", "–", "🏠", "BID_", " "};
    std::string out;
    for (std::uint64_t i = random_.below(9); i > 0; --i) out += kPieces[random_.below(10)];
    return out;
  }
  double number() {
    static constexpr double kAwkward[] = {0.0, -0.5, 1e-300, -1.7e308, 25'499'071.1217, 0.1};
    return random_.chance(0.3) ? kAwkward[random_.below(6)] : random_.between(-1e7, 1e7);
  }
  std::optional<double> maybe_number() { return random_.chance(0.5) ? std::optional(number()) : std::nullopt; }
  twin::WorkingPosition position() { return {number(), number(), number()}; }
  twin::Ring3 ring() {
    twin::Ring3 out;
    for (std::uint64_t i = random_.below(6); i > 0; --i) out.points.push_back(position());
    return out;
  }
  twin::PlanPolygon polygon() {
    twin::PlanPolygon out;
    for (std::uint64_t i = random_.below(9); i > 0; --i) out.outer.push_back({number(), number()});
    for (std::uint64_t i = random_.below(3); i > 0; --i) out.holes.push_back({{number(), number()}});
    return out;
  }

  twin::RandomStream random_;
};

}  // namespace test

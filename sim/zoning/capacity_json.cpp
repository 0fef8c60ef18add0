#include "sim/run/json_parts.hpp"
#include "sim/zoning/envelope_document.hpp"
#include "sim/zoning/zoning_capacity.hpp"

namespace sim {
namespace {

using twin::Json;

Json shares_to_json(const std::vector<UseShare>& shares) {
  Json out = Json::array();
  for (const auto& share : shares) {
    out.push_back({{"use", share.use}, {"allowed_k_m2", share.allowed_k_m2}, {"reachable_k_m2", or_null(share.reachable_k_m2)}});
  }
  return out;
}

/// Levels above the zero of the height reference; absent where no rule sets one.
Json levels_to_json(const ZoningCapacity& capacity) {
  const auto& rules = capacity.rules;
  Json out = {{"ground_n2000_m", capacity.ground_level_m}};
  const auto put = [&](const char* name, const std::optional<double>& level) {
    if (level) out[name] = *level;
  };
  const auto above_ground = [&](const std::optional<Bound>& bound) {
    return bound ? std::optional(bound->value + capacity.ground_level_m) : std::nullopt;
  };
  const auto plain = [](const std::optional<Bound>& bound) { return bound ? std::optional(bound->value) : std::nullopt; };
  put("lowest_floor_n2000_m", capacity.lowest_floor_m);
  put("eaves_n2000_m", above_ground(rules.eaves_m));
  put("highest_n2000_m", above_ground(rules.height_m));
  put("lowest_structure_n2000_m", plain(rules.lowest_structure_m));
  put("underground_n2000_m", plain(rules.underground_m));
  put("flood_safe_n2000_m", plain(rules.flood_safe_m));
  put("gravity_sewer_n2000_m", plain(rules.sewer_m));
  return out;
}

Json minimums_to_json(const std::vector<Minimum>& minimums) {
  Json out = Json::array();
  for (const auto& minimum : minimums) {
    out.push_back({{"rule", minimum.type}, {"value", minimum.value}, {"unit", minimum.unit},
                   {"reachable", or_null(minimum.reachable)}, {"met", minimum.reachable ? Json(minimum.met()) : Json()}});
  }
  return out;
}

Json contradictions_to_json(const std::vector<Contradiction>& contradictions) {
  Json out = Json::array();
  for (const auto& one : contradictions) out.push_back({{"rules", one.types}, {"sentence", one.sentence}});
  return out;
}

Json demands_to_json(const std::vector<Demand>& demands) {
  Json out = Json::array();
  for (const auto& demand : demands) {
    Json one = {{"rule", demand.type}, {"value", or_null(demand.value)}, {"unit", demand.unit}, {"sentence", demand.sentence}};
    if (!demand.edges.empty()) one["edges"] = demand.edges;
    if (!demand.place.empty()) {
      Json points = Json::array();
      for (const auto& p : demand.place) points.push_back(Json::array({p.east, p.north}));
      one["place"] = {{"type", points.size() == 1 ? "Point" : "LineString"},
                      {"coordinates", points.size() == 1 ? points.front() : points}};
    }
    out.push_back(std::move(one));
  }
  return out;
}

Json tables_to_json(const ZoningTables& tables) {
  Json out = Json::array();
  for (const auto* edition : tables.editions()) {
    out.push_back({{"table", edition->table}, {"name", edition->name}, {"valid_from", edition->valid_from}, {"source", edition->source}});
  }
  return out;
}

Json applied_to_json(const ZoningInput& input) {
  Json out = Json::array();
  for (std::size_t i = 0; i < input.unit.regulations.size(); ++i) {
    out.push_back({{"rule", input.unit.regulations[i].type}, {"from", i < input.applied.size() ? input.applied[i].from : "unit"}});
  }
  return out;
}

}  // namespace

Json table_rules_to_json(const ZoningTables& tables) {
  Json out = {{"wall_limit_m", tables.floor_area.wall_limit_m},
              {"cellar", static_cast<int>(tables.floor_area.cellar)},
              {"attic", static_cast<int>(tables.floor_area.attic)}};
  for (const auto* table : {&tables.parking, &tables.bicycles}) {
    Json& rows = out[table->edition.table] = Json::array({table->rounds_up});
    for (const auto& row : table->rows) rows.push_back({row.use, row.zone, or_null(row.k_m2_per_place), or_null(row.per_dwelling)});
  }
  for (const auto& row : tables.green_factor.rows) out["green_factor"].push_back({row.use_class, row.target, row.minimum, row.uses});
  for (const auto& row : tables.noise.rows)
    out["noise"].push_back({row.place, row.use, or_null(row.day_db), or_null(row.night_db), or_null(row.night_new_db)});
  return out;
}

Json to_json(const ZoningCapacity& capacity, const ZoningInput& input, bool with_envelope) {
  Json out = {{"plot_area_m2", capacity.plot_area_m2},
              {"buildable_area_m2", capacity.buildable_area_m2},
              {"footprint_max_m2", capacity.footprint_max_m2},
              {"floor_area_allowed_k_m2", or_null(capacity.floor_area_allowed_k_m2)},
              {"floor_area_reachable_k_m2", or_null(capacity.floor_area_reachable_k_m2)},
              {"floor_area_by_use", shares_to_json(capacity.floor_area_by_use)},
              {"binding_rule", or_null(capacity.binding_rule)},
              {"loss_k_m2", or_null(capacity.loss_k_m2)},
              {"storeys_needed", or_null(capacity.storeys_needed)},
              {"envelope_volume_m3", or_null(capacity.envelope_volume_m3)},
              {"dwellings", or_null(capacity.dwellings)},
              {"residents", or_null(capacity.residents)},
              {"parking_spaces", or_null(capacity.parking_spaces)},
              {"storeys_max", or_null(capacity.storeys_max)},
              {"storeys_below_max", or_null(capacity.storeys_below_max)},
              {"volume_allowed_m3", or_null(capacity.volume_allowed_m3)},
              {"cellar_max_k_m2", or_null(capacity.cellar_max_k_m2)},
              {"attic_max_k_m2", or_null(capacity.attic_max_k_m2)},
              {"extra_floor_area_k_m2", or_null(capacity.extra_floor_area_k_m2)},
              {"extra_volume_m3", or_null(capacity.extra_volume_m3)},
              {"building_sites_max", or_null(capacity.building_sites_max)},
              {"dwellings_max", or_null(capacity.dwellings_max)},
              {"bicycle_places", or_null(capacity.bicycle_places)},
              {"green_factor", {{"minimum", or_null(capacity.green_factor_min)},
                                {"target", or_null(capacity.green_factor_target)},
                                {"weighted_area_min_m2", capacity.green_factor_min ? Json(*capacity.green_factor_min * capacity.plot_area_m2) : Json()}}},
              {"levels", levels_to_json(capacity)},
              {"minimums", minimums_to_json(capacity.rules.minimums)},
              {"contradictions", contradictions_to_json(capacity.rules.contradictions)},
              {"demands", demands_to_json(capacity.rules.demands)},
              {"regulations_applied", applied_to_json(input)},
              {"tables", tables_to_json(input.tables ? *input.tables : shipped_zoning_tables())},
              {"warnings", capacity.warnings},
              {"lineage",
               {{"engine", "zoning-capacity"},
                {"version", kZoningCapacityVersion},
                {"inputs_hash", capacity.inputs_hash.hex()},
                {"seed", input.seed}}}};
  if (with_envelope) {
    out["envelope"] = capacity.envelope
                          ? envelope_document(*capacity.envelope, capacity.ground_level_m, input.crs)
                          : Json();
  }
  return out;
}

}  // namespace sim

#include "sim/zoning/envelope_document.hpp"
#include "sim/zoning/zoning_capacity.hpp"

namespace sim {
namespace {

using twin::Json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json shares_to_json(const std::vector<UseShare>& shares) {
  Json out = Json::array();
  for (const auto& share : shares) {
    out.push_back({{"use", share.use}, {"allowed_k_m2", share.allowed_k_m2}, {"reachable_k_m2", or_null(share.reachable_k_m2)}});
  }
  return out;
}

}  // namespace

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

#pragma once

#include "sim/sun/scene_inputs.hpp"
#include "sim/sun/sun_hours.hpp"

namespace sim {

/// Receivers and what they lie on.
struct ReceiverSet {
  std::vector<Receiver> receivers;
  std::vector<std::string> owners;      ///< ids of buildings, "obstacle 3"
  struct Place {
    std::int32_t owner = -1, storey = 0;  ///< of facades and roofs; storeys from 1, 0 of roofs
  };
  std::vector<Place> places;            ///< as long as `receivers` for facades and roofs, else empty
  std::vector<double> areas_m2;         ///< that each stands for; empty for points as sent
  std::vector<std::string> warnings;
  bool generated = false;               ///< laid out here, so the answer tells where

  twin::Box bounds() const;
};

/// Reads `receivers`, one of
///   {"points": [[e, n, z, nx, ny, nz], …]}  — the normal of any length; [e, n, z] faces up
///   {"ground": {"area": Polygon, "spacing_m": 2, "height_m": 0, "ground_n2000_m": 3}}
///   {"plan_unit": "id", "spacing_m": 2}
///   {"facades": {"buildings": ["id", …] | "area": Polygon | "obstacles": [0, …], "spacing_m": 3, "storey_height_m": 3}}
///   {"roofs": {"buildings" | "area" | "obstacles", "spacing_m": 2}}
/// Grids hang on the frame, so that two runs over the same ground share their points.
/// Errors: as `read_scene`; `reference-missing` (plan unit, building).
twin::Result<ReceiverSet> read_receivers(const twin::Json& inputs, const SceneInputs& scene, const RunContext& context);

twin::Json receivers_schema();
/// Where laid-out receivers are: [{"at": [e, n, z, nx, ny, nz], "owner", "storey"}, …]; null for points as sent.
twin::Json receivers_json(const ReceiverSet& set);
twin::Json receivers_output_schema();

}  // namespace sim

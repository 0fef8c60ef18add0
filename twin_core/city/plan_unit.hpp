#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/position.hpp"

namespace twin {

/// One regulation of a plan, by its national code (kaavamääräyslaji) or a generic type
/// ("setback", "sky-plane"). What a type needs is checked by `sim/zoning`.
struct Regulation {
  std::string type;                  ///< e.g. "tehokkuusluku"
  std::optional<double> value;
  std::optional<double> value_max;   ///< upper end where the plan gives a range (II-IV)
  std::string unit;                  ///< "%", "m", "k-m2", empty for plain numbers
  std::string text;                  ///< text regulations, additional information
  std::optional<double> angle_deg;   ///< sky-plane: above the horizon
  std::optional<double> start_height_m;  ///< sky-plane: above ground at the edge
  std::vector<std::uint32_t> edges;  ///< sky-plane: edge numbers of the outer ring as sent; empty = all
  bool operator==(const Regulation&) const = default;
};

/// Figures that turn floor area into people and places; editable per plan unit.
struct CapacityAssumptions {
  double storey_height_m = 3.0;
  double net_ratio = 0.8;
  double m2_per_resident = 40;
  double k_m2_per_dwelling = 75;
  double k_m2_per_parking_space = 135;
  bool operator==(const CapacityAssumptions&) const = default;
};

/// A planned area with its regulations (kaavakohde).
struct PlanUnit {
  std::string id;
  std::string name_fi, name_sv, name_en;
  std::string symbol;                  ///< notation on the map, free text: "AK", "Y"
  std::vector<std::string> use_codes;  ///< national use codes, e.g. "asuinkerrostaloalue"
  PlanPolygon boundary;                ///< working frame
  double ground_level_m = 0;           ///< frame height
  std::vector<Regulation> regulations;
  CapacityAssumptions assumptions;
  std::string source;                  ///< plan file, or who drew it
  bool operator==(const PlanUnit&) const = default;
};

}  // namespace twin

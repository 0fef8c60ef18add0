#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/position.hpp"
#include "twin_core/base/shared_text.hpp"

namespace twin {

/// Days (ISO 8601, "2025-05-01") between which something holds in the real world: from the first on, no longer
/// on the second. "" = open or not known.
struct DaySpan {
  std::string from, to;
  bool operator==(const DaySpan&) const = default;
};

/// Additional information of a regulation (lisätieto): the use it is meant for, the share it gives to a use,
/// whether it is a main use. Which of the members are set depends on the type.
struct RegulationInformation {
  std::string type;                  ///< national code, e.g. "kayttotarkoituskohdistus"
  std::string code;                  ///< a code as value, e.g. the use "asumisenAlue"
  std::optional<double> value;
  std::optional<double> value_max;   ///< upper end of a range
  std::string unit;                  ///< "k-m2", "%"
  std::string text;
  bool operator==(const RegulationInformation&) const = default;
};

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
  std::string code;                  ///< where the value is a code of a national list
  std::vector<RegulationInformation> information;
  std::string group;                 ///< key of the regulation group that it came with
  SharedText life_cycle;             ///< national code (kaavaelinkaari); "" = as the unit's
  DaySpan valid;
  PlanRing place;                    ///< a point or line of the plan that it holds at, working frame; empty = all of the unit
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

/// The plan that a unit belongs to.
struct PlanReference {
  SharedText key;         ///< the plan's key in the producer's system
  SharedText identifier;  ///< permanent identifier of the plan matter: "AK-000012"
  SharedText name;
  SharedText kind;        ///< national code (kaavalaji): "31" is a local detailed plan
  SharedText approved;    ///< day of approval
  SharedText planner;
  bool operator==(const PlanReference&) const = default;
};

/// A planned area with its regulations (kaavakohde), or a plot of a binding plot division.
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
  PlanReference plan;
  SharedText kind;                     ///< "plot"; "" = plan object
  SharedText life_cycle;               ///< national code (kaavaelinkaari), see `life_cycle.hpp`; "" = not known
  DaySpan valid;
  SharedText underground;              ///< national code (maanalaisuuden laji): "01" below ground, "02" above
  std::optional<double> vertical_low_m, vertical_high_m;  ///< vertical limit, frame height
  std::string description;
  std::vector<std::string> related;    ///< ids of plan objects that this one belongs to
  std::vector<std::string> property_ids;  ///< of the properties that a plot is formed of
  SharedText repealed_by;              ///< the later plan that ended this unit, or took a part of it
  bool operator==(const PlanUnit&) const = default;
};

}  // namespace twin

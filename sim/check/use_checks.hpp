#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/check/plan_check.hpp"

namespace sim {

/// What buildings are used for against what a unit is meant for, by the table `building_uses`. A building counts by its main use.
class UseChecker {
 public:
  /// Both must outlive it.
  UseChecker(const ZoningInput& input, const std::vector<CheckedBuilding>& buildings);

  /// The building's use against the uses of the unit; nothing where the unit names none. The rule is the use that it is of,
  /// else all of them.
  std::optional<Check> of_building(const CheckedBuilding& building) const;

  /// Floor area of each use that has a share; uses of the unit that no building is of.
  std::vector<Check> of_unit(const std::vector<UseShare>& shares) const;

  struct FloorArea {
    double k_m2 = 0;
    double unsure_k_m2 = 0;  ///< of buildings whose use is not known, or which serve others
    int unmeasured = 0;      ///< buildings that may be of the use and whose floor area is not known
  };
  /// Of the buildings of a use, or of several, joined by " + ".
  FloorArea floor_area_of(std::string_view uses) const;

 private:
  const BuildingUseRow* row_of(const BuildingFacts& facts) const;

  const BuildingUseTable& table_;
  const std::vector<CheckedBuilding>& buildings_;
  std::vector<std::string> uses_;  ///< of the unit, those that the table knows
};

}  // namespace sim

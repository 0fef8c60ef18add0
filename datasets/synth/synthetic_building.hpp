#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/synth/massing.hpp"

namespace datasets {

/// One building before it is written. More than one mass: BuildingParts, each a solid of its own.
struct SyntheticBuilding {
  std::vector<Mass> masses;
  std::vector<std::string_view> roof_types;  ///< one per mass; AdV codes as the city's own tiles use
  std::string_view use_code;                 ///< Statistics Finland classification 1994
  int storeys = 1;
  int first_year = 1905, last_year = 2024;  ///< between which it may have been completed
  double footprint_m2 = 0;
  double floor_area_m2 = 0;
  std::string street;
};

namespace roof_type {
inline constexpr std::string_view kFlat = "1000", kShed = "2100", kGabled = "3100", kHipped = "3200",
                                  kHalfHipped = "3300", kMansard = "3400", kPyramid = "3500";
}  // namespace roof_type

}  // namespace datasets

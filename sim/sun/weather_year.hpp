#pragma once

#include <string_view>
#include <vector>

#include "sim/sun/clear_sky.hpp"
#include "twin_core/base/instant.hpp"
#include "twin_core/base/result.hpp"

namespace sim {

/// A year of hourly sunshine from an EnergyPlus weather file: beam and diffuse of each hour of local standard time.
class WeatherYear {
 public:
  /// Errors, with line and column of the file: `input-invalid` (no LOCATION, too few fields, not 8,760 or 8,784 hours),
  /// `value-not-a-number`, `value-out-of-range`.
  /// @source EnergyPlus "Auxiliary Programs", EPW data dictionary: fields 14 to 16 are global, direct normal and diffuse
  ///         radiation, Wh/m2 in the hour that ends at the hour told; 9999 means missing and counts as 0.
  static twin::Result<WeatherYear> parse(std::string_view text);

  /// Of the same hour of the file's year; 29 February is 28 February where it has none.
  Irradiance at(twin::Instant instant) const;
  std::size_t missing() const { return missing_; }

 private:
  struct Hour {
    double beam_normal = 0, diffuse_level = 0, global_level = 0;
  };
  std::vector<Hour> hours_;  ///< 12 x 31 x 24
  std::chrono::minutes offset_{0};
  std::size_t missing_ = 0;
};

}  // namespace sim

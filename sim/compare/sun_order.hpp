#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/json.hpp"

namespace sim {

/// What a comparison asks of sun and sky.
struct SunOrder {
  std::vector<std::string> dates{"2026-03-21"};  ///< reference days, each from midnight to midnight of the zone that the place's longitude has
  std::chrono::microseconds step = std::chrono::minutes(10);
  /// What stands on plan units that no building stands on: a kind of `massing`, "envelope" or "nothing".
  std::string built = "slab";
  double yard_h = 2;      ///< sun that a yard wants on each date @source BRE 209: 2 h on 21 March on half of a garden
  double facade_h = 1.5;  ///< sun that a facade wants on each date @source EN 17037: 1.5 h on a day from 1 February to 21 March
  double yard_spacing_m = 2, facade_spacing_m = 3, storey_height_m = 3;
  double neighbours_m = 60;  ///< facades count up to this far from the plan units
  double reach_m = 2'000;    ///< obstacles count up to this far
  std::size_t sky_rays = 512;
  double latitude_deg = 0, longitude_deg = 0;  ///< of a local frame
  bool placed = false;                         ///< those two were sent
  bool solar = true;
  std::string weather;                 ///< text of an EPW file; "": a clear sky
  double efficiency = 0.2, performance = 0.75;
  double suitable_kwh_m2 = 600;        ///< surfaces with less in the year carry no modules

  /// Reads `sun`: true, or an object of these figures. Errors, with JSON pointers: `input-invalid`, `member-unknown`, `value-out-of-range`,
  /// `time-invalid`, `unit-unknown`, `code-unknown` (what stands on empty units).
  static twin::Result<SunOrder> read(const twin::Json& json);
  twin::Json to_json() const;  ///< as read, all told; the weather by its hash
};

twin::Json sun_order_schema();

/// Names of the inputs of key figures that an order of sun gives.
inline constexpr std::string_view kSunInputs[] = {"yard_area", "yard_area_sunny", "lost_sun", "facade_area", "facade_area_sunny", "facade_area_daylight", "facade_area_dim", "solar_yield"};

}  // namespace sim

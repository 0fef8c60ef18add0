#pragma once

#include "sim/run/process.hpp"
#include "sim/sun/scene_inputs.hpp"
#include "sim/sun/sun_field.hpp"

namespace sim {

/// When, under which air, and where on the globe.
struct SunInputs {
  std::vector<SunPeriod> periods;
  std::chrono::microseconds step{0};
  Air air;
  std::optional<double> latitude_deg, longitude_deg;  ///< of a local frame
  SunMethod method = SunMethod::kRays;

  /// Errors: those of `SunFrame::of_crs`; `input-invalid` where a local frame has no place.
  twin::Result<SunSky> sky(const std::string& crs) const;
};

/// Members `from` and `to`, or `periods`; `step`, `method`, `pressure_hpa`, `temperature_c`, `lat_deg`, `lon_deg`.
/// Errors, with JSON pointers: `input-invalid`, `member-unknown`, `time-invalid`, `unit-unknown`, `value-out-of-range`.
twin::Result<SunInputs> read_sun(const twin::Json& inputs, const std::string& crs);

std::vector<std::string_view> sun_members();
void add_sun_schema(twin::Json& properties);

inline double hours(std::chrono::microseconds length) { return static_cast<double>(length.count()) / 3.6e9; }

}  // namespace sim

#include "sim/sun/sun_frame.hpp"

#include <cmath>
#include <limits>

#include "twin_core/base/units.hpp"

namespace sim {

twin::Result<SunFrame> SunFrame::of_crs(const std::string& name) {
  SunFrame out;
  TWIN_TRY(geo::Crs crs, geo::find_crs(name));
  twin::Manifest manifest;
  manifest.crs = crs.name();
  TWIN_TRY(out.globe_, geo::SceneFrame::make(manifest));
  out.crs_ = std::move(crs);
  return out;
}

SunFrame SunFrame::local(double latitude_deg, double longitude_deg) {
  SunFrame out;
  out.place_ = {latitude_deg, longitude_deg, 0};
  return out;
}

SunPlace SunFrame::at(const twin::PlanPosition& position) const {
  if (!globe_) return place_;
  constexpr double kStep_deg = 1e-3;  // 111 m along the meridian
  SunPlace out{std::numeric_limits<double>::quiet_NaN(), 0, 0};
  const twin::WorkingPosition here{position.east, position.north, 0};
  const auto on_globe = globe_->to_geographic(here);
  if (!on_globe) return out;
  const auto north = globe_->from_geographic(on_globe->longitude_deg, on_globe->latitude_deg + kStep_deg);
  if (!north) return out;
  const double turn_deg = std::atan2(north->east - here.east, north->north - here.north) * 180 / twin::kPi;
  return {on_globe->latitude_deg, on_globe->longitude_deg, -turn_deg};
}

bool SunFrame::contains(const twin::PlanPosition& position) const {
  return !crs_ || crs_->contains(position.east, position.north);
}

std::string SunFrame::name() const { return crs_ ? crs_->name() : "local"; }

}  // namespace sim

#include "geo/solid/check_envelope.hpp"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "geo/solid/creases.hpp"

namespace geo {
namespace {

twin::Problem failed(std::string why) {
  return {"envelope-failed", "The envelope of this unit could not be computed.", "envelope", std::move(why),
          "Simplify the boundary, the roof, the tiers or the sky planes."};
}

/// One sixth of the triple products of a fan over every face, about the envelope's own origin.
double volume_of(const EnvelopeSolid& solid, const twin::PlanPosition& origin) {
  double six = 0;
  const auto at = [&](std::uint32_t i) {
    const auto& p = solid.vertices[i];
    return Eigen::Vector3d(p.east - origin.east, p.north - origin.north, p.up);
  };
  for (const auto& face : solid.faces) {
    for (const auto& ring : face.rings) {
      for (std::size_t i = 1; i + 1 < ring.size(); ++i)
        six += at(ring[0]).dot(at(ring[i]).cross(at(ring[i + 1])));
    }
  }
  return six / 6;
}

bool is_closed(const EnvelopeSolid& solid) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> there, back;
  for (const auto& face : solid.faces) {
    for (const auto& ring : face.rings) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto a = ring[i], b = ring[(i + 1) % ring.size()];
        there.emplace_back(a, b);
        back.emplace_back(b, a);
      }
    }
  }
  std::sort(there.begin(), there.end());
  std::sort(back.begin(), back.end());
  return there == back;
}

/// Between the heights of neighbouring corners a section is a quadratic in the height, which two Gauss points integrate exactly.
double volume_by_sections(const Envelope& envelope) {
  std::vector<double> heights{0};
  for (const auto& solid : envelope.solids) {
    for (const auto& p : solid.vertices) heights.push_back(p.up);
  }
  std::sort(heights.begin(), heights.end());
  double volume = 0;
  for (std::size_t i = 0; i + 1 < heights.size(); ++i) {
    const double half = (heights[i + 1] - heights[i]) / 2, middle = heights[i] + half, aside = half / std::sqrt(3.0);
    if (half <= kWeld) continue;  // told apart by rounding only
    volume += half * (envelope.section_area(middle - aside) + envelope.section_area(middle + aside));
  }
  return volume;
}

}  // namespace

twin::Result<double> checked_volume(const Envelope& envelope) {
  double volume = 0;
  for (const auto& solid : envelope.solids) {
    if (!is_closed(solid)) return failed("a solid is not closed");
    const double own = volume_of(solid, envelope.origin);
    if (!(own > 0)) return failed(fmt::format("a solid of {:.6g} m3", own));
    volume += own;
  }
  if (envelope.zones.empty()) return volume;
  double area = 0;
  for (const auto& polygon : envelope.base) area += area_of(polygon);
  const double sections = volume_by_sections(envelope);
  if (std::abs(volume - sections) > 1e-6 * sections + 10 * kWeld * area)
    return failed(fmt::format("solids of {:.6g} m3, sections of {:.6g} m3", volume, sections));
  return volume;
}

}  // namespace geo

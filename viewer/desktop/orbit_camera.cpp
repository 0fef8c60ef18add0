#include "viewer/desktop/orbit_camera.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace viewer {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180.0;
const double kHalfHeight = std::tan(OrbitCamera::kFieldOfView / 2 * kRadians);
constexpr double kLowest = 4, kHighest = 89;
constexpr double kNearest = 5, kFarthest = 60'000;

}  // namespace

Vector OrbitCamera::forward() const {
  const double heading = heading_deg * kRadians, pitch = pitch_deg * kRadians;
  return {std::sin(heading) * std::cos(pitch), std::cos(heading) * std::cos(pitch), -std::sin(pitch)};
}

Vector OrbitCamera::right() const {
  return {std::cos(heading_deg * kRadians), -std::sin(heading_deg * kRadians), 0};
}

double OrbitCamera::metres_per_pixel(int height_px) const {
  return 2 * kHalfHeight * distance / std::max(1, height_px);
}

void OrbitCamera::rotate(double heading_change_deg, double pitch_change_deg) {
  heading_deg = std::fmod(heading_deg + heading_change_deg + 720, 360);
  pitch_deg = std::clamp(pitch_deg + pitch_change_deg, kLowest, kHighest);
}

void OrbitCamera::pan(double right_px, double up_px, int height_px) {
  const double metres = metres_per_pixel(height_px);
  const Vector north{std::sin(heading_deg * kRadians), std::cos(heading_deg * kRadians), 0};
  // What is far from looking straight down is foreshortened by sin(pitch); near the horizon that is bounded.
  const double along = metres / std::fmax(0.3, std::sin(pitch_deg * kRadians));
  target = target - right() * (right_px * metres) - north * (up_px * along);
}

void OrbitCamera::zoom(double factor) { distance = std::clamp(distance * factor, kNearest, kFarthest); }

void OrbitCamera::frame(const Extent& extent, double aspect) {
  if (extent.empty()) return;
  target = extent.centre();
  const Vector ahead = forward(), side = right(), above = up();
  double needed = kNearest;
  for (int corner = 0; corner < 8; ++corner) {
    const Vector p{(corner & 1) != 0 ? extent.high.x : extent.low.x, (corner & 2) != 0 ? extent.high.y : extent.low.y,
                   (corner & 4) != 0 ? extent.high.z : extent.low.z};
    const Vector offset = p - target;
    const double depth = dot(offset, ahead);
    needed = std::max({needed, std::abs(dot(offset, side)) / (kHalfHeight * aspect) - depth,
                       std::abs(dot(offset, above)) / kHalfHeight - depth});
  }
  distance = std::clamp(needed * 1.04, kNearest, kFarthest);
}

Ray OrbitCamera::ray_through(double x, double y, double aspect) const {
  return {eye(), normalised(forward() + right() * (x * kHalfHeight * aspect) + up() * (y * kHalfHeight))};
}

Outcome<OrbitCamera> OrbitCamera::parse(const std::string& text) {
  const auto refuse = [&](const std::string& why) {
    return Outcome<OrbitCamera>::failed("--camera \"" + text + "\": " + why +
                                        "; write east,north,up,heading_deg,pitch_deg,distance");
  };
  std::array<double, 6> numbers{};
  const char* at = text.c_str();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    char* end = nullptr;
    numbers[i] = std::strtod(at, &end);
    if (end == at || !std::isfinite(numbers[i])) return refuse("number " + std::to_string(i + 1) + " of 6 is missing");
    const bool last = i + 1 == numbers.size();
    if (*end != (last ? '\0' : ',')) return refuse("six numbers with commas are expected");
    at = end + 1;
  }
  OrbitCamera camera;
  camera.target = {numbers[0], numbers[1], numbers[2]};
  camera.heading_deg = std::fmod(std::fmod(numbers[3], 360) + 360, 360);
  camera.pitch_deg = numbers[4];
  camera.distance = numbers[5];
  if (camera.pitch_deg < kLowest || camera.pitch_deg > kHighest) return refuse("the pitch must lie in 4 to 89 degrees");
  if (camera.distance < kNearest || camera.distance > kFarthest) return refuse("the distance must lie in 5 to 60000 m");
  return {camera, {}};
}

}  // namespace viewer

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "geo/tiles/triangulate.hpp"
#include "geo/validate/polygon_check.hpp"
#include "geo/validate/repair_steps.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

/// A ring of less area than this, in m2 per metre of its length, encloses nothing (as in the check).
constexpr double kThinnest = 1e-7;
constexpr std::uint32_t kGone = std::numeric_limits<std::uint32_t>::max();

double distance(const twin::WorkingPosition& a, const twin::WorkingPosition& b) {
  return (a - b).vector().norm();
}

std::string place_of(const twin::Polygon3& polygon, std::size_t number, std::size_t ring) {
  const std::string name = polygon.id.empty() ? "" : " (" + twin::excerpt(polygon.id) + ")";
  return fmt::format("polygon {}{}, ring {}", number + 1, name, ring + 1);
}

std::size_t leave_out_repeated(twin::Ring3& ring, double snap) {
  std::vector<twin::WorkingPosition> kept;
  for (const auto& point : ring.points) {
    if (kept.empty() || !(distance(kept.back(), point) <= snap)) kept.push_back(point);
  }
  while (kept.size() > 1 && distance(kept.back(), kept.front()) <= snap) kept.pop_back();
  const std::size_t left_out = ring.points.size() - kept.size();
  ring.points = std::move(kept);
  return left_out;
}

bool encloses_nothing(const twin::Ring3& ring) {
  if (ring.points.size() < 3) return true;
  double length = 0;
  for (std::size_t i = 0; i < ring.points.size(); ++i)
    length += distance(ring.points[i], ring.points[(i + 1) % ring.points.size()]);
  return area_vector(ring).norm() <= kThinnest * length;
}

/// Takes the polygons out that are marked, in every face as well.
void remove_polygons(twin::ShapePart& part, const std::vector<bool>& gone) {
  std::vector<std::uint32_t> number(part.polygons.size(), kGone);
  std::uint32_t next = 0;
  for (std::size_t p = 0; p < part.polygons.size(); ++p) {
    if (gone[p]) continue;
    if (next != p) part.polygons[next] = std::move(part.polygons[p]);
    number[p] = next++;
  }
  part.polygons.resize(next);
  for (auto& solid : part.solids) {
    for (auto& shell : solid.shells) {
      std::erase_if(shell, [&](const twin::ShellFace& face) {
        return face.polygon >= number.size() || number[face.polygon] == kGone;
      });
      for (auto& face : shell) face.polygon = number[face.polygon];
    }
  }
}

}  // namespace

void repair_rings(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes) {
  std::vector<bool> gone(part.polygons.size(), false);
  for (std::size_t p = 0; p < part.polygons.size(); ++p) {
    auto& polygon = part.polygons[p];
    std::vector<twin::Ring3> inner;
    for (std::size_t r = 0; r <= polygon.interiors.size(); ++r) {
      auto& ring = r == 0 ? polygon.exterior : polygon.interiors[r - 1];
      const std::size_t positions = ring.points.size();
      const auto before = ring;
      const std::size_t repeated = leave_out_repeated(ring, tolerances.snap_m);
      const auto place = [&] { return place_of(polygon, p, r); };
      if (encloses_nothing(ring)) {
        const std::string at = before.points.empty() ? "" : " at " + coordinates_of(before.points[0]);
        notes.push_back({ring.points.size() < 3 ? "101" : "104", place() + at,
                         fmt::format("{} positions without area", positions),
                         r == 0 ? "the polygon was left out" : "the ring was left out"});
        if (r == 0) {
          gone[p] = true;
          break;
        }
        continue;
      }
      if (repeated > 0) {
        notes.push_back({"102", place(), fmt::format("{} of {} positions repeated", repeated, positions),
                         fmt::format("{} positions were kept", ring.points.size())});
      }
      if (r == 0) continue;
      if (area_vector(ring).dot(area_vector(polygon.exterior)) > 0) {
        std::reverse(ring.points.begin(), ring.points.end());
        notes.push_back({"208", place(), "turned as the outer ring", "the inner ring was turned"});
      }
      inner.push_back(std::move(ring));
    }
    if (!gone[p]) polygon.interiors = std::move(inner);
  }
  if (std::find(gone.begin(), gone.end(), true) != gone.end()) remove_polygons(part, gone);
}

}  // namespace geo

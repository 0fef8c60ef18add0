#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "geo/solid/envelope.hpp"
#include "geo/solid/overlay.hpp"
#include "sim/massing/massing.hpp"
#include "twin_core/base/random_stream.hpp"

namespace sim {
namespace {

struct Interval {
  double from, to;
};

/// A plan turned so that lines of buildings run along x.
class TurnedArea {
 public:
  TurnedArea(const twin::PlanPolygon& polygon, double degrees) : origin_(polygon.outer.front()) {
    const double angle = degrees * std::numbers::pi / 180;
    along_ = {std::sin(angle), std::cos(angle)};
    add(polygon.outer);
    for (const auto& hole : polygon.holes) add(hole);
    for (const auto& [s, t] : vertices_) least_ = std::min(least_, t), most_ = std::max(most_, t);
  }

  double least() const { return least_; }
  double most() const { return most_; }

  twin::PlanPosition at(double s, double t) const {
    return {origin_.east + along_[0] * s - along_[1] * t, origin_.north + along_[1] * s + along_[0] * t};
  }

  /// Where the whole depth between two lines lies within.
  std::vector<Interval> through(double low, double high) const {
    constexpr double kInside = 1e-6;
    std::vector<double> stations{low + kInside, high - kInside};
    for (const auto& [s, t] : vertices_) {
      if (t > low + kInside && t < high - kInside) stations.insert(stations.end(), {t - kInside, t + kInside});
    }
    std::vector<Interval> out = inside(stations.front());
    for (std::size_t i = 1; i < stations.size() && !out.empty(); ++i) out = common(out, inside(stations[i]));
    return out;
  }

 private:
  void add(const twin::PlanRing& ring) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto a = turned(ring[i]), b = turned(ring[(i + 1) % ring.size()]);
      vertices_.push_back(a);
      edges_.push_back({a, b});
    }
  }
  std::pair<double, double> turned(const twin::PlanPosition& p) const {
    const double east = p.east - origin_.east, north = p.north - origin_.north;
    return {east * along_[0] + north * along_[1], -east * along_[1] + north * along_[0]};
  }

  std::vector<Interval> inside(double t) const {
    std::vector<double> crossings;
    for (const auto& [a, b] : edges_) {
      if ((a.second > t) == (b.second > t)) continue;
      crossings.push_back(a.first + (b.first - a.first) * (t - a.second) / (b.second - a.second));
    }
    std::sort(crossings.begin(), crossings.end());
    std::vector<Interval> out;
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) out.push_back({crossings[i], crossings[i + 1]});
    return out;
  }

  static std::vector<Interval> common(const std::vector<Interval>& a, const std::vector<Interval>& b) {
    std::vector<Interval> out;
    for (const auto& x : a) {
      for (const auto& y : b) {
        if (std::max(x.from, y.from) < std::min(x.to, y.to)) out.push_back({std::max(x.from, y.from), std::min(x.to, y.to)});
      }
    }
    return out;
  }

  twin::PlanPosition origin_;
  std::array<double, 2> along_{};
  std::vector<std::pair<double, double>> vertices_;
  std::vector<std::pair<std::pair<double, double>, std::pair<double, double>>> edges_;
  double least_ = 1e300, most_ = -1e300;
};

MassingBlock rectangular_block(const TurnedArea& area, const Interval& s, const Interval& t) {
  MassingBlock out;
  const twin::PlanPolygon rectangle{{area.at(s.from, t.from), area.at(s.to, t.from), area.at(s.to, t.to), area.at(s.from, t.to)}, {}};
  out.outline.push_back(rectangle);
  out.frame_length_m = s.to - s.from;
  out.axis = {area.at(s.from, (t.from + t.to) / 2), area.at(s.to, (t.from + t.to) / 2)};
  return out;
}

/// Buildings in a stretch: as many as are needed below the greatest length, or as fit when each has one length. Where so
/// many would fall short of the least length, as many as have it; what they leave widens the gaps.
void add_stretch(const TurnedArea& area, const Interval& s, const Interval& t, const MassingKind& kind, std::vector<MassingBlock>& out) {
  const double length = s.to - s.from, gap = kind.gap_along_m;
  const double most = kind.fixed_length ? t.to - t.from : kind.length_max_m;
  double count = kind.fixed_length ? std::floor((length + gap) / (most + gap) + 1e-9) : std::ceil((length + gap) / (most + gap) - 1e-9);
  if (!kind.fixed_length && length - (count - 1) * gap < count * kind.length_min_m - 1e-9)
    count = std::floor((length + gap) / (kind.length_min_m + gap) + 1e-9);
  if (count < 1) return;
  double each = kind.fixed_length ? most : std::min(most, (length - (count - 1) * gap) / count);
  if (kind.unit_width_m > 0) each = std::floor(each / kind.unit_width_m + 1e-9) * kind.unit_width_m;
  if (each < kind.length_min_m - 1e-9) return;
  const double pitch = count > 1 ? (length - each) / (count - 1) : 0;
  for (int i = 0; i < static_cast<int>(count); ++i) {
    const double from = s.from + pitch * i;
    out.push_back(rectangular_block(area, {from, from + each}, t));
  }
}

double area_of(const std::vector<MassingBlock>& blocks) {
  double sum = 0;
  for (const auto& one : blocks) sum += geo::area_of(one.outline);
  return sum;
}

std::vector<MassingBlock> layout(const std::vector<twin::PlanPolygon>& pieces, const MassingKind& kind, double degrees, double phase) {
  std::vector<MassingBlock> out;
  for (const auto& piece : pieces) {
    const TurnedArea area(piece, degrees);
    const double width = area.most() - area.least();
    // One line in what is too narrow for the full depth.
    const double depth = std::min(kind.depth_m, std::max(kind.depth_min_m, width));
    if (width < kind.depth_min_m - 1e-9) continue;
    const double pitch = depth + kind.gap_across_m;
    const int lines = 1 + static_cast<int>(std::floor((width - depth) / pitch + 1e-9));
    const double spare = width - depth - (lines - 1) * pitch;
    for (int line = 0; line < lines; ++line) {
      const double low = area.least() + spare * phase + line * pitch;
      for (const auto& stretch : area.through(low, low + depth)) add_stretch(area, stretch, {low, low + depth}, kind, out);
    }
  }
  return out;
}

/// Directions of the area's edges, longest first, each once within a degree.
std::vector<double> directions_of(const std::vector<twin::PlanPolygon>& pieces) {
  std::vector<std::pair<double, double>> edges;
  for (const auto& piece : pieces) {
    for (std::size_t i = 0; i < piece.outer.size(); ++i) {
      const auto &a = piece.outer[i], &b = piece.outer[(i + 1) % piece.outer.size()];
      const double east = b.east - a.east, north = b.north - a.north;
      double degrees = std::atan2(east, north) * 180 / std::numbers::pi;
      degrees = std::fmod(degrees + 360, 180);
      edges.emplace_back(std::hypot(east, north), degrees);
    }
  }
  std::stable_sort(edges.begin(), edges.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<double> out;
  for (const auto& [length, degrees] : edges) {
    for (const double candidate : {degrees, std::fmod(degrees + 90, 180)}) {
      const bool known = std::any_of(out.begin(), out.end(), [&](double other) {
        const double apart = std::abs(candidate - other);
        return std::min(apart, 180 - apart) < 1;
      });
      if (!known && out.size() < 8) out.push_back(candidate);
    }
  }
  return out;
}

}  // namespace

twin::Result<std::vector<MassingBlock>> lines_of_buildings(const std::vector<twin::PlanPolygon>& area, const MassingKind& kind,
                                                           std::optional<double> direction_deg, double footprint_m2, std::uint64_t seed) {
  std::vector<MassingBlock> best;
  if (area.empty()) return best;
  twin::RandomStream random(seed, "massing", kind.name);
  const auto directions = direction_deg ? std::vector{*direction_deg} : directions_of(area);
  std::vector<double> phases{0, 0.5, 1, random.uniform(), random.uniform()};
  // Which of equally good layouts comes first is the seed's.
  const auto first = static_cast<std::ptrdiff_t>(random.below(directions.size()));
  auto order = directions;
  std::rotate(order.begin(), order.begin() + first, order.end());
  double most = 0;
  for (const double degrees : order) {
    for (const double phase : phases) {
      auto blocks = layout(area, kind, degrees, phase);
      const double useful = std::min(footprint_m2, area_of(blocks));
      if (useful <= most * (1 + 1e-9)) continue;
      most = useful;
      best = std::move(blocks);
    }
  }
  return best;
}

twin::Result<std::vector<MassingBlock>> perimeter_blocks(const std::vector<twin::PlanPolygon>& area, const MassingKind& kind) {
  // Courtyard at a frame depth: nothing where it is too narrow; an empty list where the frame fills the piece.
  const auto courtyard = [&](const twin::PlanPolygon& piece, double depth) -> twin::Result<std::optional<std::vector<twin::PlanPolygon>>> {
    TWIN_TRY(auto inner, geo::set_back(piece, depth));
    for (const auto& one : inner) {
      TWIN_TRY(const auto middle, geo::set_back(one, kind.courtyard_min_m / 2));
      if (middle.empty()) return std::optional<std::vector<twin::PlanPolygon>>();
    }
    return std::optional(std::move(inner));
  };
  std::vector<MassingBlock> out;
  for (const auto& piece : area) {
    double depth = kind.depth_m;
    TWIN_TRY(auto inner, courtyard(piece, depth));
    if (!inner) {
      double low = kind.depth_min_m, high = depth;
      TWIN_TRY(inner, courtyard(piece, low));
      if (!inner) continue;
      depth = low;
      for (int i = 0; i < 20; ++i) {
        const double middle = (low + high) / 2;
        TWIN_TRY(auto found, courtyard(piece, middle));
        (found ? low : high) = middle;
        if (found) inner = std::move(found), depth = middle;
      }
    }
    MassingBlock block;
    TWIN_TRY(block.outline, inner->empty() ? twin::Result<std::vector<twin::PlanPolygon>>(std::vector{piece})
                                           : geo::difference_of(std::vector{piece}, *inner));
    TWIN_TRY(const auto middle, geo::set_back(piece, depth / 2));
    for (const auto& ring : middle) {
      block.axis.insert(block.axis.end(), ring.outer.begin(), ring.outer.end());
      block.axis.push_back(ring.outer.front());
    }
    if (block.axis.empty()) block.axis = piece.outer;
    for (std::size_t i = 0; i + 1 < block.axis.size(); ++i)
      block.frame_length_m += std::hypot(block.axis[i + 1].east - block.axis[i].east, block.axis[i + 1].north - block.axis[i].north);
    out.push_back(std::move(block));
  }
  return out;
}

}  // namespace sim

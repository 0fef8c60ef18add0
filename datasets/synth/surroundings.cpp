#include "datasets/synth/surroundings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "datasets/synth/draw.hpp"

namespace datasets {
namespace {

constexpr double kStretchM = 26;      ///< between the cross-sections of a street
constexpr double kOverlapM = 0.4;     ///< of a street below the plots beside it: no slivers between them
constexpr std::size_t kLongest = 12;  ///< level stretches in one polygon

struct Section {
  Spot left, right;
  std::int64_t up = 0;
};

Vertex vertex(const Site& site, Spot spot, std::int64_t up) {
  const Corner corner = site.corner(spot);
  return {corner.east, corner.north, up};
}

/// Stretches between cross-sections: level ones together, sloping ones as two triangles each.
void add_stretches(const Site& site, const std::vector<Section>& sections, std::vector<std::vector<Vertex>>& out) {
  for (std::size_t from = 0; from + 1 < sections.size();) {
    std::size_t to = from + 1;
    if (sections[to].up != sections[from].up) {
      const Section &a = sections[from], &b = sections[to];
      const Vertex a_left = vertex(site, a.left, a.up), a_right = vertex(site, a.right, a.up);
      const Vertex b_left = vertex(site, b.left, b.up), b_right = vertex(site, b.right, b.up);
      out.push_back({a_left, a_right, b_right});
      out.push_back({a_left, b_right, b_left});
      from = to;
      continue;
    }
    while (to + 1 < sections.size() && sections[to + 1].up == sections[from].up && to - from < kLongest) ++to;
    std::vector<Vertex> ring;
    for (std::size_t i = from; i <= to; ++i) ring.push_back(vertex(site, sections[i].right, sections[i].up));
    for (std::size_t i = to + 1; i-- > from;) ring.push_back(vertex(site, sections[i].left, sections[i].up));
    out.push_back(std::move(ring));
    from = to;
  }
}

/// Cross-sections of a line of spots that runs on land.
std::vector<Section> sections_of(const Site& site, const std::vector<Spot>& line, double half_width) {
  std::vector<Section> out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Spot before = line[i == 0 ? 0 : i - 1], after = line[std::min(i + 1, line.size() - 1)];
    const Spot across = left_of(unit(after - before)) * half_width;
    out.push_back({line[i] + across, line[i] - across, site.ground(line[i])});
  }
  return out;
}

/// A crossing: closes the gap on the outside of a bend, without reaching beyond the streets.
std::vector<Vertex> crossing(const Site& site, Spot at, double radius) {
  constexpr double kHalf = 0.70710678118654752;
  std::vector<Vertex> ring;
  for (const Spot d : {Spot{1, 0}, Spot{kHalf, kHalf}, Spot{0, 1}, Spot{-kHalf, kHalf}, Spot{-1, 0}, Spot{-kHalf, -kHalf},
                       Spot{0, -1}, Spot{kHalf, -kHalf}}) {
    ring.push_back(vertex(site, at + d * radius, site.ground(at)));
  }
  return ring;
}

Surrounding street_of(const District& district, std::size_t number, const Site& site, const LieOfLand& land) {
  const StreetLine& street = district.lines[number];
  const double half_width = street.half_width_m + kOverlapM;
  Surrounding out{SurroundingKind::kStreet, fmt::format("street_{}_{}_{}", district.east, district.north, number),
                  district.street_name(number), {}};
  std::vector<Spot> run;
  const auto end_run = [&] {
    if (run.size() > 1) add_stretches(site, sections_of(site, run, half_width), out.polygons);
    run.clear();
  };
  const auto put = [&](Spot board) {
    const Spot place = land.bent(board);
    if (land.from_shore(place) <= 3) return end_run();
    run.push_back(place);
  };
  for (std::size_t i = 0; i < street.nodes.size(); ++i) {
    const Spot here = district.nodes[street.nodes[i]];
    put(here);
    const Spot place = land.bent(here);
    if (land.from_shore(place) > 3) out.polygons.push_back(crossing(site, place, half_width));
    if (i + 1 == street.nodes.size()) break;
    const Spot along = district.nodes[street.nodes[i + 1]] - here;
    const int parts = std::max(1, static_cast<int>(length(along) / kStretchM));
    for (int k = 1; k < parts; ++k) put(here + along * (static_cast<double>(k) / parts));
  }
  end_run();
  return out;
}

/// A plot as it lies on the hills: triangles about its middle, or one polygon where it is level.
std::vector<std::vector<Vertex>> on_the_ground(const Site& site, const Polygon& plot) {
  std::vector<Vertex> rim;
  for (Spot spot : plot) rim.push_back(vertex(site, spot, site.ground(spot)));
  const Spot middle = middle_of(plot);
  const Vertex top = vertex(site, middle, site.ground(middle));
  if (std::all_of(rim.begin(), rim.end(), [&](const Vertex& v) { return v.up == top.up; })) return {rim};
  std::vector<std::vector<Vertex>> out;
  for (std::size_t i = 0; i < rim.size(); ++i) out.push_back({top, rim[i], rim[(i + 1) % rim.size()]});
  return out;
}

SurroundingKind kind_of(BlockUse use) {
  switch (use) {
    case BlockUse::kPark:
      return SurroundingKind::kPark;
    case BlockUse::kSquare:
      return SurroundingKind::kSquare;
    default:
      return SurroundingKind::kPlot;
  }
}

/// A grid over one place of the lattice; of each square the part that lies in the sea.
class Sea {
 public:
  Sea(const Site& site, std::uint64_t seed, int east, int north) : site_(site), land_(seed) {
    const Spot a = district_corner(seed, east, north), b = district_corner(seed, east + 1, north),
               c = district_corner(seed, east + 1, north + 1), d = district_corner(seed, east, north + 1);
    for (int row = 0; row <= kSquares; ++row) {
      for (int column = 0; column <= kSquares; ++column) {
        const double u = static_cast<double>(column) / kSquares, v = static_cast<double>(row) / kSquares;
        const Spot board = (a * (1 - u) + b * u) * (1 - v) + (d * (1 - u) + c * u) * v;
        const Spot place = land_.bent(board);
        spots_.push_back(place);
        depths_.push_back(2 - land_.from_shore(place));
      }
    }
  }

  std::vector<std::vector<Vertex>> polygons() const {
    std::vector<std::vector<Vertex>> out;
    for (int row = 0; row < kSquares; ++row) {
      for (int column = 0; column < kSquares;) {
        int whole = column;
        while (whole < kSquares && is_whole(whole, row)) ++whole;
        if (whole > column) {
          out.push_back(strip(column, whole, row));
          column = whole;
          continue;
        }
        if (auto part = part_of(column, row); part.size() >= 3) out.push_back(std::move(part));
        ++column;
      }
    }
    return out;
  }

 private:
  static constexpr int kSquares = 20;
  static std::size_t at(int column, int row) { return static_cast<std::size_t>(row * (kSquares + 1) + column); }
  Vertex surface(Spot spot) const { return vertex(site_, spot, 0); }
  bool is_whole(int column, int row) const {
    return depths_[at(column, row)] > 0 && depths_[at(column + 1, row)] > 0 && depths_[at(column, row + 1)] > 0 &&
           depths_[at(column + 1, row + 1)] > 0;
  }
  std::vector<Vertex> strip(int from, int to, int row) const {
    std::vector<Vertex> ring;
    for (int i = from; i <= to; ++i) ring.push_back(surface(spots_[at(i, row)]));
    for (int i = to; i >= from; --i) ring.push_back(surface(spots_[at(i, row + 1)]));
    return ring;
  }
  /// The wet side of the shore through a square.
  std::vector<Vertex> part_of(int column, int row) const {
    const std::size_t corners[4] = {at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)};
    std::vector<Vertex> ring;
    for (int i = 0; i < 4; ++i) {
      const std::size_t here = corners[i], next = corners[(i + 1) % 4];
      if (depths_[here] > 0) ring.push_back(surface(spots_[here]));
      if ((depths_[here] > 0) != (depths_[next] > 0)) {
        const double part = depths_[here] / (depths_[here] - depths_[next]);
        ring.push_back(surface(spots_[here] + (spots_[next] - spots_[here]) * part));
      }
    }
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
    while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
    return ring;
  }

  const Site& site_;
  LieOfLand land_;
  std::vector<Spot> spots_;
  std::vector<double> depths_;  ///< metres from the water's edge, positive in the sea
};

}  // namespace

std::vector<Surrounding> surroundings_of(const District& district, const Site& site, const DistrictSet& districts) {
  const LieOfLand land(district.seed);
  std::vector<Surrounding> out;
  for (std::size_t line = 0; line < district.lines.size(); ++line) {
    if (line == 1 && districts.contains({district.east + 1, district.north})) continue;
    if (line == 2 && districts.contains({district.east, district.north + 1})) continue;
    if (auto street = street_of(district, line, site, land); !street.polygons.empty()) out.push_back(std::move(street));
  }
  for (const Block& block : district.blocks) {
    const auto kind = kind_of(block.use);
    const char* what = kind == SurroundingKind::kPark ? "park" : kind == SurroundingKind::kSquare ? "square" : "plot";
    out.push_back({kind, fmt::format("{}_{}_{}_{}", what, district.east, district.north, block.number), "",
                   on_the_ground(site, block.plot)});
  }
  return out;
}

std::vector<Tree> trees_of(const District& district, const Site& site) {
  std::vector<Tree> out;
  for (const Block& block : district.blocks) {
    if (block.use != BlockUse::kPark) continue;
    Draw draw(district.seed, "trees of " + block.name());
    const Frame frame(block.plot);
    const int wanted = std::clamp(static_cast<int>(area_m2(block.plot) / 260), 6, 40);
    for (int i = 0; i < wanted; ++i) {
      const double u = draw.between(0, 1000) / 1000.0, v = draw.between(0, 1000) / 1000.0;
      const std::int64_t height = 100 * static_cast<std::int64_t>(draw.between(60, 160));
      const Spot spot = frame.origin + frame.u * (frame.width * u) + frame.v * (frame.depth * v);
      if (depth_inside(block.plot, spot) < 4) continue;
      out.push_back({fmt::format("tree_{}_{}_{}_{}", district.east, district.north, block.number, i),
                     vertex(site, spot, site.ground(spot)), height});
    }
  }
  return out;
}

std::vector<Surrounding> sea_around(const Site& site, std::uint64_t seed, const DistrictSet& districts) {
  DistrictSet places;
  for (const auto& [east, north] : districts) {
    for (int e = -2; e <= 2; ++e) {
      for (int n = -2; n <= 2; ++n) places.insert({east + e, north + n});
    }
  }
  std::vector<Surrounding> out;
  for (const auto& [east, north] : places) {
    auto polygons = Sea(site, seed, east, north).polygons();
    if (polygons.empty()) continue;
    out.push_back({SurroundingKind::kWater, fmt::format("sea_{}_{}", east, north), "", std::move(polygons)});
  }
  return out;
}

}  // namespace datasets

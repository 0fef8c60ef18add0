#include "geo/tiles/quadtree.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "geo/tiles/object_class.hpp"

namespace geo {
namespace {

constexpr double kHalfWorldM = 131'072'000.0;

struct Placed {
  twin::FeatureNumber feature = 0;
  const twin::Box* bounds = nullptr;
  double east = 0, north = 0;  ///< centre of the box
};

std::optional<Placed> place(twin::FeatureNumber feature, const twin::Box& box) {
  const double east = (box.low.east + box.high.east) / 2, north = (box.low.north + box.high.north) / 2;
  if (box.empty() || !std::isfinite(east) || !std::isfinite(north)) return std::nullopt;
  return Placed{feature, &box, east, north};
}

std::uint32_t index_at(double coordinate, std::uint32_t level) {
  const double count = std::ldexp(1.0, static_cast<int>(level));
  const double index = std::floor((coordinate + kHalfWorldM) / side_m(level));
  return static_cast<std::uint32_t>(std::clamp(index, 0.0, count - 1));
}

TileCell cell_of(std::uint32_t level, QuadAddress address, const Placed* first, const Placed* last) {
  TileCell cell;
  cell.level = level;
  cell.x = address.x;
  cell.y = address.y;
  for (const Placed* p = first; p != last; ++p) {
    cell.features.push_back(p->feature);
    cell.bounds.add(*p->bounds);
  }
  return cell;
}

void divide_square(const std::vector<Placed>& placed, std::uint32_t level, std::vector<TileCell>& out) {
  std::map<QuadAddress, std::vector<Placed>> squares;
  for (const Placed& p : placed) {
    squares[{index_at(p.east, level), index_at(p.north, level)}].push_back(p);
  }
  for (const auto& [address, inside] : squares) {
    if (inside.size() > Tileset::kMaxFeatures && level < kDeepestLevel) {
      divide_square(inside, level + 1, out);
      continue;
    }
    for (std::size_t at = 0; at < inside.size(); at += Tileset::kMaxFeatures) {
      const std::size_t end = std::min(inside.size(), at + Tileset::kMaxFeatures);
      out.push_back(cell_of(level, address, inside.data() + at, inside.data() + end));
    }
  }
}

}  // namespace

double side_m(std::uint32_t level) {
  return std::ldexp(2 * kHalfWorldM, -static_cast<int>(level));
}

std::vector<TileCell> divide(const twin::BranchState& state) {
  std::vector<Placed> buildings, objects;
  state.for_each_building([&](twin::FeatureNumber feature, const twin::Building& building) {
    if (const auto placed = place(feature, building.bounds)) buildings.push_back(*placed);
  });
  state.for_each<twin::CityObject>([&](twin::FeatureNumber feature, const twin::CityObject& object) {
    if (!drawn_as(object.type.str())) return;
    if (const auto placed = place(feature, object.bounds)) objects.push_back(*placed);
  });
  std::vector<TileCell> out, around;
  divide_square(buildings, kLeafLevel, out);
  divide_square(objects, kLeafLevel, around);
  for (TileCell& cell : around) {
    cell.holds = TileCell::Holds::kCityObjects;
    out.push_back(std::move(cell));
  }
  std::stable_sort(out.begin(), out.end(), [](const TileCell& a, const TileCell& b) {
    return std::tie(a.level, a.x, a.y) < std::tie(b.level, b.x, b.y);
  });
  return out;
}

}  // namespace geo

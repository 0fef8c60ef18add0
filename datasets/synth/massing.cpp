#include "datasets/synth/massing.hpp"

#include <algorithm>

namespace datasets {
namespace {

using Ring = std::vector<Vertex>;

Vertex at(Corner corner, std::int64_t up) {
  return {corner.east, corner.north, up};
}

Ring level(const Footprint& outline, std::int64_t up) {
  Ring out;
  for (Corner corner : outline) {
    out.push_back(at(corner, up));
  }
  return out;
}

Ring reversed(Ring ring) {
  std::reverse(ring.begin(), ring.end());
  return ring;
}

/// Upright walls whose outside is on the right of the outline's direction.
void add_walls(Mass& mass, const Footprint& outline, std::int64_t low, std::int64_t high) {
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const Corner a = outline[i], b = outline[(i + 1) % outline.size()];
    mass.faces.push_back({FaceKind::kWall, {{at(a, low), at(b, low), at(b, high), at(a, high)}}});
  }
}

void add(Mass& mass, FaceKind kind, Ring ring) {
  mass.faces.push_back({kind, {std::move(ring)}});
}

Corner between(Corner a, Corner b, std::int64_t part, std::int64_t whole) {
  return {a.east + (b.east - a.east) * part / whole, a.north + (b.north - a.north) * part / whole};
}

Mass with_ground(const Footprint& outline, std::int64_t ground) {
  Mass mass;
  add(mass, FaceKind::kGround, reversed(level(outline, ground)));
  return mass;
}

}  // namespace

Mass flat_mass(const Footprint& outline, std::int64_t ground, std::int64_t top) {
  Mass mass = with_ground(outline, ground);
  add_walls(mass, outline, ground, top);
  add(mass, FaceKind::kRoof, level(outline, top));
  return mass;
}

Mass courtyard_mass(const Footprint& outline, const Footprint& courtyard, std::int64_t ground,
                    std::int64_t top) {
  Mass mass;
  const Footprint inner(courtyard.rbegin(), courtyard.rend());
  mass.faces.push_back({FaceKind::kGround, {reversed(level(outline, ground)), level(courtyard, ground)}});
  add_walls(mass, outline, ground, top);
  add_walls(mass, inner, ground, top);
  mass.faces.push_back({FaceKind::kRoof, {level(outline, top), level(inner, top)}});
  return mass;
}

Mass setback_mass(const Footprint& outline, const Footprint& upper, std::int64_t ground, std::int64_t terrace,
                  std::int64_t top) {
  Mass mass = with_ground(outline, ground);
  add_walls(mass, outline, ground, terrace);
  mass.faces.push_back({FaceKind::kRoof, {level(outline, terrace), reversed(level(upper, terrace))}});
  add_walls(mass, upper, terrace, top);
  add(mass, FaceKind::kRoof, level(upper, top));
  return mass;
}

Mass gabled_mass(const Footprint& q, std::int64_t ground, std::int64_t eaves, std::int64_t ridge) {
  Mass mass = with_ground(q, ground);
  const Vertex start = at(between(q[3], q[0], 1, 2), ridge), end = at(between(q[1], q[2], 1, 2), ridge);
  add(mass, FaceKind::kWall, {at(q[0], ground), at(q[1], ground), at(q[1], eaves), at(q[0], eaves)});
  add(mass, FaceKind::kWall, {at(q[1], ground), at(q[2], ground), at(q[2], eaves), end, at(q[1], eaves)});
  add(mass, FaceKind::kWall, {at(q[2], ground), at(q[3], ground), at(q[3], eaves), at(q[2], eaves)});
  add(mass, FaceKind::kWall, {at(q[3], ground), at(q[0], ground), at(q[0], eaves), start, at(q[3], eaves)});
  add(mass, FaceKind::kRoof, {at(q[0], eaves), at(q[1], eaves), end, start});
  add(mass, FaceKind::kRoof, {at(q[2], eaves), at(q[3], eaves), start, end});
  return mass;
}

Mass hipped_mass(const Footprint& q, std::int64_t ground, std::int64_t eaves, std::int64_t ridge) {
  Mass mass = with_ground(q, ground);
  const Corner west = between(q[3], q[0], 1, 2), east = between(q[1], q[2], 1, 2);
  const Vertex start = at(between(west, east, 3, 10), ridge), end = at(between(west, east, 7, 10), ridge);
  add_walls(mass, q, ground, eaves);
  add(mass, FaceKind::kRoof, {at(q[0], eaves), at(q[1], eaves), end, start});
  add(mass, FaceKind::kRoof, {at(q[1], eaves), at(q[2], eaves), end});
  add(mass, FaceKind::kRoof, {at(q[2], eaves), at(q[3], eaves), start, end});
  add(mass, FaceKind::kRoof, {at(q[3], eaves), at(q[0], eaves), start});
  return mass;
}

Mass shed_mass(const Footprint& q, std::int64_t ground, std::int64_t low, std::int64_t high) {
  Mass mass = with_ground(q, ground);
  add(mass, FaceKind::kWall, {at(q[0], ground), at(q[1], ground), at(q[1], low), at(q[0], low)});
  add(mass, FaceKind::kWall, {at(q[1], ground), at(q[2], ground), at(q[2], high), at(q[1], low)});
  add(mass, FaceKind::kWall, {at(q[2], ground), at(q[3], ground), at(q[3], high), at(q[2], high)});
  add(mass, FaceKind::kWall, {at(q[3], ground), at(q[0], ground), at(q[0], low), at(q[3], high)});
  add(mass, FaceKind::kRoof, {at(q[0], low), at(q[1], low), at(q[2], high), at(q[3], high)});
  return mass;
}

Mass half_hipped_mass(const Footprint& q, std::int64_t ground, std::int64_t eaves, std::int64_t ridge) {
  Mass mass = with_ground(q, ground);
  const std::int64_t half = eaves + (ridge - eaves) / 2;
  const Corner west = between(q[3], q[0], 1, 2), east = between(q[1], q[2], 1, 2);
  const Vertex start = at(between(west, east, 14, 100), ridge), end = at(between(west, east, 86, 100), ridge);
  const Vertex a = at(between(q[0], q[3], 1, 4), half), b = at(between(q[1], q[2], 1, 4), half);
  const Vertex c = at(between(q[2], q[1], 1, 4), half), d = at(between(q[3], q[0], 1, 4), half);
  add(mass, FaceKind::kWall, {at(q[0], ground), at(q[1], ground), at(q[1], eaves), at(q[0], eaves)});
  add(mass, FaceKind::kWall, {at(q[1], ground), at(q[2], ground), at(q[2], eaves), c, b, at(q[1], eaves)});
  add(mass, FaceKind::kWall, {at(q[2], ground), at(q[3], ground), at(q[3], eaves), at(q[2], eaves)});
  add(mass, FaceKind::kWall, {at(q[3], ground), at(q[0], ground), at(q[0], eaves), a, d, at(q[3], eaves)});
  add(mass, FaceKind::kRoof, {at(q[0], eaves), at(q[1], eaves), b, end, start, a});
  add(mass, FaceKind::kRoof, {at(q[2], eaves), at(q[3], eaves), d, start, end, c});
  add(mass, FaceKind::kRoof, {b, c, end});
  add(mass, FaceKind::kRoof, {d, a, start});
  return mass;
}

Mass bar_mass(const Footprint& outer, const Footprint& inner, std::int64_t ground, std::int64_t eaves,
              const std::vector<ProfilePoint>& profile) {
  Footprint outline = outer;
  outline.insert(outline.end(), inner.rbegin(), inner.rend());
  Mass mass = with_ground(outline, ground);
  const std::size_t last = outer.size() - 1, top = profile.size() - 1;
  auto point = [&](std::size_t i, std::size_t k) {
    return at(between(outer[i], inner[i], profile[k].part, 1000), eaves + profile[k].rise_mm);
  };
  auto end_wall = [&](std::size_t i, bool is_first) {  // the section itself
    Ring ring{at(outer[i], ground), at(inner[i], ground)};
    for (std::size_t k = profile.size(); k-- > 0;) {
      ring.push_back(point(i, k));
    }
    add(mass, FaceKind::kWall, is_first ? reversed(ring) : ring);
  };
  end_wall(0, true);
  end_wall(last, false);
  for (std::size_t i = 0; i < last; ++i) {
    add(mass, FaceKind::kWall, {at(outer[i], ground), at(outer[i + 1], ground), point(i + 1, 0), point(i, 0)});
    add(mass, FaceKind::kWall, {at(inner[i + 1], ground), at(inner[i], ground), point(i, top), point(i + 1, top)});
    for (std::size_t k = 0; k < top; ++k) {
      add(mass, FaceKind::kRoof, {point(i, k), point(i + 1, k), point(i + 1, k + 1), point(i, k + 1)});
    }
  }
  return mass;
}

Mass pyramid_mass(const Footprint& q, std::int64_t ground, std::int64_t eaves, std::int64_t apex) {
  Mass mass = with_ground(q, ground);
  const Vertex top = at(between(q[0], q[2], 1, 2), apex);
  add_walls(mass, q, ground, eaves);
  for (std::size_t i = 0; i < 4; ++i) {
    add(mass, FaceKind::kRoof, {at(q[i], eaves), at(q[(i + 1) % 4], eaves), top});
  }
  return mass;
}

double volume_m3(const Mass& mass) {
  const Vertex o = mass.faces.front().rings.front().front();
  std::int64_t six = 0;  // mm3, from a corner of the mass itself so that it stays far below 2^63
  for (const Face& face : mass.faces) {
    for (const Ring& ring : face.rings) {
      for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
        const Vertex a{ring[0].east - o.east, ring[0].north - o.north, ring[0].up - o.up};
        const Vertex b{ring[i].east - o.east, ring[i].north - o.north, ring[i].up - o.up};
        const Vertex c{ring[i + 1].east - o.east, ring[i + 1].north - o.north, ring[i + 1].up - o.up};
        six += a.east * (b.north * c.up - b.up * c.north) + a.north * (b.up * c.east - b.east * c.up) +
               a.up * (b.east * c.north - b.north * c.east);
      }
    }
  }
  return static_cast<double>(six) / 6e9;
}

std::int64_t top_of(const Mass& mass) {
  std::int64_t top = mass.faces.front().rings.front().front().up;
  for (const Face& face : mass.faces) {
    for (const auto& ring : face.rings) {
      for (const Vertex& v : ring) {
        top = std::max(top, v.up);
      }
    }
  }
  return top;
}

}  // namespace datasets

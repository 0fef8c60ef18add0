#pragma once

#include <cstdint>
#include <vector>

#include "datasets/synth/site.hpp"

namespace datasets {

/// Millimetres: EPSG:3879 and N2000.
struct Vertex {
  std::int64_t east = 0, north = 0, up = 0;
  bool operator==(const Vertex&) const = default;
};

enum class FaceKind { kGround, kWall, kRoof };

/// First ring the outer one, counter-clockwise seen from outside; further ones openings, clockwise.
struct Face {
  FaceKind kind;
  std::vector<std::vector<Vertex>> rings;
};

/// A closed solid: every edge is used once in each direction.
struct Mass {
  std::vector<Face> faces;
};

/// All heights are millimetres of N2000, rising in the order of the parameters. Footprints are
/// counter-clockwise.
Mass flat_mass(const Footprint& outline, std::int64_t ground, std::int64_t top);

/// Around a courtyard (a ring inside the outline, counter-clockwise too).
Mass courtyard_mass(const Footprint& outline, const Footprint& courtyard, std::int64_t ground,
                    std::int64_t top);

/// A recessed storey on a terrace; `upper` lies wholly inside the outline.
Mass setback_mass(const Footprint& outline, const Footprint& upper, std::int64_t ground, std::int64_t terrace,
                  std::int64_t top);

/// Roofs over quads whose sides 0 and 2 are parallel: these carry the eaves.
Mass gabled_mass(const Footprint& quad, std::int64_t ground, std::int64_t eaves, std::int64_t ridge);
Mass hipped_mass(const Footprint& quad, std::int64_t ground, std::int64_t eaves, std::int64_t ridge);
Mass shed_mass(const Footprint& quad, std::int64_t ground, std::int64_t low,
               std::int64_t high);  ///< high at side 2
/// Gables cut by small hips from half the height of the roof up.
Mass half_hipped_mass(const Footprint& quad, std::int64_t ground, std::int64_t eaves, std::int64_t ridge);
Mass pyramid_mass(const Footprint& quad, std::int64_t ground, std::int64_t eaves, std::int64_t apex);

/// A corner of the section through a bar, from the outer eaves (0) to the inner ones (1000).
struct ProfilePoint {
  std::int64_t part = 0;     ///< thousandths of the way from the outer to the inner side
  std::int64_t rise_mm = 0;  ///< above the eaves
};

/// The same roof drawn along a bent bar: `outer` and `inner` have equally many corners, joined one to one, and
/// each stretch of the one is parallel to that of the other. `outer` runs with the bar on its left. The first
/// and last point of the profile are its sides.
Mass bar_mass(const Footprint& outer, const Footprint& inner, std::int64_t ground, std::int64_t eaves,
              const std::vector<ProfilePoint>& profile);

/// By the divergence theorem; positive, since the faces close and look outwards.
double volume_m3(const Mass& mass);

/// Highest vertex.
std::int64_t top_of(const Mass& mass);

}  // namespace datasets

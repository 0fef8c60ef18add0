#pragma once

#include <array>
#include <span>

// Periodic terms of the sun's position, as numbers: Reda & Andreas 2004, "Solar position algorithm for solar radiation
// applications", Solar Energy 76, tables A4.2 (after Bretagnon & Francou, VSOP87) and A4.3 (nutation, IAU 1980).
namespace sim::spa {

/// A cos(B + C t), t in Julian millennia; A in 1e-8 rad (1e-8 AU of the radius).
struct Term {
  double a, b, c;
};

/// Heliocentric longitude L0 … L5, latitude B0, B1, radius R0 … R4: sums to be multiplied by powers of t.
std::span<const std::span<const Term>> longitude_terms();
std::span<const std::span<const Term>> latitude_terms();
std::span<const std::span<const Term>> radius_terms();

/// Of the arguments D, M, M', F, Ω, and (a + b T) sin, (c + d T) cos in 0.0001".
struct NutationTerm {
  std::array<int, 5> of;
  double a, b, c, d;
};
std::span<const NutationTerm> nutation_terms();

}  // namespace sim::spa

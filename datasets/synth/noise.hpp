#pragma once

#include <cstdint>

namespace datasets {

/// 64 bits that belong to a place of a whole-number lattice; `field` keeps fields apart.
std::uint64_t lattice_bits(std::uint64_t seed, std::uint64_t field, std::int64_t column, std::int64_t row);

/// Smooth hills between -1 and 1, one hill or hollow per lattice cell of size 1. Only + - * and floor.
double noise(std::uint64_t seed, std::uint64_t field, double x, double y);

/// Smooth wave of period 1 between -1 and 1, out of parabolas.
double wave(double t);

}  // namespace datasets

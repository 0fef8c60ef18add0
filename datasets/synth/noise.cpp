#include "datasets/synth/noise.hpp"

#include <cmath>

namespace datasets {
namespace {

std::uint64_t stirred(std::uint64_t x) {  // the finaliser of SplitMix64 (Steele, Lea, Flood 2014)
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

double smooth(double t) {
  return t * t * (3 - 2 * t);
}

}  // namespace

std::uint64_t lattice_bits(std::uint64_t seed, std::uint64_t field, std::int64_t column, std::int64_t row) {
  const std::uint64_t place = stirred(stirred(seed) ^ (field << 48) ^ static_cast<std::uint64_t>(column));
  return stirred(place + static_cast<std::uint64_t>(row));
}

double noise(std::uint64_t seed, std::uint64_t field, double x, double y) {
  const double left = std::floor(x), low = std::floor(y);
  const auto column = static_cast<std::int64_t>(left), row = static_cast<std::int64_t>(low);
  auto value = [&](std::int64_t i, std::int64_t j) {
    return static_cast<double>(lattice_bits(seed, field, column + i, row + j) % 2001) / 1000 - 1;
  };
  const double s = smooth(x - left), t = smooth(y - low);
  const double south = value(0, 0) * (1 - s) + value(1, 0) * s;
  const double north = value(0, 1) * (1 - s) + value(1, 1) * s;
  return south * (1 - t) + north * t;
}

double wave(double t) {
  const double phase = t - std::floor(t);
  const double half = phase < 0.5 ? phase : phase - 0.5;
  const double arch = 16 * half * (0.5 - half);
  return phase < 0.5 ? arch : -arch;
}

}  // namespace datasets

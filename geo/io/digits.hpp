#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// Decimal digits, eight at a time in a register: no step for each, and no branch that a processor could guess wrong.
namespace geo::digits {

/// Powers of ten, up to 10^15: a double holds every whole number of so many digits.
inline constexpr std::array<std::uint64_t, 16> kPowers = [] {
  std::array<std::uint64_t, 16> out{1};
  for (std::size_t i = 1; i < out.size(); ++i) out[i] = 10 * out[i - 1];
  return out;
}();

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The eight bytes at `p`, the first of them lowest.
inline std::uint64_t load(const char* p) {
  std::uint64_t out = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&out, p, sizeof out);
  } else {
    for (int i = 7; i >= 0; --i) out = out << 8 | static_cast<unsigned char>(p[i]);
  }
  return out;
}

/// The bytes of a word that come before the first one that is no digit.
constexpr int leading_digits(std::uint64_t word) {
  const std::uint64_t from_zero = word ^ 0x3030303030303030;
  const std::uint64_t others = ((from_zero + 0x7676767676767676) | from_zero) & 0x8080808080808080;
  return others == 0 ? 8 : std::countr_zero(others) / 8;
}

/// What the first `count` bytes of a word say, one to eight digits: neighbours are put together, three times over.
constexpr std::uint64_t digits_of(std::uint64_t word, int count) {
  word = (word ^ 0x3030303030303030) << (64 - 8 * count);  // zeros in front
  word = word * 10 + (word >> 8);
  return ((word & 0x000000FF000000FF) * 0x000F424000000064 + (word >> 16 & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
}

}  // namespace geo::digits

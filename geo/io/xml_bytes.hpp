#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/// What the scanner asks of many bytes at once: eight at a time in a register, plain loops elsewhere; over whole
/// stretches 32 at a time.
namespace geo::xml_bytes {

/// The functions with `end_of_` read up to this many bytes beyond where they stop.
inline constexpr std::size_t kPadding = 16;

namespace detail {

inline constexpr std::uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;

inline std::uint64_t load(const char* p) {
  std::uint64_t out;
  std::memcpy(&out, p, sizeof out);
  return out;
}
// Marks bytes by their highest bit. Above the first marked one there may be false marks, below it none.
constexpr std::uint64_t below(std::uint64_t word, std::uint64_t limit) {
  return (word - kOnes * limit) & ~word & kHighs;
}
constexpr std::uint64_t equal(std::uint64_t word, char c) {
  const std::uint64_t x = word ^ (kOnes * static_cast<unsigned char>(c));
  return (x - kOnes) & ~x & kHighs;
}

}  // namespace detail

/// The first `size` bytes of a text as a number, at most eight; eight may be looked at whatever the size.
inline std::uint64_t first_word(const char* p, std::size_t size) {
  if (size >= sizeof(std::uint64_t)) return detail::load(p);
  if constexpr (std::endian::native == std::endian::little) {
    return detail::load(p) & ((std::uint64_t{1} << 8 * size) - 1);
  } else {
    std::uint64_t out = 0;
    std::memcpy(&out, p, size);
    return out;
  }
}

/// True for a byte that ends a name: white space, another control, '>', '/' or '='.
constexpr bool ends_name(char c) {
  return c == '>' || static_cast<unsigned char>(c) <= 0x20 || c == '/' || c == '=';
}

/// The first byte from `p` on that ends a name. There must be one.
inline const char* end_of_name(const char* p) {
  using namespace detail;
  if constexpr (std::endian::native == std::endian::little) {
    for (;; p += 8) {
      const auto word = load(p);
      const auto found = below(word, 0x21) | equal(word, '>') | equal(word, '/') | equal(word, '=');
      if (found != 0) return p + std::countr_zero(found) / 8;
    }
  } else {
    while (!ends_name(*p)) ++p;
    return p;
  }
}

/// The first byte from `p` on that is `quote` or that a value does not hold as it is: '<', '&', a control.
/// There must be one.
inline const char* end_of_value(const char* p, char quote) {
#ifdef __SSE2__
  for (;; p += sizeof(__m128i)) {
    const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(c, _mm_set1_epi8('<')), _mm_cmpeq_epi8(c, _mm_set1_epi8('&')));
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(c, _mm_set1_epi8(0x1F)), c);
    const __m128i ends = _mm_or_si128(_mm_or_si128(marks, controls), _mm_cmpeq_epi8(c, _mm_set1_epi8(quote)));
    const auto found = static_cast<unsigned>(_mm_movemask_epi8(ends));
    if (found != 0) return p + std::countr_zero(found);
  }
#else
  while (static_cast<unsigned char>(*p) >= 0x20 && *p != quote && *p != '<' && *p != '&') ++p;
  return p;
#endif
}

/// What a stretch of a document holds.
struct Checked {
  std::size_t good = 0;  ///< so many bytes are whole characters that XML allows
  bool cut = false;      ///< what follows them may be a character that goes on behind the stretch
  bool ampersand = false, bracket = false, carriage_return = false;  ///< somewhere in the stretch
  std::uint64_t newlines = 0;  ///< in what was looked at, which is all of it where all is good
};
Checked check(std::string_view bytes);

/// Line ends of a stretch: "\n", "\r\n" and "\r" count once each.
/// @param last_end  out: where the last line begins, an offset in the stretch; unchanged without a line end
std::uint64_t count_lines(std::string_view bytes, bool carriage_returns, std::size_t& last_begin);

/// Characters of UTF-8.
std::uint64_t count_characters(std::string_view bytes);

}  // namespace geo::xml_bytes

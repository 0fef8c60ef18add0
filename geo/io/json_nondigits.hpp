#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

#include "geo/io/digits.hpp"
#include "geo/io/json_text.hpp"

namespace geo::json_text {

/// Steps through arrays of whole numbers from one byte that is no digit to the next: where a number ends is known before
/// anything is made of it, so one does not wait for the other. Behind the text stand `kPadding` bytes of 0.
class NonDigits {
 public:
  /// The first step leads to the first of them at or behind `p`.
  explicit NonDigits(const char* p) : block_(p), left_(in_block(p)) {}

  /// The next one; not to be asked for once a 0 was found.
  [[gnu::always_inline]] inline const char* next() {
    while (left_ == 0) {
      block_ += kBlock;
      left_ = in_block(block_);
    }
    const char* const at = block_ + std::countr_zero(left_);
    left_ &= left_ - 1;
    return at;
  }

 private:
  static constexpr std::ptrdiff_t kBlock = 64;
  static_assert(kBlock <= static_cast<std::ptrdiff_t>(kPadding));

  /// The first byte of the block in the lowest bit. A call once in 64 bytes, so that the steps stay short.
  [[gnu::noinline, gnu::pure]] static std::uint64_t in_block(const char* p) {
#if defined(__x86_64__)
    return ~(digits_in(p) | digits_in(p + 16) << 16 | digits_in(p + 32) << 32 | digits_in(p + 48) << 48);
#else
    std::uint64_t digits = 0;
    for (int i = 0; i < kBlock; ++i) digits |= std::uint64_t{digits::is_digit(p[i])} << i;
    return ~digits;
#endif
  }
#if defined(__x86_64__)
  static std::uint64_t digits_in(const char* p) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i from_zero = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    const __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(from_zero, _mm_set1_epi8(9)), from_zero);
    return static_cast<std::uint32_t>(_mm_movemask_epi8(is_digit));
  }
#endif

  const char* block_;
  std::uint64_t left_;
};

/// The whole number without sign between `first` and `end`, of one to eight digits; a negative one for anything else.
[[gnu::always_inline]] inline std::int64_t short_number(const char* first, const char* end) {
  const auto count = end - first;
  if (count < 1 || count > 8 || (*first == '0' && count > 1)) return -1;
  return static_cast<std::int64_t>(digits::digits_of(digits::load(first), static_cast<int>(count)));
}

}  // namespace geo::json_text

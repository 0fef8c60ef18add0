#include "geo/io/json_text.hpp"

#include <algorithm>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace geo::json_text {
namespace {

constexpr std::size_t kBlock = 64;

/// Where in 64 bytes stand the signs that give a text its structure, the first byte in the lowest bit.
struct Signs {
  std::uint64_t quote = 0, backslash = 0, open = 0, close = 0;
};

int slow_bit_at(std::uint64_t bits, int number) {
  for (int i = 1; i < number; ++i) bits &= bits - 1;
  return std::countr_zero(bits);
}

#if defined(__x86_64__)
#define GEO_JSON_WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))

inline std::uint64_t bits_of(__m128i mask) { return static_cast<std::uint32_t>(_mm_movemask_epi8(mask)); }

/// What every processor of this kind can do.
struct Narrow {
  /// Where the bit of that number is, from 1; there are so many.
  static int bit_at(std::uint64_t bits, int number) { return slow_bit_at(bits, number); }
  static Signs signs_of(const char* p) {
    Signs out;
    for (int i = 0; i < 4; ++i) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
      // Brackets and braces differ in this bit alone.
      const __m128i either = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
      out.quote |= bits_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))) << (16 * i);
      out.backslash |= bits_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))) << (16 * i);
      out.open |= bits_of(_mm_cmpeq_epi8(either, _mm_set1_epi8('{'))) << (16 * i);
      out.close |= bits_of(_mm_cmpeq_epi8(either, _mm_set1_epi8('}'))) << (16 * i);
    }
    return out;
  }
};

/// What nearly all can do since 2013.
struct Wide {
  GEO_JSON_WIDE static int bit_at(std::uint64_t bits, int number) {
    return std::countr_zero(_pdep_u64(std::uint64_t{1} << (number - 1), bits));
  }
  GEO_JSON_WIDE static std::uint64_t bits_of(__m256i low, __m256i high) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
           (std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(high))} << 32);
  }
  GEO_JSON_WIDE static Signs signs_of(const char* p) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + 32));
    const __m256i bit = _mm256_set1_epi8(0x20);
    const __m256i either_low = _mm256_or_si256(low, bit), either_high = _mm256_or_si256(high, bit);
    const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
    const __m256i open = _mm256_set1_epi8('{'), close = _mm256_set1_epi8('}');
    return {bits_of(_mm256_cmpeq_epi8(low, quote), _mm256_cmpeq_epi8(high, quote)),
            bits_of(_mm256_cmpeq_epi8(low, backslash), _mm256_cmpeq_epi8(high, backslash)),
            bits_of(_mm256_cmpeq_epi8(either_low, open), _mm256_cmpeq_epi8(either_high, open)),
            bits_of(_mm256_cmpeq_epi8(either_low, close), _mm256_cmpeq_epi8(either_high, close))};
  }
};
#else
struct Narrow {
  static int bit_at(std::uint64_t bits, int number) { return slow_bit_at(bits, number); }
  static Signs signs_of(const char* p) {
    Signs out;
    for (std::size_t i = 0; i < kBlock; ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      const char either = static_cast<char>(p[i] | 0x20);
      if (p[i] == '"') out.quote |= bit;
      if (p[i] == '\\') out.backslash |= bit;
      if (either == '{') out.open |= bit;
      if (either == '}') out.close |= bit;
    }
    return out;
  }
};
#endif

/// Bits that a backslash before them makes plain text. `carry`: the first bit is one, then the same of the next block.
std::uint64_t escaped_bits(std::uint64_t backslash, std::uint64_t& carry) {
  std::uint64_t out = carry;
  carry = 0;
  backslash &= ~out;
  while (backslash != 0) {
    const int at = std::countr_zero(backslash);
    if (at == 63) {
      carry = 1;
      break;
    }
    const std::uint64_t next = std::uint64_t{2} << at;
    out |= next;
    backslash &= backslash - 1;
    backslash &= ~next;
  }
  return out;
}

/// Each bit with all below it added: 1 from an opening quote on, 0 from the closing one.
[[gnu::always_inline]] inline std::uint64_t inside(std::uint64_t quotes) {
  for (int shift = 1; shift < 64; shift *= 2) quotes ^= quotes << shift;
  return quotes;
}

template <class Width>
[[gnu::always_inline]] inline const char* end_of_brackets(const char* p, const char* end) {
  std::uint64_t carry = 0, in_string = 0;  // of the block before
  std::int64_t depth = 0;
  for (; p < end; p += kBlock) {
    Signs signs = Width::signs_of(p);
    const auto left = static_cast<std::size_t>(end - p);
    if (left < kBlock) {
      const std::uint64_t valid = (std::uint64_t{1} << left) - 1;
      signs = {signs.quote & valid, signs.backslash & valid, signs.open & valid, signs.close & valid};
    }
    if ((signs.backslash | carry) != 0) signs.quote &= ~escaped_bits(signs.backslash, carry);
    std::uint64_t text = in_string;
    if (signs.quote != 0) {
      text ^= inside(signs.quote);
      in_string = (text >> 63) != 0 ? ~std::uint64_t{0} : 0;
    }
    signs.open &= ~text;
    signs.close &= ~text;
    const int closes = std::popcount(signs.close);
    // Only at the closing sign of that number all could be closed; where more was opened before it, at a later one.
    for (std::int64_t number = std::max<std::int64_t>(depth, 1); number <= closes;) {
      const int at = Width::bit_at(signs.close, static_cast<int>(number));
      const std::int64_t opened = depth + std::popcount(signs.open & ((std::uint64_t{1} << at) - 1));
      if (opened == number) return p + at + 1;
      number = opened;
    }
    depth += std::popcount(signs.open) - closes;
  }
  return nullptr;
}

const char* end_of_container_narrow(const char* p, const char* end) { return end_of_brackets<Narrow>(p, end); }

#if defined(__x86_64__)
GEO_JSON_WIDE const char* end_of_container_wide(const char* p, const char* end) { return end_of_brackets<Wide>(p, end); }
const auto end_of_container = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                                      __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt")
                                  ? end_of_container_wide
                                  : end_of_container_narrow;
#else
constexpr auto end_of_container = end_of_container_narrow;
#endif

const char* end_of_string(const char* p, const char* end) {
  for (++p; p < end; ++p) {
    if (*p == '"') return p + 1;
    if (*p == '\\') ++p;
  }
  return nullptr;
}

bool ends_scalar(char c) {
  return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

const char* after(const char* p, std::string_view word) {
  return std::memcmp(p, word.data(), word.size()) == 0 ? p + word.size() : nullptr;
}

}  // namespace

const char* long_whole_number_at(const char* p, std::int64_t& out) {
  constexpr std::ptrdiff_t kMostDigits = 18;
  const bool negative = *p == '-';
  p += negative ? 1 : 0;
  const char* const first = p;
  std::uint64_t value = 0;
  for (unsigned digit = 0; (digit = static_cast<unsigned char>(*p - '0')) <= 9; ++p) value = value * 10 + digit;
  if (p == first || (*first == '0' && p - first > 1) || p - first > kMostDigits) return nullptr;
  out = negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
  return p;
}

Number long_number_at(const char* p) {
  Number out;
  if (*p == '-') {
    out.negative = true;
    ++p;
  }
  const auto digit = [](char c) { return static_cast<unsigned char>(c - '0') <= 9; };
  constexpr std::ptrdiff_t kMostDigits = 18;
  const char* const first = p;
  std::int64_t value = 0;
  while (digit(*p) && p - first < kMostDigits) value = value * 10 + (*p++ - '0');
  if (p == first || (*first == '0' && p - first > 1)) return out;
  if (*p == '.') {
    const char* const point = p++;
    while (digit(*p) && p - first <= kMostDigits) value = value * 10 + (*p++ - '0');
    out.whole = false;
    out.decimals = static_cast<int>(p - point - 1);
    if (out.decimals == 0) return out;
  }
  if (digit(*p) || *p == 'e' || *p == 'E' || *p == '.') return out;
  out.digits = out.negative ? -value : value;
  out.end = p;
  return out;
}

const char* end_of_value(const char* p, const char* end) {
  if (p >= end) return nullptr;
  if (*p == '{' || *p == '[') return end_of_container(p, end);
  if (*p == '"') return end_of_string(p, end);
  while (p < end && !ends_scalar(*p)) ++p;
  return p;
}

const char* end_of_sound_value(const char* p, int depth) {
  switch (*p) {
    case '"': {
      const char* const close = end_of_plain_string(p);
      return close != nullptr ? close + 1 : nullptr;
    }
    case '{': {
      if (depth == 0) return nullptr;
      FewNames names;
      return each_member(p, p, [&](const Member& member, const char* at) -> const char* {
        if (!member.plain || names.add(member.name) != FewNames::Seen::kNew) return nullptr;
        return end_of_sound_value(at, depth - 1);
      });
    }
    case '[':
      if (depth == 0) return nullptr;
      return each_item(p, [&](const char* at) { return end_of_sound_value(at, depth - 1); });
    case 't':
      return after(p, "true");
    case 'f':
      return after(p, "false");
    case 'n':
      return after(p, "null");
    default:
      return number_at(p).end;
  }
}

}  // namespace geo::json_text

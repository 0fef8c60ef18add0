#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

#include "geo/io/digits.hpp"

/// Walking through JSON text without a parser. Nothing here looks for the end of the text: behind it stand `kPadding`
/// bytes of 0, which no JSON goes on with. What is not plain is left to the parser, never guessed.
namespace geo::json_text {

inline constexpr std::size_t kPadding = 64;

/// JSON knows four blanks.
inline bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t'); }
inline const char* past_blanks(const char* p) {
  while (is_blank(*p)) ++p;
  return p;
}

/// The closing quote of the string that `quote` opens; nullptr when an escape, a control character or the end of the
/// text comes before it.
inline const char* end_of_plain_string(const char* quote) {
  const char* p = quote + 1;
#if defined(__x86_64__)
  for (;; p += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    const __m128i sign = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    const auto stop = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(control, sign)));
    if (stop == 0) continue;
    p += std::countr_zero(stop);
    return *p == '"' ? p : nullptr;
  }
#else
  while (*p != '"' && *p != '\\' && static_cast<unsigned char>(*p) >= 0x20) ++p;
  return *p == '"' ? p : nullptr;
#endif
}

/// The same as ==, without a call: for words known when this is compiled.
template <std::size_t Size>
bool is(std::string_view text, const char (&word)[Size]) {
  return text.size() == Size - 1 && std::memcmp(text.data(), word, Size - 1) == 0;
}

/// The byte behind the value that begins at `p`, found by its brackets and quotes alone: what lies between is not
/// checked. nullptr when it does not end before `end`.
const char* end_of_value(const char* p, const char* end);

/// The byte behind a value that is sound: well-formed, no name twice in an object, every number within 18 digits.
/// nullptr when it is not, or is more than this looks at (escapes, exponents, 64 names, `depth` brackets).
const char* end_of_sound_value(const char* p, int depth = 16);

/// The whole number at `p`, of at most 18 digits. @returns the byte behind its digits, which may be any; nullptr for none
const char* long_whole_number_at(const char* p, std::int64_t& out);
[[gnu::always_inline]] inline const char* whole_number_at(const char* p, std::int64_t& out) {
  const bool negative = *p == '-';
  const char* const first = p + (negative ? 1 : 0);
  const std::uint64_t word = digits::load(first);
  const int count = digits::leading_digits(word);
  if (count == 8) return long_whole_number_at(p, out);
  if (count == 0 || (*first == '0' && count > 1)) return nullptr;
  const auto value = static_cast<std::int64_t>(digits::digits_of(word, count));
  out = negative ? -value : value;
  return first + count;
}

/// A number without exponent: `digits` / 10^`decimals`.
struct Number {
  const char* end = nullptr;  ///< nullptr: no such number of at most 18 digits stands here
  std::int64_t digits = 0;    ///< with the sign
  int decimals = 0;           ///< as many as were written
  bool negative = false;      ///< also of -0
  bool whole = true;          ///< written without a point
};
Number long_number_at(const char* p);
inline Number number_at(const char* p) {
  Number out;
  out.negative = *p == '-';
  const char* const first = p + (out.negative ? 1 : 0);
  const std::uint64_t word = digits::load(first);
  const int count = digits::leading_digits(word);
  if (count == 8) return long_number_at(p);
  if (count == 0 || (*first == '0' && count > 1)) return out;
  std::uint64_t value = digits::digits_of(word, count);
  const char* behind = first + count;
  if (*behind == '.') {
    const std::uint64_t part = digits::load(behind + 1);
    out.decimals = digits::leading_digits(part);
    if (out.decimals == 8) return long_number_at(p);
    if (out.decimals == 0) return out;
    value = value * digits::kPowers[static_cast<std::size_t>(out.decimals)] + digits::digits_of(part, out.decimals);
    behind += 1 + out.decimals;
    out.whole = false;
  }
  if (*behind == 'e' || *behind == 'E' || *behind == '.') return out;
  out.digits = out.negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
  out.end = behind;
  return out;
}

/// Eight bytes of a text, for hashes; of a shorter one all of them, somehow.
inline std::uint64_t bytes_at(const char* p) {
  std::uint64_t out = 0;
  std::memcpy(&out, p, sizeof out);
  return out;
}
inline std::uint64_t first_bytes(std::string_view text) {
  if (text.size() >= 8) return bytes_at(text.data());
  if (text.size() >= 4) {
    std::uint32_t low = 0, high = 0;
    std::memcpy(&low, text.data(), sizeof low);
    std::memcpy(&high, text.data() + text.size() - sizeof high, sizeof high);
    return low | (std::uint64_t{high} << 32);
  }
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(text[i])}; };
  return byte(0) | (byte(text.size() / 2) << 8) | (byte(text.size() - 1) << 16);
}
inline std::uint64_t last_bytes(std::string_view text) {
  return text.size() > 8 ? bytes_at(text.data() + text.size() - 8) : 0;
}

/// Up to 64 names, to see one that comes twice.
class FewNames {
 public:
  static constexpr std::size_t kMost = 64;
  enum class Seen : std::uint8_t { kNew, kTwice, kFull };
  Seen add(std::string_view name) {
    const std::uint64_t mixed = (first_bytes(name) ^ (last_bytes(name) * 31) ^ name.size()) * 0x9E3779B97F4A7C15u;
    auto& word = met_[mixed >> 62];
    const std::uint64_t bit = std::uint64_t{1} << ((mixed >> 56) & 63);
    if ((word & bit) != 0) {
      for (std::size_t i = 0; i < count_; ++i) {
        if (std::string_view(begins_[i], sizes_[i]) == name) return Seen::kTwice;
      }
    }
    if (count_ == kMost) return Seen::kFull;
    word |= bit;
    begins_[count_] = name.data();
    sizes_[count_++] = name.size();
    return Seen::kNew;
  }
  void clear() {
    met_ = {};
    count_ = 0;
  }

 private:
  std::array<std::uint64_t, 4> met_{};  ///< hashes met, of 256
  std::array<const char*, kMost> begins_;
  std::array<std::size_t, kMost> sizes_;
  std::size_t count_ = 0;
};

/// One member of an object, as it stands in the text.
struct Member {
  std::string_view name;  ///< between the quotes
  bool plain = true;      ///< the name has no escapes
};

/// Walks through the object at `p`: `take(member, at)` gets each member and where its value begins, and returns the
/// byte behind it, or nullptr to stop.
/// @returns the byte behind the object; nullptr when it is none, or `take` stopped
template <class Take>
const char* each_member(const char* p, const char* end, Take&& take) {
  if (*p != '{') return nullptr;
  p = past_blanks(p + 1);
  if (*p == '}') return p + 1;
  for (;;) {
    if (*p != '"') return nullptr;
    Member member;
    const char* const quote = p;
    const char* close = end_of_plain_string(quote);
    if (close == nullptr) {
      const char* const behind = end_of_value(quote, end);
      if (behind == nullptr) return nullptr;
      close = behind - 1;
      member.plain = false;
    }
    member.name = {quote + 1, static_cast<std::size_t>(close - quote - 1)};
    p = past_blanks(close + 1);
    if (*p != ':') return nullptr;
    p = take(member, past_blanks(p + 1));
    if (p == nullptr) return nullptr;
    p = past_blanks(p);
    if (*p == '}') return p + 1;
    if (*p != ',') return nullptr;
    p = past_blanks(p + 1);
  }
}

/// The same for the items of an array: `take(at)`.
template <class Take>
const char* each_item(const char* p, Take&& take) {
  if (*p != '[') return nullptr;
  p = past_blanks(p + 1);
  if (*p == ']') return p + 1;
  for (;;) {
    p = take(p);
    if (p == nullptr) return nullptr;
    p = past_blanks(p);
    if (*p == ']') return p + 1;
    if (*p != ',') return nullptr;
    p = past_blanks(p + 1);
  }
}

}  // namespace geo::json_text

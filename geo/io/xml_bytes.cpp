#include "geo/io/xml_bytes.hpp"

#include <algorithm>
#include <cstring>

namespace geo::xml_bytes {
namespace {

bool follows(std::string_view bytes, std::size_t at, unsigned char low, unsigned char high) {
  const auto c = static_cast<unsigned char>(bytes[at]);
  return c >= low && c <= high;
}

/// Bytes of the character at `at`, a byte of 0x80 or more; 0: none that XML allows; 5: cut at the end.
std::size_t character_size(std::string_view bytes, std::size_t at) {
  const auto lead = static_cast<unsigned char>(bytes[at]);
  std::size_t size = 0;
  unsigned char low = 0x80, high = 0xBF;  // of the second byte
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
  } else if ((lead & 0xF0) == 0xE0) {
    size = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  if (at + size > bytes.size()) return 5;
  if (!follows(bytes, at + 1, low, high)) return 0;
  for (std::size_t i = 2; i < size; ++i) {
    if (!follows(bytes, at + i, 0x80, 0xBF)) return 0;
  }
  // U+FFFE and U+FFFF
  if (lead == 0xEF && bytes[at + 1] == '\xBF' && static_cast<unsigned char>(bytes[at + 2]) >= 0xBE) return 0;
  return size;
}

// What a stretch holds, told for 32 bytes at once: of a vector, == and < say all ones or nothing per byte. Written
// once and compiled twice, for every processor and for one with AVX2.
constexpr std::size_t kLanes = 32;
using Lanes = unsigned char __attribute__((vector_size(kLanes)));

struct Seen {
  bool odd = false;  ///< something beyond ASCII, or a control that XML does not allow
  bool ampersand = false, bracket = false, carriage_return = false;
  std::uint64_t newlines = 0;
};

/// The sum of all lanes.
[[gnu::always_inline]] inline std::uint64_t sum(const Lanes* lanes) {
  std::uint64_t words[kLanes / sizeof(std::uint64_t)], out = 0;
  std::memcpy(words, lanes, kLanes);
  for (const std::uint64_t word : words) {
    const std::uint64_t pairs = (word & 0x00FF00FF00FF00FF) + (word >> 8 & 0x00FF00FF00FF00FF);
    out += (pairs * 0x0001000100010001) >> 48;
  }
  return out;
}

[[gnu::always_inline]] inline bool any(const Lanes* lanes) {
  std::uint64_t words[kLanes / sizeof(std::uint64_t)];
  std::memcpy(words, lanes, kLanes);
  return (words[0] | words[1] | words[2] | words[3]) != 0;
}

/// Of at most 255 times so many bytes as there are lanes.
[[gnu::always_inline]] inline Seen look(const char* bytes, std::size_t size) {
  Lanes odd{}, ampersand{}, bracket{}, carriage_return{}, newlines{};
  const auto take = [&](const char* from) {
    Lanes c;
    std::memcpy(&c, from, kLanes);
    const Lanes is_return = c == '\r';
    odd |= (c >= 0x80) | ((c < 0x20) & ~((c == '\n') | (c == '\t') | is_return));
    ampersand |= c == '&';
    bracket |= c == ']';
    carriage_return |= is_return;
    newlines -= c == '\n';
  };
  std::size_t at = 0;
  for (; at + kLanes <= size; at += kLanes) take(bytes + at);
  if (at < size) {
    char last[kLanes];
    std::memset(last, ' ', kLanes);
    std::memcpy(last, bytes + at, size - at);
    take(last);
  }
  return {any(&odd), any(&ampersand), any(&bracket), any(&carriage_return), sum(&newlines)};
}

[[gnu::always_inline]] inline std::uint64_t count(const char* bytes, std::size_t size, char wanted) {
  constexpr std::size_t kLaneHolds = 255;
  const auto c = static_cast<unsigned char>(wanted);
  std::uint64_t total = 0;
  while (size >= kLanes) {
    Lanes counts{};
    for (std::size_t i = 0; i < kLaneHolds && size >= kLanes; ++i, bytes += kLanes, size -= kLanes) {
      Lanes some;
      std::memcpy(&some, bytes, kLanes);
      counts -= some == c;
    }
    for (std::size_t i = 0; i < kLanes; ++i) total += counts[i];
  }
  if (size > 0) {
    char last[kLanes];
    std::memset(last, wanted == ' ' ? 0 : ' ', kLanes);
    std::memcpy(last, bytes, size);
    Lanes some;
    std::memcpy(&some, last, kLanes);
    const Lanes ones = (some == c) & 1;
    std::uint64_t words[kLanes / sizeof(std::uint64_t)];
    std::memcpy(words, &ones, kLanes);
    const std::uint64_t sums = words[0] + words[1] + words[2] + words[3];  // four at most in each byte
    total += (sums * 0x0101010101010101) >> 56;
  }
  return total;
}

Seen look_plain(const char* bytes, std::size_t size) { return look(bytes, size); }
std::uint64_t count_plain(const char* bytes, std::size_t size, char wanted) { return count(bytes, size, wanted); }

#ifdef __x86_64__
[[gnu::target("avx2")]] Seen look_avx2(const char* bytes, std::size_t size) { return look(bytes, size); }
[[gnu::target("avx2")]] std::uint64_t count_avx2(const char* bytes, std::size_t size, char wanted) {
  return count(bytes, size, wanted);
}
const bool kAvx2 = __builtin_cpu_supports("avx2");
const auto look_here = kAvx2 ? look_avx2 : look_plain;
const auto count_here = kAvx2 ? count_avx2 : count_plain;
#else
constexpr auto look_here = look_plain;
constexpr auto count_here = count_plain;
#endif

}  // namespace

Checked check(std::string_view bytes) {
  Checked out;
  constexpr std::size_t kStep = 1024;
  while (out.good < bytes.size()) {
    const std::size_t end = std::min(out.good + kStep, bytes.size());
    const Seen seen = look_here(bytes.data() + out.good, end - out.good);
    out.ampersand |= seen.ampersand;
    out.bracket |= seen.bracket;
    out.carriage_return |= seen.carriage_return;
    out.newlines += seen.newlines;
    if (!seen.odd) {
      out.good = end;
      continue;
    }
    for (std::size_t i = out.good; i < end; out.good = i) {
      const auto c = static_cast<unsigned char>(bytes[i]);
      if (c < 0x80) {
        if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') return out;
        ++i;
        continue;
      }
      const std::size_t size = character_size(bytes, i);
      out.cut = size == 5;
      if (size == 0 || size == 5) return out;
      i += size;
    }
  }
  return out;
}

std::uint64_t count_lines(std::string_view bytes, bool carriage_returns, std::size_t& last_begin) {
  if (carriage_returns) {
    std::uint64_t lines = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] != '\n' && bytes[i] != '\r') continue;
      if (bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n') ++i;
      last_begin = i + 1;
      ++lines;
    }
    return lines;
  }
  const auto lines = count_here(bytes.data(), bytes.size(), '\n');
  if (lines > 0) last_begin = bytes.rfind('\n') + 1;
  return lines;
}

std::uint64_t count_characters(std::string_view bytes) {
  return static_cast<std::uint64_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace geo::xml_bytes

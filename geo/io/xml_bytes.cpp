// Compiled with loops vectorised (CMakeLists.txt).
#include "geo/io/xml_bytes.hpp"

#include <algorithm>

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

// A byte as a lane of a vector register: comparisons answer in the highest bit and have no branches, which is
// the form that GCC 12 vectorises.
using Lane = unsigned char;
constexpr Lane equals(Lane c, Lane to) {
  const auto x = static_cast<Lane>(c ^ to);
  return static_cast<Lane>(static_cast<Lane>(x - 1) & static_cast<Lane>(~x));
}
constexpr Lane is_below(Lane c, Lane limit) {
  return static_cast<Lane>(static_cast<Lane>(c - limit) & static_cast<Lane>(~c));
}
constexpr Lane kTrue = 0x80;

template <class Question>
std::uint64_t count_if(std::string_view bytes, Question question) {
  constexpr std::size_t kLaneHolds = 255;
  std::uint64_t total = 0;
  while (!bytes.empty()) {
    const auto some = bytes.substr(0, kLaneHolds);
    Lane count = 0;
    for (const char c : some) count = static_cast<Lane>(count + (question(c) ? 1 : 0));
    total += count;
    bytes.remove_prefix(some.size());
  }
  return total;
}

}  // namespace

Checked check(std::string_view bytes) {
  Checked out;
  const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
  constexpr std::size_t kStep = 4096;
  while (out.good < bytes.size()) {
    const std::size_t end = std::min(out.good + kStep, bytes.size());
    Lane odd = 0, ampersand = 0, bracket = 0, carriage_return = 0;
    for (std::size_t i = out.good; i < end; ++i) {
      const Lane c = data[i], is_return = equals(c, '\r');
      const auto white = static_cast<Lane>(equals(c, '\n') | equals(c, '\t') | is_return);
      odd |= static_cast<Lane>(c | (is_below(c, 0x20) & ~white));
      ampersand |= equals(c, '&');
      bracket |= equals(c, ']');
      carriage_return |= is_return;
    }
    out.ampersand |= (ampersand & kTrue) != 0;
    out.bracket |= (bracket & kTrue) != 0;
    out.carriage_return |= (carriage_return & kTrue) != 0;
    if ((odd & kTrue) == 0) {
      out.good = end;
      continue;
    }
    for (std::size_t i = out.good; i < end; out.good = i) {
      const unsigned char c = data[i];
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
  const auto last = bytes.rfind('\n');
  if (last == std::string_view::npos) return 0;
  last_begin = last + 1;
  return count_if(bytes, [](char c) { return c == '\n'; });
}

std::uint64_t count_characters(std::string_view bytes) {
  return count_if(bytes, [](char c) { return (c & 0xC0) != 0x80; });
}

}  // namespace geo::xml_bytes

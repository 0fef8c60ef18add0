#include "twin_core/base/text.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace twin {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  ///< 0: the text does not go on with well-formed UTF-8
};

/// The character at the start of a text that is not empty (RFC 3629, section 4).
CodePoint first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  std::size_t length = 0;
  std::uint32_t value = 0;
  std::uint32_t smallest = 0;
  if ((lead & 0xE0) == 0xC0) {
    length = 2, value = lead & 0x1F, smallest = 0x80;
  } else if ((lead & 0xF0) == 0xE0) {
    length = 3, value = lead & 0x0F, smallest = 0x800;
  } else if ((lead & 0xF8) == 0xF0) {
    length = 4, value = lead & 0x07, smallest = 0x10000;
  } else {
    return {};
  }
  if (text.size() < length) return {};
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || value > 0x10FFFF || surrogate) return {};
  return {value, length};
}

bool needs_escape(std::uint32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool line_break = c == 0x2028 || c == 0x2029;
  const bool direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || line_break || direction || c == 0xFEFF;
}

std::string shown(std::string_view text, const CodePoint& c) {
  if (c.bytes == 0) return fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
  if (!needs_escape(c.value)) return std::string(text.substr(0, c.bytes));
  if (c.value == '\n') return "\\n";
  if (c.value == '\r') return "\\r";
  if (c.value == '\t') return "\\t";
  return fmt::format("\\u{:04x}", c.value);
}

std::size_t characters_in(std::string_view piece) {
  std::size_t count = 0;
  for (const char c : piece) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1U : 0U;
  return count;
}

}  // namespace

std::string excerpt(std::string_view value, std::size_t limit) {
  std::string out;
  std::size_t used = 0;
  std::size_t cut = 0;  // bytes of `out` that leave room for the ellipsis
  while (!value.empty()) {
    const CodePoint c = first_character(value);
    const std::string piece = shown(value, c);
    const std::size_t width = characters_in(piece);
    if (used + width > limit) {
      out.resize(cut);
      return limit == 0 ? std::string{} : out + "…";
    }
    out += piece;
    used += width;
    if (used + 1 <= limit) cut = out.size();
    value.remove_prefix(c.bytes == 0 ? 1 : c.bytes);
  }
  return out;
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint c = first_character(text);
    if (c.bytes == 0) return false;
    text.remove_prefix(c.bytes);
  }
  return true;
}

std::string line_and_column(std::string_view text, std::size_t byte_offset) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view before = text.substr(0, byte_offset);
  if (before.starts_with(kByteOrderMark)) before.remove_prefix(kByteOrderMark.size());
  std::size_t line = 1;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == '\n') {
      ++line;
      line_start = i + 1;
    }
  }
  return fmt::format("line {}, column {}", line, characters_in(before.substr(line_start)) + 1);
}

}  // namespace twin

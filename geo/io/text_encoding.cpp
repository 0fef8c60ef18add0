#include "geo/io/text_encoding.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using enum TextEncoding;

constexpr auto kNames = std::to_array<std::string_view>({"UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "ISO-8859-15", "windows-1252"});
static_assert(kNames.size() == static_cast<std::size_t>(kWindows1252) + 1);

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF", kLittleMark = "\xFF\xFE", kBigMark = "\xFE\xFF";

/// 0x80 to 0x9F of windows-1252; 0: no character.
/// @source  the Unicode Consortium's mapping CP1252
constexpr std::array<char16_t, 32> kOfWindows{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                              0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                              0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// Where ISO-8859-15 differs from ISO-8859-1.
/// @source  the Unicode Consortium's mapping 8859-15
char32_t of_latin9(unsigned char byte) {
  switch (byte) {
    case 0xA4: return 0x20AC;
    case 0xA6: return 0x0160;
    case 0xA8: return 0x0161;
    case 0xB4: return 0x017D;
    case 0xB8: return 0x017E;
    case 0xBC: return 0x0152;
    case 0xBD: return 0x0153;
    case 0xBE: return 0x0178;
    default: return byte;
  }
}

/// 0: no character.
char32_t of_byte(unsigned char byte, TextEncoding encoding) {
  if (encoding == kLatin9) return of_latin9(byte);
  if (encoding == kWindows1252 && byte >= 0x80 && byte < 0xA0) return kOfWindows[byte - 0x80];
  return byte;
}

void append(std::string& out, char32_t c) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

twin::Problem no_character(std::size_t at, TextEncoding encoding) {
  return {"encoding-invalid", fmt::format("The file is no {} text.", name_of(encoding)), fmt::format("byte {}", at + 1), "",
          "Save it as UTF-8, or declare the encoding that it has (--encoding)."};
}

twin::Result<std::string> from_utf16(std::string_view bytes, TextEncoding encoding) {
  if (bytes.starts_with(encoding == kUtf16Le ? kLittleMark : kBigMark)) bytes.remove_prefix(2);
  if (bytes.size() % 2 != 0) return no_character(bytes.size() - 1, encoding);
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]), b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(encoding == kUtf16Le ? a | b << 8 : a << 8 | b);
  };
  std::string out;
  out.reserve(bytes.size() / 2);
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    char32_t c = unit(at);
    if (c >= 0xD800 && c < 0xE000) {  // half of a pair
      const char32_t low = c < 0xDC00 && at + 2 < bytes.size() ? unit(at + 2) : 0;
      if (low < 0xDC00 || low >= 0xE000) return no_character(at, encoding);
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    }
    append(out, c);
  }
  return out;
}

/// Nothing but letters and digits, to be told apart from "ISO_8859-1" and "iso88591".
std::string folded(std::string_view name) {
  std::string out;
  for (const unsigned char c : name) {
    if (std::isalnum(c) != 0) out += static_cast<char>(std::tolower(c));
  }
  return out;
}

}  // namespace

std::string_view name_of(TextEncoding encoding) { return kNames[static_cast<std::size_t>(encoding)]; }

std::span<const std::string_view> text_encoding_names() { return kNames; }

std::optional<TextEncoding> text_encoding_named(std::string_view name) {
  struct Other {
    std::string_view name;
    TextEncoding encoding;
  };
  constexpr auto kOthers = std::to_array<Other>(
      {{"utf16", kUtf16Le}, {"latin1", kLatin1}, {"latin9", kLatin9}, {"cp1252", kWindows1252}, {"ansi", kWindows1252}});
  const std::string wanted = folded(name);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (folded(kNames[i]) == wanted) return static_cast<TextEncoding>(i);
  }
  const auto* const other = std::find_if(kOthers.begin(), kOthers.end(), [&](const Other& one) { return one.name == wanted; });
  return other == kOthers.end() ? std::nullopt : std::optional(other->encoding);
}

std::optional<TextEncoding> told_encoding(std::string_view bytes) {
  if (bytes.starts_with(kUtf8Mark)) return kUtf8;
  if (bytes.starts_with(kLittleMark)) return kUtf16Le;
  if (bytes.starts_with(kBigMark)) return kUtf16Be;
  constexpr std::size_t kEnough = 16;  // bytes, the first of a header row or of JSON
  if (bytes.size() < kEnough) return std::nullopt;
  const auto letters_at = [&](std::size_t first) {
    for (std::size_t i = 0; i < kEnough; ++i) {
      const auto c = static_cast<unsigned char>(bytes[i]);
      const bool letter = (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\r' || c == '\n';
      if (i % 2 == first ? !letter : c != 0) return false;
    }
    return true;
  };
  if (letters_at(0)) return kUtf16Le;
  return letters_at(1) ? std::optional(kUtf16Be) : std::nullopt;
}

twin::Result<std::string> to_utf8(std::string_view bytes, TextEncoding encoding) {
  if (encoding == kUtf16Le || encoding == kUtf16Be) return from_utf16(bytes, encoding);
  if (encoding == kUtf8) return std::string(bytes.starts_with(kUtf8Mark) ? bytes.substr(kUtf8Mark.size()) : bytes);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 16);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const char32_t c = of_byte(byte, encoding);
    if (c == 0 && byte != 0) return no_character(at, encoding);
    append(out, c);
  }
  return out;
}

twin::Problem unknown_encoding(std::string_view name) {
  return {"encoding-unsupported", "No encoding that is read is called so.", "encoding", twin::excerpt(name),
          fmt::format("Read are {}.", fmt::join(kNames, ", "))};
}

twin::Finding converted_note(const std::string& file, TextEncoding encoding) {
  return {"encoding-converted", twin::Severity::kInfo, "", "", file, std::string(name_of(encoding)),
          "Nothing to do: the text was read in this encoding, which its first bytes tell; UTF-8 is what others expect."};
}

}  // namespace geo

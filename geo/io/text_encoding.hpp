#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// How the characters of a text became bytes.
enum class TextEncoding : std::uint8_t { kUtf8, kUtf16Le, kUtf16Be, kLatin1, kLatin9, kWindows1252 };

std::string_view name_of(TextEncoding encoding);  ///< as the IANA registers it: "UTF-16LE", "ISO-8859-1"
std::span<const std::string_view> text_encoding_names();
/// Letters in any case, and the usual other names ("latin1", "cp1252", "utf8", "UTF-16" for the little-endian one).
std::optional<TextEncoding> text_encoding_named(std::string_view name);

/// What the first bytes tell: a mark of UTF-8 or UTF-16, or letters of ASCII with a zero beside each (UTF-16 without one).
std::optional<TextEncoding> told_encoding(std::string_view bytes);

/// The same text as UTF-8, without its mark. Error `encoding-invalid` with the place ("byte 12") for what is no character.
twin::Result<std::string> to_utf8(std::string_view bytes, TextEncoding encoding);

/// `encoding-unsupported` for a name that nobody knows, with the names that are.
twin::Problem unknown_encoding(std::string_view name);
/// `encoding-converted` (info): a file was read in an encoding that its bytes tell.
twin::Finding converted_note(const std::string& file, TextEncoding encoding);

}  // namespace geo

#include "geo/io/cityjson_quick_attributes.hpp"

#include <simdjson.h>

#include <string>

#include "geo/io/cityjson_attributes.hpp"
#include "geo/io/cityjson_names.hpp"
#include "geo/io/json_double.hpp"
#include "geo/io/json_text.hpp"

namespace geo::cityjson {
namespace {

/// Names of types, each with as many bytes behind it as `copied` reads.
constexpr char kTypes[] = "string\0bool\0int\0double\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
constexpr std::string_view kString(kTypes, 6), kBool(kTypes + 7, 4), kInt(kTypes + 12, 3), kDouble(kTypes + 16, 6);

/// A scalar as an attribute: how it is written, and of which type it is. No type for null.
struct Scalar {
  std::string_view text;
  std::string_view type;
};

std::string_view between(const char* from, const char* to) { return {from, static_cast<std::size_t>(to - from)}; }

/// @param buffer  holds the text of a number that is written otherwise than it stands there
/// @returns the byte behind it; nullptr for anything else
const char* scalar_at(const char* p, char (&buffer)[64], Scalar& out) {
  if (*p == '"') {
    const char* const close = json_text::end_of_plain_string(p);
    if (close == nullptr) return nullptr;
    out = {between(p + 1, close), kString};
    return close + 1;
  }
  if (*p == 't' || *p == 'f' || *p == 'n') {
    const char* const end = json_text::end_of_sound_value(p);
    if (end != nullptr && *p != 'n') out = {between(p, end), kBool};
    return end;
  }
  const auto number = json_text::number_at(p);
  if (number.end == nullptr) return nullptr;
  if (number.whole) {
    if (number.digits == 0 && number.negative) return nullptr;
    out = {between(p, number.end), kInt};
    return number.end;
  }
  const auto value = json_text::double_of(number, between(p, number.end));
  if (!value) return nullptr;
  out.type = kDouble;
  if (json_text::is_shortest(number, between(p, number.end), *value)) {
    out.text = between(p, number.end);
  } else {
    out.text = between(buffer, simdjson::internal::to_chars(buffer, buffer + sizeof buffer, *value));
  }
  return number.end;
}

/// What a name means: its place among the core names, or one of these.
constexpr int kGeneric = -1, kOwn = -2;

int meaning_of(std::string_view name) {
  if (name.starts_with(kOwnPrefix)) return kOwn;
  for (std::size_t i = 0; i < kCoreNames.size(); ++i) {
    if (kCoreNames[i].name == name) return static_cast<int>(i);
  }
  return kGeneric;
}

constexpr std::size_t kWithin = 15;  ///< what a string holds without memory of its own

/// A short text with at least so many bytes to be read from its beginning: copied without asking how short.
inline std::string short_copy(std::string_view text) {
  std::string out(text.data(), kWithin);
  out.resize(text.size());
  return out;
}
inline std::string copied(std::string_view text) { return text.size() > kWithin ? std::string(text) : short_copy(text); }

/// Becomes the attribute in its place, with nothing copied or moved.
struct NewAttribute {
  std::string_view name;
  const Scalar& scalar;
  operator twin::GenericAttribute() const { return {copied(name), copied(scalar.type), copied(scalar.text), {}}; }
};

}  // namespace

bool read_plain_attributes(std::string_view attributes, json_text::AlikeObjects& alike, RawPart& part, std::size_t& text_bytes) {
  constexpr std::size_t kUsual = 8;
  const std::size_t bytes_before = text_bytes;
  char buffer[64];
  const auto take = [&](std::string_view name, int meaning, const char* at) -> const char* {
    Scalar scalar;
    const char* const behind = meaning != kOwn ? scalar_at(at, buffer, scalar) : nullptr;
    if (behind == nullptr || scalar.type.empty()) return behind;
    if (meaning >= 0) {
      text_bytes += scalar.text.size();
      (part.core.*(kCoreNames[static_cast<std::size_t>(meaning)].field)).assign(scalar.text);
    } else if (text_bytes <= kMaxBuildingText) {
      if (part.attributes.empty()) part.attributes.reserve(kUsual);
      part.attributes.emplace_back(NewAttribute{name, scalar});
      text_bytes += name.size() + scalar.text.size() + 16;
    }
    return behind;
  };
  if (alike.each(attributes.data(), meaning_of, take) == attributes.data() + attributes.size()) return true;
  part.attributes.clear();
  part.core = {};
  text_bytes = bytes_before;
  return false;
}

}  // namespace geo::cityjson

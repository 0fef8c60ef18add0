#include "geo/io/cityjson_quick_attributes.hpp"

#include <simdjson.h>

#include <algorithm>

#include "geo/io/cityjson_attributes.hpp"
#include "geo/io/cityjson_names.hpp"
#include "geo/io/json_double.hpp"
#include "geo/io/json_text.hpp"

namespace geo::cityjson {
namespace {

using json_text::FewNames;

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
    out = {between(p + 1, close), "string"};
    return close + 1;
  }
  if (*p == 't' || *p == 'f' || *p == 'n') {
    const char* const end = json_text::end_of_sound_value(p);
    if (end != nullptr && *p != 'n') out = {between(p, end), "bool"};
    return end;
  }
  const auto number = json_text::number_at(p);
  if (number.end == nullptr) return nullptr;
  if (number.whole) {
    if (number.digits == 0 && number.negative) return nullptr;
    out = {between(p, number.end), "int"};
    return number.end;
  }
  const auto value = json_text::double_of(number, between(p, number.end));
  if (!value) return nullptr;
  out.type = "double";
  if (json_text::is_shortest(number, between(p, number.end), *value)) {
    out.text = between(p, number.end);
  } else {
    out.text = between(buffer, simdjson::internal::to_chars(buffer, buffer + sizeof buffer, *value));
  }
  return number.end;
}

const CoreName* core_name(std::string_view name) {
  const auto* const found =
      std::find_if(kCoreNames.begin(), kCoreNames.end(), [&](const CoreName& each) { return each.name == name; });
  return found != kCoreNames.end() ? found : nullptr;
}

}  // namespace

bool read_plain_attributes(std::string_view attributes, RawPart& part, std::size_t& text_bytes) {
  constexpr std::size_t kUsual = 8;
  const std::size_t bytes_before = text_bytes;
  FewNames names;
  char buffer[64];
  const char* const end =
      json_text::each_member(attributes.data(), attributes.data(), [&](const json_text::Member& member, const char* at) -> const char* {
        const auto name = member.name;
        if (!member.plain || name.starts_with(kOwnPrefix) || names.add(name) != FewNames::Seen::kNew) return nullptr;
        Scalar scalar;
        const char* const behind = scalar_at(at, buffer, scalar);
        if (behind == nullptr || scalar.type.empty()) return behind;
        if (const auto* const core = core_name(name)) {
          text_bytes += scalar.text.size();
          (part.core.*(core->field)).assign(scalar.text);
        } else if (text_bytes <= kMaxBuildingText) {
          if (part.attributes.empty()) part.attributes.reserve(kUsual);
          auto& attribute = part.attributes.emplace_back();
          attribute.name.assign(name);
          attribute.type.assign(scalar.type);
          attribute.value.assign(scalar.text);
          text_bytes += name.size() + scalar.text.size() + 16;
        }
        return behind;
      });
  if (end == attributes.data() + attributes.size()) return true;
  part.attributes.clear();
  part.core = {};
  text_bytes = bytes_before;
  return false;
}

}  // namespace geo::cityjson

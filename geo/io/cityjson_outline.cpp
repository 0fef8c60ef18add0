#include "geo/io/cityjson_outline.hpp"

#include "geo/io/json_text.hpp"

namespace geo::cityjson {

std::string_view Outline::rest_text() const {
  return std::string_view(rest).substr(0, rest.size() - json_text::kPadding);
}

namespace {

/// The byte behind "CityObjects"; on the way its objects are taken apart. What is odd about them is told by who asks again.
const char* end_of_objects(const char* p, const char* end, Parsers& parsers, std::optional<Family>& out) {
  constexpr std::size_t kUsual = 1024;  // bytes of an object with its vertices
  twin::Diagnostics odd;
  out.emplace();
  out->reserve(static_cast<std::size_t>(end - p) / kUsual + 1);
  const auto behind = split_objects(p, end, JsonPlace(""), parsers, odd, *out);
  if (behind && odd.findings.empty()) return *behind;
  out.reset();
  return json_text::end_of_value(p, end);
}

}  // namespace

bool take_apart(std::string_view text, Parsers& parsers, Outline& out) {
  out.rest.clear();
  out.rest.push_back('{');
  out.objects.reset();
  out.vertices.reset();
  out.family.reset();
  out.doubled = false;
  parsers.texts.clear();
  const char* const end = text.data() + text.size();
  const auto take = [&](const json_text::Member& member, const char* at) -> const char* {
    const auto unescaped = member.plain ? std::optional(member.name) : parsers.texts.add(member.name);
    if (!unescaped) return nullptr;
    const bool objects = *unescaped == "CityObjects";
    const char* const behind =
        objects && !out.objects ? end_of_objects(at, end, parsers, out.family) : json_text::end_of_value(at, end);
    if (behind == nullptr) return nullptr;
    const std::string_view value(at, static_cast<std::size_t>(behind - at));
    if (objects || *unescaped == "vertices") {
      auto& place = objects ? out.objects : out.vertices;
      out.doubled = out.doubled || place;
      place = value;
      return behind;
    }
    if (out.rest.size() > 1) out.rest += ',';
    out.rest.append("\"").append(member.name).append("\":").append(value);
    return behind;
  };
  const char* const behind = json_text::each_member(json_text::past_blanks(text.data()), end, take);
  out.rest.append("}").append(json_text::kPadding, '\0');
  return behind != nullptr && json_text::past_blanks(behind) == end;
}

}  // namespace geo::cityjson

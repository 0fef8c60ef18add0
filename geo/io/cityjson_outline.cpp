#include "geo/io/cityjson_outline.hpp"

#include "geo/io/cityjson_parsed.hpp"
#include "geo/io/json_text.hpp"

namespace geo::cityjson {

std::string_view Outline::rest_text() const {
  return std::string_view(rest).substr(0, rest.size() - json_text::kPadding);
}

bool take_apart(std::string_view text, Outline& out) {
  out.rest.clear();
  out.rest.push_back('{');
  out.objects.reset();
  out.vertices.reset();
  out.doubled = false;
  const char* const end = text.data() + text.size();
  std::optional<UnescapedTexts> texts;
  const auto take = [&](const json_text::Member& member, const char* at) -> const char* {
    const char* const behind = json_text::end_of_value(at, end);
    if (behind == nullptr) return nullptr;
    const std::string_view value(at, static_cast<std::size_t>(behind - at));
    auto name = member.name;
    if (!member.plain) {
      if (!texts) texts.emplace();
      const auto unescaped = texts->add(member.name);
      if (!unescaped) return nullptr;
      name = *unescaped;
    }
    if (name == "CityObjects" || name == "vertices") {
      auto& place = name == "vertices" ? out.vertices : out.objects;
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

#include "geo/io/register_kind.hpp"

#include "geo/io/register_values.hpp"

namespace geo {
namespace {

/// The value of the member "type" of the outermost object, as far as the text goes; "" when it is not there.
std::string_view outer_type(std::string_view text) {
  int depth = 0;
  bool in_text = false, key_is_type = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c != '"') continue;
      in_text = false;
      const auto word = text.substr(start, i - start);
      if (depth != 1) continue;
      if (key_is_type) return word;
      const auto next = text.find_first_not_of(" \t\r\n", i + 1);
      key_is_type = word == "type" && next != std::string_view::npos && text[next] == ':';
      continue;
    }
    if (c == '"') {
      in_text = true;
      start = i + 1;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
  }
  return {};
}

}  // namespace

std::string_view root_element(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (at + 1 >= text.size()) return {};
    if (text.substr(at, 4) == "<!--") {
      at = text.find("-->", at);
      if (at == std::string_view::npos) return {};
      continue;
    }
    if (text[at + 1] == '?' || text[at + 1] == '!') continue;
    auto name = text.substr(at + 1, text.find_first_of(" \t\r\n/>", at) - at - 1);
    if (const auto colon = name.find(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
    return name;
  }
  return {};
}

std::optional<LayerFormat> layer_format_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("SQLite format 3\0"sv)) return LayerFormat::kGeoPackage;
  if (head.starts_with("\x00\x00\x27\x0A"sv)) return LayerFormat::kShapefile;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const auto text = trimmed(head);
  if (text.starts_with('{') && outer_type(text) == "FeatureCollection") return LayerFormat::kGeoJson;
  if (text.starts_with('<') && root_element(text) == "FeatureCollection") return LayerFormat::kGml;
  return std::nullopt;
}

}  // namespace geo

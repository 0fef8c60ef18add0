#include "geo/io/cityjson_parsed.hpp"

#include <algorithm>

namespace geo::cityjson {

simdjson::error_code ParsedValue::parse_only(std::string_view text) {
  constexpr std::size_t kLeast = std::size_t{1} << 14;
  if (parser_.capacity() < text.size() || parser_.max_depth() != depth_) {
    if (const auto error = parser_.allocate(std::max(text.size(), kLeast), depth_)) return error;
  }
  return parser_.parse(text.data(), text.size(), false).get(root_);
}

twin::Status ParsedValue::parse(std::string_view text, const JsonPlace& place) {
  if (parse_only(text)) return unsound(place);
  return check_members(root_, place);
}

twin::Problem unsound(const JsonPlace& place) {
  return {"json-malformed", "The text is not JSON that we read.", place.text(), "", "Write it again with another program."};
}

std::optional<std::string_view> UnescapedTexts::add(std::string_view raw) {
  std::string_view out;
  if (parsed_.parse_only({raw.data() - 1, raw.size() + 2}) || parsed_.root().get(out) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return *texts_.emplace_back(std::make_unique<const std::string>(out));
}

}  // namespace geo::cityjson

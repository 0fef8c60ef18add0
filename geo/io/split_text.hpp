#pragma once

#include <string_view>
#include <vector>

namespace geo {

/// The pieces between separators, empty ones too; one piece where there is none.
inline std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0;;) {
    const auto next = text.find(separator, at);
    out.push_back(text.substr(at, next - at));
    if (next == std::string_view::npos) return out;
    at = next + 1;
  }
}

}  // namespace geo

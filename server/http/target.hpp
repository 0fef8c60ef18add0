#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "twin_core/base/result.hpp"

namespace server {

/// A request address taken apart and decoded.
struct Target {
  std::string path;
  std::vector<std::string> segments;  ///< "/" has none; one trailing slash is forgiven
  std::vector<std::pair<std::string, std::string>> query;
};

/// Segments are names, never paths: a slash in one ("%2F") belongs to the name, as ids of features have them. One that is
/// or holds "." or ".." between slashes, a backslash, a control character or broken UTF-8 after decoding (once, never
/// twice) is refused.
/// Errors: `request-malformed`.
twin::Result<Target> parse_target(std::string_view raw);

}  // namespace server

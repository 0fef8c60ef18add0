#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "twin_core/base/result.hpp"

namespace server {

struct GateLimits {
  std::size_t header_bytes = 16 * 1024;  ///< request line, fields and the empty line together
  std::size_t fields = 100;
  std::size_t target_bytes = 8000;
};

/// A request head that passed the gate.
struct RequestHead {
  std::string method;                ///< one of the seven that the routes know
  std::string target;                ///< as sent; starts with '/'
  int minor_version = 1;             ///< HTTP/1.x
  std::vector<std::pair<std::string, std::string>> fields;  ///< lower-case names, values trimmed, in order
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = true;
  bool expect_continue = false;

  std::string field(std::string_view lower_name) const;  ///< first one, or empty
};

/// Judges the raw bytes of one header block, up to and including its empty line, before any parser
/// sees them: whatever two readers could understand differently is refused (RFC 9112, section 11).
///
/// Errors, after each of which the connection must be closed: `request-malformed` (bare CR or LF,
/// control characters, space before a colon, folded lines, request line, address, length),
/// `http-version-unsupported`, `method-unknown`, `target-too-long`, `host-header` (not exactly one),
/// `too-many-fields`, `header-too-large`, `framing-ambiguous` (two lengths, length and coding, a
/// coding that is not exactly "chunked", a coding in HTTP/1.0), `transfer-coding-unsupported`,
/// `content-encoding-refused`, `expectation-unsupported`.
twin::Result<RequestHead> check_header_block(std::string_view block, const GateLimits& limits = {});

/// The same for a block that has not ended yet: refuses at once what can never become a good one.
/// nullopt: read on.
std::optional<twin::Problem> check_unfinished_block(std::string_view bytes, const GateLimits& limits = {});

/// Offset just after the empty line that ends the first header block, or nullopt.
std::optional<std::size_t> end_of_header_block(std::string_view bytes);

}  // namespace server

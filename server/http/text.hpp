#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace server {

// Characters and text of HTTP: ASCII only, no locale.

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool is_hexadecimal(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Without spaces and tabs at either end.
std::string_view trimmed(std::string_view text);

std::string lower_case(std::string_view text);

/// Comma-separated tokens, trimmed, lower case, empty ones left out.
std::vector<std::string> split_list(std::string_view text);

/// Percent-decoded; a malformed escape stays as it is.
std::string percent_decoded(std::string_view text);

/// Everything but unreserved characters (RFC 3986) escaped: safe as one path segment or query value.
std::string percent_encoded(std::string_view text);

}  // namespace server

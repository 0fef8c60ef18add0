#include "server/http/header_gate.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/http/text.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Problem;

constexpr std::array<std::string_view, 7> kMethods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

Problem refusal(std::string code, std::string message, std::string place, std::string_view value = {},
                std::string remedy = {}) {
  return {std::move(code), std::move(message), std::move(place), twin::excerpt(value), std::move(remedy)};
}

bool is_token_character(char c) {
  return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

/// Field values: visible characters, space, tab, and bytes above 0x7f (opaque to HTTP).
bool is_value_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

std::optional<Problem> check_version(std::string_view version) {
  const bool shaped = version.size() == 8 && version.substr(0, 5) == "HTTP/" && is_digit(version[5]) &&
                      version[6] == '.' && is_digit(version[7]);
  if (!shaped) return refusal("request-malformed", "The request line must end with the HTTP version.", "request line", version);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return refusal("http-version-unsupported", "This server speaks HTTP/1.1 and HTTP/1.0.", "request line", version,
                   "Put a reverse proxy in front for HTTP/2.");
  }
  return std::nullopt;
}

std::optional<Problem> check_target(std::string_view target, const GateLimits& limits) {
  if (target.size() > limits.target_bytes) {
    return refusal("target-too-long", "The address is longer than " + std::to_string(limits.target_bytes) + " bytes.",
                   "request line");
  }
  if (target.empty() || target.front() != '/') {
    return refusal("request-malformed", "The address must start with a slash.", "request line", target);
  }
  for (std::size_t i = 0; i < target.size(); ++i) {
    const auto byte = static_cast<unsigned char>(target[i]);
    const bool bad_escape =
        byte == '%' && (i + 2 >= target.size() || !is_hexadecimal(target[i + 1]) || !is_hexadecimal(target[i + 2]));
    if (byte <= 0x20 || byte > 0x7e || byte == '#' || byte == '\\' || bad_escape) {
      return refusal("request-malformed", "The address holds a character or percent-encoding that is not allowed.",
                     "request line, byte " + std::to_string(i), target.substr(i, 3),
                     "Percent-encode everything but letters, digits and - . _ ~ in names.");
    }
  }
  return std::nullopt;
}

std::optional<Problem> read_request_line(std::string_view line, const GateLimits& limits, RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || line.find(' ', first + 1) != last ||
      !is_token(line.substr(0, first))) {
    return refusal("request-malformed", "The request line must be method, address and version with one space between.",
                   "request line", line);
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (auto problem = check_version(version)) return problem;
  if (std::find(kMethods.begin(), kMethods.end(), method) == kMethods.end()) {
    return refusal("method-unknown", "The method is not one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.",
                   "request line", method);
  }
  if (auto problem = check_target(target, limits)) return problem;
  head.method = method;
  head.target = target;
  head.minor_version = version.back() - '0';
  return std::nullopt;
}

std::optional<Problem> read_field(std::string_view line, std::size_t number, RequestHead& head) {
  const std::string place = "field " + std::to_string(number);
  if (line.front() == ' ' || line.front() == '\t') {
    return refusal("request-malformed", "A header field must not be folded over two lines.", place, line);
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return refusal("request-malformed", "A header field must be a name, directly followed by a colon.", place, line);
  }
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_value_character)) {
    return refusal("request-malformed", "A header field holds a control character.", place, line);
  }
  head.fields.emplace_back(lower_case(line.substr(0, colon)), std::string(value));
  return std::nullopt;
}

std::vector<std::string_view> values_of(const RequestHead& head, std::string_view name) {
  std::vector<std::string_view> out;
  for (const auto& [field_name, value] : head.fields) {
    if (field_name == name) out.push_back(value);
  }
  return out;
}

std::optional<Problem> check_host(const RequestHead& head) {
  const auto hosts = values_of(head, "host");
  if (hosts.size() > 1 || (hosts.empty() && head.minor_version == 1)) {
    return refusal("host-header", "A request must name exactly one host.", "field Host",
                   std::to_string(hosts.size()) + " Host fields");
  }
  const auto allowed = [](char c) {
    return is_alphanumeric(c) || std::string_view("-._~:[]%!$&'()*+,;=").find(c) != std::string_view::npos;
  };
  if (!hosts.empty() && (hosts[0].empty() || !std::all_of(hosts[0].begin(), hosts[0].end(), allowed))) {
    return refusal("host-header", "The Host field must be a host name with an optional port.", "field Host", hosts[0]);
  }
  return std::nullopt;
}

/// How long the body is must have one reading only.
std::optional<Problem> check_framing(RequestHead& head) {
  const auto lengths = values_of(head, "content-length");
  const auto codings = values_of(head, "transfer-encoding");
  if (!codings.empty()) {
    const std::string coding = lower_case(codings[0]);
    if (!lengths.empty() || codings.size() > 1 || head.minor_version == 0) {
      return refusal("framing-ambiguous", "The end of the body is told in two ways.", "field Transfer-Encoding", codings[0],
                     "Send either Content-Length, or Transfer-Encoding: chunked in HTTP/1.1.");
    }
    const auto comma = coding.rfind(',');
    if (comma != std::string::npos && trimmed(std::string_view(coding).substr(comma + 1)) == "chunked" &&
        coding.find("chunked") > comma) {
      return refusal("transfer-coding-unsupported", "The only transfer coding taken is chunked.", "field Transfer-Encoding",
                     codings[0]);
    }
    if (coding != "chunked") {
      return refusal("framing-ambiguous", "The end of the body cannot be known with this transfer coding.",
                     "field Transfer-Encoding", codings[0], "Send Transfer-Encoding: chunked alone, or Content-Length.");
    }
    head.chunked = true;
    return std::nullopt;
  }
  if (lengths.size() > 1) {
    return refusal("framing-ambiguous", "Content-Length is given more than once.", "field Content-Length",
                   std::to_string(lengths.size()) + " Content-Length fields");
  }
  if (lengths.empty()) return std::nullopt;
  std::uint64_t length = 0;
  const std::string_view text = lengths[0];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || text.size() > 18 || !is_digit(text.front()) || error != std::errc{} || end != text.data() + text.size()) {
    return refusal("request-malformed", "Content-Length must be a plain decimal number.", "field Content-Length", text);
  }
  head.content_length = length;
  return std::nullopt;
}

std::optional<Problem> read_connection(RequestHead& head) {
  head.keep_alive = head.minor_version == 1;
  for (const auto value : values_of(head, "connection")) {
    for (const auto& token : split_list(value)) {
      if (token == "close") head.keep_alive = false;
      if (token == "keep-alive" && head.minor_version == 0) head.keep_alive = true;
    }
  }
  for (const auto value : values_of(head, "content-encoding")) {
    if (!value.empty() && lower_case(value) != "identity") {
      return refusal("content-encoding-refused", "Request bodies are taken as they are, not compressed.",
                     "field Content-Encoding", value);
    }
  }
  for (const auto value : values_of(head, "expect")) {
    if (lower_case(value) != "100-continue") {
      return refusal("expectation-unsupported", "The only expectation understood is 100-continue.", "field Expect", value);
    }
    head.expect_continue = head.minor_version == 1;
  }
  return std::nullopt;
}

}  // namespace

std::string RequestHead::field(std::string_view lower_name) const {
  for (const auto& [name, value] : fields) {
    if (name == lower_name) return value;
  }
  return {};
}

std::optional<std::size_t> end_of_header_block(std::string_view bytes) {
  const auto at = bytes.find("\r\n\r\n");
  return at == std::string_view::npos ? std::nullopt : std::optional<std::size_t>(at + 4);
}

std::optional<Problem> check_unfinished_block(std::string_view bytes, const GateLimits& limits) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    const bool bare_line_feed = c == '\n' && (i == 0 || bytes[i - 1] != '\r');
    const bool bare_return = c == '\r' && i + 1 < bytes.size() && bytes[i + 1] != '\n';
    if (bare_line_feed || bare_return || c == '\0') {
      return refusal("request-malformed", "Lines must end with CR LF, and no NUL may appear.", "byte " + std::to_string(i));
    }
  }
  if (bytes.size() >= limits.header_bytes) {
    return refusal("header-too-large", "The header is larger than " + std::to_string(limits.header_bytes) + " bytes.",
                   "header");
  }
  const auto fields = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  if (fields > limits.fields + 1) {
    return refusal("too-many-fields", "More than " + std::to_string(limits.fields) + " header fields.", "header");
  }
  return std::nullopt;
}

twin::Result<RequestHead> check_header_block(std::string_view block, const GateLimits& limits) {
  if (block.size() > limits.header_bytes) {
    return refusal("header-too-large", "The header is larger than " + std::to_string(limits.header_bytes) + " bytes.",
                   "header", std::to_string(block.size()) + " bytes");
  }
  if (block.size() < 4 || block.substr(block.size() - 4) != "\r\n\r\n") {
    return refusal("request-malformed", "The header does not end with an empty line.", "header");
  }
  GateLimits whole = limits;
  whole.header_bytes = block.size() + 1;
  whole.fields = block.size();
  if (auto problem = check_unfinished_block(block, whole)) return *problem;

  RequestHead head;
  std::string_view rest = block.substr(0, block.size() - 2);
  for (std::size_t number = 0; !rest.empty(); ++number) {
    const auto end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (number > limits.fields) {
      return refusal("too-many-fields", "More than " + std::to_string(limits.fields) + " header fields.", "header");
    }
    auto problem = number == 0 ? read_request_line(line, limits, head) : read_field(line, number, head);
    if (problem) return *problem;
  }
  if (auto problem = check_host(head)) return *problem;
  if (auto problem = check_framing(head)) return *problem;
  if (auto problem = read_connection(head)) return *problem;
  return head;
}

}  // namespace server

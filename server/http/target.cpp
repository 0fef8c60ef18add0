#include "server/http/target.hpp"

#include <algorithm>

#include "server/http/text.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

twin::Problem refusal(std::string message, std::string_view value) {
  return {"request-malformed", std::move(message), "address", twin::excerpt(value), ""};
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

/// "..", or "a/../b": what something careless could take for a way through folders.
bool climbs(std::string_view name) {
  while (true) {
    const auto end = std::min(name.find('/'), name.size());
    if (name.substr(0, end) == "." || name.substr(0, end) == "..") return true;
    if (end == name.size()) return false;
    name.remove_prefix(end + 1);
  }
}

twin::Result<std::string> decode_segment(std::string_view raw) {
  std::string segment = percent_decoded(raw);
  if (climbs(segment) || segment.find('\\') != std::string::npos || has_control(segment) || !twin::is_valid_utf8(segment)) {
    return refusal("A part of the address is not a plain name.", raw);
  }
  return segment;
}

twin::Result<std::string> decode_query_text(std::string_view raw) {
  std::string text(raw);
  std::replace(text.begin(), text.end(), '+', ' ');
  text = percent_decoded(text);
  if (has_control(text) || !twin::is_valid_utf8(text)) return refusal("A query parameter is not readable text.", raw);
  return text;
}

}  // namespace

twin::Result<Target> parse_target(std::string_view raw) {
  Target out;
  const auto question = raw.find('?');
  std::string_view path = raw.substr(0, question);
  if (path.empty() || path.front() != '/') return refusal("The address must start with a slash.", raw);
  path.remove_prefix(1);
  while (!path.empty()) {
    const auto slash = path.find('/');
    TWIN_TRY(std::string segment, decode_segment(path.substr(0, slash)));
    out.path.append(1, '/').append(segment);
    out.segments.push_back(std::move(segment));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  if (out.path.empty()) out.path.assign(1, '/');
  if (question == std::string_view::npos) return out;

  std::string_view query = raw.substr(question + 1);
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view piece = query.substr(0, end);
    if (!piece.empty()) {
      const auto equals = piece.find('=');
      TWIN_TRY(std::string name, decode_query_text(piece.substr(0, equals)));
      TWIN_TRY(std::string value, decode_query_text(equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1)));
      out.query.emplace_back(std::move(name), std::move(value));
    }
    if (end == std::string_view::npos) break;
    query.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace server

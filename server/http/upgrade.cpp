#include "server/http/upgrade.hpp"

#include <algorithm>

#include "server/http/text.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

bool lists(const RequestHead& head, std::string_view field, std::string_view token) {
  return std::any_of(head.fields.begin(), head.fields.end(), [&](const auto& entry) {
    const auto tokens = split_list(entry.second);
    return entry.first == field && std::find(tokens.begin(), tokens.end(), token) != tokens.end();
  });
}

/// "[::1]:8080" -> "[::1]", "localhost:8080" -> "localhost".
std::string_view without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  const auto bracket = host.rfind(']');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? host.substr(0, colon) : host;
}

bool is_loopback_name(std::string_view name) { return name == "localhost" || name == "127.0.0.1" || name == "[::1]"; }

}  // namespace

bool is_loopback_address(std::string_view address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

bool is_origin_allowed(std::string_view origin, std::string_view host, bool on_loopback) {
  if (origin.empty()) return true;
  const std::string text = lower_case(origin);
  std::string_view place = text;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (place.starts_with(scheme)) {
      place.remove_prefix(scheme.size());
      return (place == lower_case(host) && !on_loopback) || is_loopback_name(without_port(place));
    }
  }
  return false;
}

std::optional<twin::Problem> check_upgrade(const RequestHead& head, bool on_loopback) {
  using twin::Problem;
  if (head.method != "GET" || !lists(head, "upgrade", "websocket") || !lists(head, "connection", "upgrade")) {
    return Problem{"upgrade-required", "This address is a WebSocket.", std::string(kStreamPath), "",
                   "Connect with a WebSocket client and sub-protocol kaksonen.v1."};
  }
  if (head.minor_version != 1 || head.field("sec-websocket-version") != "13" ||
      head.field("sec-websocket-key").size() != 24 || head.chunked || head.content_length.value_or(0) != 0) {
    return Problem{"request-malformed", "The WebSocket handshake is not one of RFC 6455.", "header",
                   twin::excerpt(head.field("sec-websocket-version")), "Use version 13 with a 16-byte key and no body."};
  }
  if (!is_origin_allowed(head.field("origin"), head.field("host"), on_loopback)) {
    return Problem{"origin-not-allowed", "Pages of another origin may not open the stream.", "field Origin",
                   twin::excerpt(head.field("origin")), "Open the page from this server."};
  }
  const std::string offered = head.field("sec-websocket-protocol");
  if (!offered.empty() && !lists(head, "sec-websocket-protocol", kSubprotocol)) {
    return Problem{"subprotocol-missing", "The offered sub-protocols do not include kaksonen.v1.",
                   "field Sec-WebSocket-Protocol", twin::excerpt(offered), "Offer kaksonen.v1."};
  }
  return std::nullopt;
}

}  // namespace server

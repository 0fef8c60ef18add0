#pragma once

#include <optional>
#include <string_view>

#include "server/http/header_gate.hpp"
#include "twin_core/base/result.hpp"

namespace server {

inline constexpr std::string_view kStreamPath = "/stream";
inline constexpr std::string_view kSubprotocol = "kaksonen.v1";

/// Whether a server listening there can be reached from this machine alone.
bool is_loopback_address(std::string_view address);

/// True when the page that sent the request may use this server: no Origin (not a browser), the
/// server's own origin, or a page of this machine (localhost, 127.0.0.1, [::1]). On loopback the second does not
/// count: a foreign name that resolves to this machine (DNS rebinding) is no origin of ours.
bool is_origin_allowed(std::string_view origin, std::string_view host, bool on_loopback);

/// Whether a request for the stream may become a WebSocket. Errors: `upgrade-required`,
/// `request-malformed` (no handshake of RFC 6455), `origin-not-allowed`, `subprotocol-missing`
/// (protocols are offered, ours is not among them).
std::optional<twin::Problem> check_upgrade(const RequestHead& head, bool on_loopback);

}  // namespace server

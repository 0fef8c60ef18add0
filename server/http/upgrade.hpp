#pragma once

#include <optional>
#include <string_view>

#include "server/http/header_gate.hpp"
#include "twin_core/base/result.hpp"

namespace server {

inline constexpr std::string_view kStreamPath = "/stream";
inline constexpr std::string_view kSubprotocol = "kaksonen.v1";

/// True when the page that sent the request may use this server: no Origin (not a browser), the
/// server's own origin, or a page of this machine (localhost, 127.0.0.1, [::1]).
bool is_origin_allowed(std::string_view origin, std::string_view host);

/// Whether a request for the stream may become a WebSocket. Errors: `upgrade-required`,
/// `request-malformed` (no handshake of RFC 6455), `origin-not-allowed`, `subprotocol-missing`
/// (protocols are offered, ours is not among them).
std::optional<twin::Problem> check_upgrade(const RequestHead& head);

}  // namespace server

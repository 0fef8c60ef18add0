#pragma once

#include <string>

#include "server/http/http_server.hpp"

namespace server {

/// Status line and fields up to and including the empty line; length, date, connection and
/// `X-Content-Type-Options` are added here, so that handlers need not know them.
std::string response_head(const Response& response, bool keep_alive, int minor_version);

/// True when a response of this status may carry a body at all.
bool may_have_body(int status);

}  // namespace server

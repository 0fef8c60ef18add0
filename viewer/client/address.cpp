#include <charconv>

#include "viewer/client/http_client.hpp"

namespace viewer {

Address Address::parse(const std::string& url) {
  Address out;
  std::string rest = url;
  if (rest.starts_with("https://") || rest.starts_with("wss://")) {
    out.error = "encrypted addresses are for a reverse proxy; this program speaks http:// and ws://";
    return out;
  }
  for (const std::string scheme : {"http://", "ws://"}) {
    if (rest.starts_with(scheme)) rest = rest.substr(scheme.size());
  }
  if (rest.find("://") != std::string::npos) {
    out.error = "it must start with http:// or ws://";
    return out;
  }
  if (rest.ends_with('/')) rest.pop_back();
  std::string port;
  const auto colon = rest.rfind(':');
  const auto bracket = rest.rfind(']');
  if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
    port = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (port.empty() || error != std::errc{} || end != port.data() + port.size() || out.port == 0) {
      out.error = "\"" + port + "\" is no port number";
    }
  }
  if (rest.starts_with('[') && rest.ends_with(']')) rest = rest.substr(1, rest.size() - 2);
  if (rest.empty() || rest.find_first_of("/?# @\\") != std::string::npos) out.error = "\"" + rest + "\" is no host name";
  out.host = rest;
  return out;
}

}  // namespace viewer

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace viewer {

/// "http://localhost:8080" or "ws://…" taken apart; `error` says what is wrong with a bad one.
struct Address {
  std::string host;
  std::uint16_t port = 80;
  std::string error;
  static Address parse(const std::string& url);
};

struct HttpAnswer {
  int status = 0;                 ///< 0: no connection, see `error`
  std::string content_type, etag, body, error;
  std::string findings = {};      ///< header Kaksonen-Findings: what an export does not carry, JSON
};

/// Blocking HTTP/1.1 with keep-alive; one object per thread. Used by the viewer and, as a client like
/// any other, by the command line when --twin is an address.
class HttpClient {
 public:
  explicit HttpClient(Address address);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpAnswer send(const std::string& method, const std::string& target, const std::string& body = {},
                  const std::vector<std::pair<std::string, std::string>>& headers = {});
  HttpAnswer get(const std::string& target) { return send("GET", target); }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace viewer

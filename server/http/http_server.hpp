#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "twin_core/base/result.hpp"

namespace server {

/// A request as handlers see it. Only `server/http` names Beast.
struct Request {
  std::string method;                                 ///< GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS
  std::string path;                                   ///< percent-decoded, without query
  std::vector<std::string> segments;                  ///< of the path, decoded one by one
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
  std::map<std::string, std::string> headers;         ///< lower-case names; trailers never appear
  std::string body;
  std::string id;                                     ///< request id, for logs and problem documents
  bool on_loopback = false;                           ///< the server can be reached from this machine alone

  std::optional<std::string> query_value(std::string_view name) const;
  std::string header(std::string_view lower_name) const;
  /// "fi", "sv" or "en": the first of Accept-Language that we have texts in, else "en".
  std::string_view language() const;
};

/// Status, headers and a shared immutable buffer.
struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<const std::string> body;

  static Response text(int status, std::string content_type, std::string body);
};

/// RFC 9457 problem document; status and title from the catalogue, texts in the caller's language.
Response problem_response(const twin::Problem& problem, const Request& request);

/// One WebSocket connection as the stream sees it. Methods may be called from any thread; `send`
/// queues and never blocks (scene messages in order; `latest_key` non-empty: latest wins).
class StreamPeer {
 public:
  virtual ~StreamPeer() = default;
  virtual void send(std::shared_ptr<const std::string> message, const std::string& latest_key = {}) = 0;
  virtual void close(int code, const std::string& reason) = 0;
};

/// What the stream does with connections; called on a connection's strand, one call at a time.
class StreamHandler {
 public:
  virtual ~StreamHandler() = default;
  virtual void opened(const std::shared_ptr<StreamPeer>& peer) = 0;
  virtual void received(const std::shared_ptr<StreamPeer>& peer, std::string_view message) = 0;
  virtual void closed(const std::shared_ptr<StreamPeer>& peer) = 0;
};

struct HttpOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;           ///< 0 = any free one
  int threads = 2;
  std::size_t header_limit = 16 * 1024;
  std::size_t field_limit = 100;
  std::size_t body_limit = 1 << 20;
  std::size_t upload_limit = std::size_t{2} << 30;  ///< POST /import only
  std::size_t message_limit = 256 * 1024;           ///< WebSocket, from clients
  std::size_t outbox_limit = 1 << 20;
  int workers = 4;                          ///< threads that run handlers, which may block
  std::size_t connection_limit = 8192;      ///< more are turned away with 503
  std::size_t connections_per_address = 200;  ///< loopback is exempt
  std::size_t requests_per_connection = 1000;
  std::chrono::milliseconds header_timeout{10'000};  ///< first byte to empty line, then 408
  std::chrono::milliseconds idle_timeout{60'000};    ///< between requests
  std::chrono::milliseconds body_grace{10'000};      ///< afterwards a body must keep up 1 KiB/s
};

/// HTTP/1.1 and WebSocket on Boost.Asio/Beast coroutines behind the raw-byte header gate.
class HttpServer {
 public:
  using Handler = std::function<Response(const Request&)>;   ///< runs on a worker thread, may block

  static twin::Result<std::unique_ptr<HttpServer>> start(const HttpOptions& options, Handler handler,
                                                         std::shared_ptr<StreamHandler> stream);
  virtual ~HttpServer() = default;
  virtual std::uint16_t port() const = 0;
  virtual void stop() = 0;      ///< drains for at most 10 s
};

}  // namespace server

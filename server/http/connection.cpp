#include "server/http/connection.hpp"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <new>

#include "server/http/response_head.hpp"
#include "server/http/target.hpp"
#include "server/http/upgrade.hpp"

namespace server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kReadSize = 16 * 1024;
constexpr std::size_t kBodyReadSize = 64 * 1024;
constexpr seconds kWriteProgress{30};
constexpr seconds kLinger{2};
constexpr std::size_t kLingerBytes = 1 << 20;

twin::Problem problem(std::string code, std::string message, std::string place = {}, std::string remedy = {}) {
  return {std::move(code), std::move(message), std::move(place), "", std::move(remedy)};
}

/// One connection: requests one after another, all on the strand of the socket.
class Connection final : public Stoppable, public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, std::shared_ptr<ServerCore> core, asio::thread_pool& workers,
             std::string address)
      : executor_(socket.get_executor()), socket_(std::move(socket)), timer_(executor_), core_(std::move(core)), workers_(workers), address_(std::move(address)) {}

  ~Connection() override {
    if (entered_) core_->leave(address_);
  }

  void request_stop() override {
    asio::post(executor_, [self = shared_from_this()] {
      self->stopping_ = true;
      if (self->idle_ && !self->upgraded_) self->close_socket();
    });
  }

  asio::awaitable<void> run() {
    core_->add(shared_from_this());
    for (std::size_t served = 0; !stopping_ && co_await serve_one(served);) ++served;
    core_->remove(this);
    if (!upgraded_) co_await close_gently();
  }

 private:
  /// False when the connection must end.
  asio::awaitable<bool> serve_one(std::size_t served) {
    twin::Result<RequestHead> head = co_await read_head(served == 0);
    if (closed_) co_return false;
    if (!head) co_return co_await refuse(head.problem());
    auto target = parse_target(head->target);
    if (!target) co_return co_await refuse(target.problem());
    if (target->path == kStreamPath && core_->stream) co_return co_await upgrade(*head);

    Request request;
    request.id = core_->next_request_id();
    request.method = head->method;
    request.on_loopback = is_loopback_address(core_->options.address);
    request.path = std::move(target->path);
    request.segments = std::move(target->segments);
    request.query = std::move(target->query);
    for (const auto& [name, value] : head->fields) {
      std::string& slot = request.headers[name];
      slot = slot.empty() ? value : slot + ", " + value;
    }
    if (head->chunked || head->content_length.value_or(0) > 0) {
      const twin::Status read = co_await read_body(*head, request);
      if (closed_) co_return false;
      if (!read) co_return co_await refuse(read.problem());
    } else {
      buffer_.consume(block_);
    }
    const Response response = co_await answer(request);
    const bool keep = head->keep_alive && !stopping_ && served + 1 < core_->options.requests_per_connection;
    co_return co_await write(response, keep, head->minor_version, head->method == "HEAD") && keep;
  }

  /// Reads until the header block is whole and judges it. Leaves it in the buffer, `block_` bytes.
  asio::awaitable<twin::Result<RequestHead>> read_head(bool first) {
    const GateLimits limits{core_->options.header_limit, core_->options.field_limit, 8000};
    bool started = buffer_.size() > 0;
    limit_to(started || first ? core_->options.header_timeout : core_->options.idle_timeout);
    idle_ = !started;
    for (;;) {
      skip_one_empty_line();
      const std::string_view bytes(static_cast<const char*>(buffer_.data().data()), buffer_.size());
      if (const auto end = end_of_header_block(bytes)) {
        block_ = *end;
        idle_ = false;
        co_return check_header_block(bytes.substr(0, block_), limits);
      }
      if (auto refused = check_unfinished_block(bytes, limits)) co_return *refused;

      error_code error;
      const std::size_t count =
          co_await socket_.async_read_some(buffer_.prepare(kReadSize), asio::redirect_error(asio::use_awaitable, error));
      buffer_.commit(count);
      if (error && timed_out_ && started) {
        co_return problem("time-out", "The header was not complete in time.");
      }
      if (error) {
        closed_ = true;
        co_return problem("time-out", "closed");
      }
      idle_ = false;
      if (!started && !first) limit_to(core_->options.header_timeout);
      started = true;
    }
  }

  /// RFC 9112, 2.2: an empty line before the request line is forgiven, one only.
  void skip_one_empty_line() {
    const std::string_view bytes(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    if (!skipped_empty_line_ && bytes.starts_with("\r\n")) {
      buffer_.consume(2);
      skipped_empty_line_ = true;
    }
  }

  asio::awaitable<twin::Status> read_body(const RequestHead& head, Request& request) {
    const std::size_t limit = request.method == "POST" && request.path == "/import" ? core_->options.upload_limit
                                                                                    : core_->options.body_limit;
    const twin::Problem too_large = problem("body-too-large", "The body is larger than " + std::to_string(limit) + " bytes.",
                                            "body", "Send it in parts, or import files through POST /import.");
    if (head.content_length.value_or(0) > limit) co_return too_large;
    http::request_parser<http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(core_->options.header_limit + 1));
    parser.body_limit(limit);
    error_code error;
    parser.put(asio::buffer(buffer_.data().data(), block_), error);
    buffer_.consume(block_);
    if (error) co_return problem("request-malformed", "The header is not one of HTTP/1.1.", "header");
    if (head.expect_continue && buffer_.size() == 0) {
      co_await asio::async_write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                                 asio::redirect_error(asio::use_awaitable, error));
    }
    parser.eager(true);
    const auto begin = Clock::now();
    std::size_t received = 0;
    while (!parser.is_done()) {
      error = {};
      if (buffer_.size() > 0) buffer_.consume(parser.put(buffer_.data(), error));
      if (parser.is_done()) break;
      if (error == http::error::body_limit) co_return too_large;
      if ((error && error != http::error::need_more) || buffer_.size() > kBodyReadSize) {
        co_return problem("request-malformed", "The chunks of the body are malformed.", "body");
      }
      limit_to(begin + core_->options.body_grace + milliseconds(received * 1000 / 1024) - Clock::now());
      const std::size_t count = co_await socket_.async_read_some(buffer_.prepare(kBodyReadSize),
                                                                 asio::redirect_error(asio::use_awaitable, error));
      buffer_.commit(count);
      received += count;
      if (error && timed_out_) {
        co_return problem("time-out", "The body came slower than 1 KiB per second.", "body");
      }
      if (error) {
        closed_ = true;
        co_return problem("time-out", "closed");
      }
    }
    request.body = std::move(parser.get().body());
    if (received > kBodyReadSize) buffer_.shrink_to_fit();
    co_return twin::Done{};
  }

  /// Runs the handler on a worker, so that it may block without holding up the input and output.
  asio::awaitable<Response> answer(const Request& request) {
    limit_never();
    co_return co_await asio::co_spawn(
        workers_.get_executor(), [this, &request]() -> asio::awaitable<Response> { co_return call_handler(request); },
        asio::use_awaitable);
  }

  Response call_handler(const Request& request) const {
    try {
      return core_->handler(request);
    } catch (const std::bad_alloc&) {
      return problem_response(problem("busy", "There is not enough memory for this request."), request);
    } catch (const std::exception&) {
      return problem_response(problem("internal", "The server failed; this is its fault, not the request's."), request);
    }
  }

  asio::awaitable<bool> upgrade(const RequestHead& head) {
    if (const auto refused = check_upgrade(head, is_loopback_address(core_->options.address))) co_return co_await refuse(*refused);
    buffer_.consume(block_);
    if (buffer_.size() > 0) {
      co_return co_await refuse(problem("request-malformed", "Bytes follow the handshake before it is answered.", "header"));
    }
    limit_never();
    upgraded_ = true;
    entered_ = false;
    serve_websocket(beast::tcp_stream(std::move(socket_)), head, core_, address_);
    co_return false;
  }

  asio::awaitable<bool> refuse(const twin::Problem& refused) {
    Request request;
    request.id = core_->next_request_id();
    co_await write(problem_response(refused, request), false, 1, false);
    co_return false;
  }

  /// Header and shared body in one gathered write; false when the client is gone or stands still.
  asio::awaitable<bool> write(const Response& response, bool keep, int minor_version, bool head_only) {
    const std::string head = response_head(response, keep, minor_version);
    const bool with_body = response.body && !head_only && may_have_body(response.status);
    std::array<asio::const_buffer, 2> rest = {
        asio::buffer(head), with_body ? asio::buffer(*response.body) : asio::const_buffer()};
    while (rest[0].size() + rest[1].size() > 0) {
      limit_to(kWriteProgress);
      error_code error;
      std::size_t count = co_await socket_.async_write_some(rest, asio::redirect_error(asio::use_awaitable, error));
      if (error) {
        closed_ = true;
        co_return false;
      }
      for (auto& part : rest) {
        const std::size_t used = std::min(count, part.size());
        part += used;
        count -= used;
      }
    }
    skipped_empty_line_ = false;
    co_return true;
  }

  /// Lets the client read the last answer before the connection goes: a close with unread input would
  /// reset it (RFC 9112, 9.6).
  asio::awaitable<void> close_gently() {
    error_code error;
    if (!closed_) {
      socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
      limit_to(kLinger);
      std::size_t dropped = 0;
      while (!error && !stopping_ && dropped < kLingerBytes) {
        buffer_.clear();
        dropped += co_await socket_.async_read_some(buffer_.prepare(kReadSize),
                                                    asio::redirect_error(asio::use_awaitable, error));
      }
    }
    limit_never();
    close_socket();
  }

  void close_socket() {
    error_code ignored;
    socket_.close(ignored);
  }

  /// Cancels what the socket is doing when the time is up; the connection itself stays usable, so that
  /// a late client can still be told (Beast's own time-outs close it).
  void limit_to(Clock::duration time) {
    limit_never();
    timer_.expires_after(time);
    timer_.async_wait([self = weak_from_this(), arming = arming_](error_code error) {
      const auto alive = self.lock();
      if (error || !alive || alive->arming_ != arming) return;
      alive->timed_out_ = true;
      error_code ignored;
      alive->socket_.cancel(ignored);
    });
  }

  void limit_never() {
    ++arming_;
    timed_out_ = false;
    timer_.cancel();
  }

  asio::any_io_executor executor_;  ///< the strand; outlives the hand-over of the socket
  asio::ip::tcp::socket socket_;
  asio::steady_timer timer_;
  std::uint64_t arming_ = 0;
  bool timed_out_ = false;
  beast::flat_buffer buffer_;
  std::size_t block_ = 0;
  bool skipped_empty_line_ = false;
  bool closed_ = false;     ///< the client is gone: nothing more to say
  bool idle_ = true;
  bool stopping_ = false;
  bool upgraded_ = false;
  bool entered_ = true;     ///< leaves the core in the destructor
  std::shared_ptr<ServerCore> core_;
  asio::thread_pool& workers_;
  std::string address_;
};

}  // namespace

void serve_connection(asio::ip::tcp::socket socket, std::shared_ptr<ServerCore> core, asio::thread_pool& workers,
                      std::string address) {
  const auto executor = socket.get_executor();
  auto connection = std::make_shared<Connection>(std::move(socket), std::move(core), workers, std::move(address));
  asio::co_spawn(
      executor, [connection]() -> asio::awaitable<void> { co_await connection->run(); }, asio::detached);
}

}  // namespace server

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <mutex>

#include "server/http/connection.hpp"
#include "server/http/outbox.hpp"
#include "server/http/upgrade.hpp"

namespace server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMessagesPerSecond = 100;
constexpr std::chrono::seconds kHandshake{10};
/// Ping after 30 s of silence, and 10 s for the pong; Beast pings at half of its idle time-out, so a
/// dead client is noticed after 40 s as promised and a living one is asked every 20 s.
constexpr std::chrono::seconds kSilence{40};
constexpr std::chrono::seconds kCloseGrace{2};
constexpr int kSendBuffer = 256 * 1024;

/// One client of the stream. Reading, writing and closing happen on the strand of the socket; `send`
/// and `close` only queue, from any thread.
class WebSocketSession final : public StreamPeer,
                               public Stoppable,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(beast::tcp_stream stream, std::shared_ptr<ServerCore> core, std::string address)
      : executor_(stream.get_executor()),
        socket_(std::move(stream)),
        close_timer_(executor_),
        core_(std::move(core)),
        address_(std::move(address)),
        outbox_(core_->options.outbox_limit) {}

  ~WebSocketSession() override {
    core_->remove(this);
    core_->leave(address_);
  }

  void start(const RequestHead& head) {
    // What the kernel holds for a client that does not read is memory too: bounded, so that the outbox
    // notices soon, instead of the 4 MiB that Linux would grow it to.
    error_code ignored;
    beast::get_lowest_layer(socket_).socket().set_option(asio::socket_base::send_buffer_size(kSendBuffer), ignored);
    websocket::stream_base::timeout times{kHandshake, kSilence, true};
    socket_.set_option(times);
    const bool offered = !head.field("sec-websocket-protocol").empty();
    socket_.set_option(websocket::stream_base::decorator([offered](websocket::response_type& response) {
      response.set(http::field::server, "kaksonen");
      if (offered) response.set(http::field::sec_websocket_protocol, beast::string_view(kSubprotocol.data(), kSubprotocol.size()));
    }));
    socket_.read_message_max(core_->options.message_limit);
    socket_.auto_fragment(false);
    socket_.binary(true);
    // A client that has said goodbye gets nothing more, however long it keeps the connection itself.
    socket_.control_callback([this](websocket::frame_type kind, beast::string_view) {
      if (kind == websocket::frame_type::close) finish();
    });
    handshake_.version(11);
    handshake_.method(http::verb::get);
    handshake_.target(head.target);
    for (const auto& [name, value] : head.fields) handshake_.insert(name, value);
    socket_.async_accept(handshake_, [self = shared_from_this()](error_code error) { self->accepted(error); });
  }

  void send(std::shared_ptr<const std::string> message, const std::string& latest_key) override {
    bool start_writing = false;
    bool overflowed = false;
    {
      const std::scoped_lock lock(mutex_);
      if (closing_) return;
      overflowed = !outbox_.push(std::move(message), latest_key);
      start_writing = !overflowed && !writing_;
      writing_ = writing_ || start_writing;
    }
    if (start_writing) asio::post(executor_, [self = shared_from_this()] { self->write_next(); });
    if (overflowed) close(1013, "client-too-slow: more than the outbox holds was waiting; connect again and resume");
  }

  void close(int code, const std::string& reason) override {
    {
      const std::scoped_lock lock(mutex_);
      if (closing_) return;
      closing_ = true;
      outbox_.clear();
    }
    asio::post(executor_, [self = shared_from_this(), code, reason] { self->close_now(code, reason); });
  }

  void request_stop() override {
    if (is_closing()) {
      asio::post(executor_, [self = shared_from_this()] { beast::get_lowest_layer(self->socket_).close(); });
    } else {
      close(websocket::close_code::going_away, "the server stops");
    }
  }

 private:
  void accepted(error_code error) {
    if (error) return;
    core_->add(shared_from_this());
    core_->stream->opened(shared_from_this());
    opened_ = true;
    read_next();
  }

  void read_next() {
    socket_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) { self->have_read(error); });
  }

  void have_read(error_code error) {
    if (error) return finish();
    if (!socket_.got_binary()) {
      close(websocket::close_code::unknown_data, "text frames are not understood; send binary messages of proto/stream.proto");
    } else if (is_too_often()) {
      close(websocket::close_code::policy_error, "too-many-messages: 100 messages per second");
    } else if (!is_closing()) {
      core_->stream->received(shared_from_this(), {static_cast<const char*>(buffer_.data().data()), buffer_.size()});
    }
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > kKeptBuffer) buffer_.shrink_to_fit();
    read_next();
  }

  bool is_closing() {
    const std::scoped_lock lock(mutex_);
    return closing_;
  }

  bool is_too_often() {
    const auto now = Clock::now();
    if (now - window_begin_ >= std::chrono::seconds(1)) {
      window_begin_ = now;
      window_messages_ = 0;
    }
    return ++window_messages_ > kMessagesPerSecond;
  }

  void write_next() {
    {
      const std::scoped_lock lock(mutex_);
      in_flight_ = closing_ ? nullptr : outbox_.pop();
      if (!in_flight_) {
        writing_ = false;
        return;
      }
    }
    socket_.async_write(asio::buffer(*in_flight_), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->finish();
      self->write_next();
    });
  }

  /// The close frame queues behind a message under way; a client that does not read it gets the
  /// connection cut after a moment.
  void close_now(int code, const std::string& reason) {
    close_timer_.expires_after(kCloseGrace);
    close_timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) beast::get_lowest_layer(self->socket_).close();
    });
    const websocket::close_reason why(static_cast<websocket::close_code>(code), reason.substr(0, 120));
    socket_.async_close(why, [self = shared_from_this()](error_code) { self->close_timer_.cancel(); });
  }

  void finish() {
    {
      const std::scoped_lock lock(mutex_);
      closing_ = true;
      outbox_.clear();
    }
    if (!opened_) return;
    opened_ = false;
    core_->stream->closed(shared_from_this());
  }

  static constexpr std::size_t kKeptBuffer = 16 * 1024;

  asio::any_io_executor executor_;
  websocket::stream<beast::tcp_stream> socket_;
  asio::steady_timer close_timer_;
  http::request<http::empty_body> handshake_;
  beast::flat_buffer buffer_;
  std::shared_ptr<ServerCore> core_;
  std::string address_;
  bool opened_ = false;
  Clock::time_point window_begin_{};
  std::size_t window_messages_ = 0;
  std::shared_ptr<const std::string> in_flight_;

  std::mutex mutex_;  ///< guards what follows
  Outbox outbox_;
  bool writing_ = false;
  bool closing_ = false;
};

}  // namespace

void serve_websocket(beast::tcp_stream stream, const RequestHead& head, std::shared_ptr<ServerCore> core,
                     std::string address) {
  std::make_shared<WebSocketSession>(std::move(stream), std::move(core), std::move(address))->start(head);
}

}  // namespace server

#include <utility>  // before Asio 1.74

#include "viewer/client/stream_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <deque>
#include <thread>

namespace viewer {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds kConnectTime{10};
constexpr std::chrono::seconds kSilence{40};
constexpr std::chrono::seconds kCloseTime{2};
constexpr std::size_t kMessageLimit = std::size_t{256} << 20;  ///< value frames and pictures of a whole city

}  // namespace

/// All of it runs on `context`, which the one thread drives.
struct StreamClient::Impl {
  Impl(Address a, Callbacks c) : address(std::move(a)), callbacks(std::move(c)) {}

  void start() {
    if (!address.error.empty()) return finish(0, address.error);
    resolver.async_resolve(address.host, std::to_string(address.port),
                           [this](error_code error, const tcp::resolver::results_type& places) {
                             if (error || closing) return finish(0, error ? error.message() : "closed");
                             beast::get_lowest_layer(socket).expires_after(kConnectTime);
                             beast::get_lowest_layer(socket).async_connect(
                                 places, [this](error_code failed, const tcp::endpoint&) { connected(failed); });
                           });
  }

  void connected(error_code error) {
    if (error || closing) return finish(0, error ? error.message() : "closed");
    auto& connection = beast::get_lowest_layer(socket);
    connection.expires_never();
    connection.socket().set_option(tcp::no_delay(true), error);
    socket.set_option(websocket::stream_base::timeout{kConnectTime, kSilence, true});
    socket.set_option(websocket::stream_base::decorator(
        [](websocket::request_type& request) { request.set(http::field::sec_websocket_protocol, "kaksonen.v1"); }));
    socket.binary(true);
    socket.auto_fragment(false);
    socket.read_message_max(kMessageLimit);
    const std::string host = address.host.find(':') == std::string::npos ? address.host : "[" + address.host + "]";
    socket.async_handshake(host + ":" + std::to_string(address.port), "/stream", [this](error_code failed) {
      if (failed) return finish(0, failed.message());
      open = true;
      if (callbacks.opened) callbacks.opened();
      write_next();
      read_next();
    });
  }

  void read_next() {
    socket.async_read(buffer, [this](error_code error, std::size_t) {
      if (error) return finish(socket.reason().code, std::string(socket.reason().reason.c_str()));
      std::string bytes(static_cast<const char*>(buffer.data().data()), buffer.size());
      buffer.consume(buffer.size());
      if (callbacks.message && !closing) callbacks.message(std::move(bytes));
      read_next();
    });
  }

  void write_next() {
    if (!open || writing || queue.empty() || closing) return;
    writing = true;
    socket.async_write(asio::buffer(queue.front()), [this](error_code error, std::size_t) {
      writing = false;
      queue.pop_front();
      if (!error) write_next();
    });
  }

  void close_now() {
    if (closing || finished) return;
    closing = true;
    resolver.cancel();
    if (!open) {
      beast::get_lowest_layer(socket).close();
      return;
    }
    timer.expires_after(kCloseTime);
    timer.async_wait([this](error_code error) {
      if (!error) beast::get_lowest_layer(socket).close();
    });
    socket.async_close(websocket::close_code::normal, [this](error_code) { timer.cancel(); });
  }

  void finish(int code, std::string reason) {
    if (finished) return;
    finished = true;
    if (callbacks.closed) callbacks.closed(code, std::move(reason));
  }

  Address address;
  Callbacks callbacks;
  asio::io_context context{1};
  tcp::resolver resolver{context};
  websocket::stream<beast::tcp_stream> socket{context};
  asio::steady_timer timer{context};
  beast::flat_buffer buffer;
  std::deque<std::string> queue;
  bool open = false, writing = false, closing = false, finished = false;
  std::thread thread;
};

StreamClient::StreamClient(Address address, Callbacks callbacks)
    : impl_(std::make_unique<Impl>(std::move(address), std::move(callbacks))) {
  asio::post(impl_->context, [impl = impl_.get()] { impl->start(); });
  impl_->thread = std::thread([impl = impl_.get()] { impl->context.run(); });
}

StreamClient::~StreamClient() {
  close();
  impl_->thread.join();
}

void StreamClient::send(std::string bytes) {
  asio::post(impl_->context, [impl = impl_.get(), message = std::move(bytes)]() mutable {
    if (impl->closing || impl->finished) return;
    impl->queue.push_back(std::move(message));
    impl->write_next();
  });
}

void StreamClient::close() {
  asio::post(impl_->context, [impl = impl_.get()] { impl->close_now(); });
}

}  // namespace viewer

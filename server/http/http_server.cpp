#include <utility>  // before Asio 1.74

#include "server/http/http_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <thread>
#include <vector>

#include "server/http/connection.hpp"

namespace server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::string_view kTurnedAway =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

class BeastServer final : public HttpServer {
 public:
  BeastServer(const HttpOptions& options, Handler handler, std::shared_ptr<StreamHandler> stream)
      : core_(std::make_shared<ServerCore>(options, std::move(handler), std::move(stream))),
        context_(std::max(1, options.threads)),
        workers_(static_cast<std::size_t>(std::max(1, options.workers))) {}

  ~BeastServer() override { stop(); }

  twin::Status open() {
    const HttpOptions& options = core_->options;
    error_code error = listen(options.address, options.port);
    if (error) {
      return twin::Problem{"server-cannot-listen", "The address cannot be listened on: " + error.message() + ".",
                           options.address + ":" + std::to_string(options.port), "",
                           "Choose another port with --port, or stop the program that holds it."};
    }
    port_ = acceptors_.front().local_endpoint(error).port();
    // "localhost" is ::1 as well on most machines; without IPv6 the first one is enough.
    if (options.address == "127.0.0.1") listen("::1", port_);
    for (auto& acceptor : acceptors_) {
      asio::co_spawn(
          accepting_, [this, &acceptor]() -> asio::awaitable<void> { co_await accept_all(acceptor); }, asio::detached);
    }
    for (int i = 0; i < std::max(1, core_->options.threads); ++i) {
      threads_.emplace_back([this] { run_context(); });
    }
    return twin::Done{};
  }

  std::uint16_t port() const override { return port_; }

  void stop() override {
    if (stopped_.exchange(true)) return;
    asio::post(accepting_, [this] {
      error_code ignored;
      for (auto& acceptor : acceptors_) acceptor.close(ignored);
    });
    core_->stop_all();
    core_->wait_until_empty(std::chrono::seconds(10));
    workers_.stop();
    context_.stop();
    for (auto& thread : threads_) thread.join();
    workers_.join();
  }

 private:
  error_code listen(const std::string& host, std::uint16_t port) {
    error_code error;
    const auto address = asio::ip::make_address(host, error);
    tcp::acceptor acceptor(accepting_);
    if (!error) acceptor.open(tcp::endpoint(address, 0).protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor.bind({address, port}, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) acceptors_.push_back(std::move(acceptor));
    return error;
  }

  /// An exception out of one connection's callback ends that callback, not the server.
  void run_context() {
    while (!context_.stopped()) {
      try {
        context_.run();
      } catch (const std::exception&) {
        continue;
      }
    }
  }

  /// Never blocks and never ends before the server does: out of descriptors, it waits a moment.
  asio::awaitable<void> accept_all(tcp::acceptor& acceptor) {
    while (acceptor.is_open()) {
      error_code error;
      tcp::socket socket = co_await acceptor.async_accept(asio::any_io_executor(asio::make_strand(context_)),
                                                           asio::redirect_error(asio::use_awaitable, error));
      if (error) {
        if (!acceptor.is_open()) co_return;
        asio::steady_timer pause(accepting_, std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      const std::string address = socket.remote_endpoint(ignored).address().to_string();
      if (core_->enter(address)) {
        serve_connection(std::move(socket), core_, workers_, address);
      } else {
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(kTurnedAway), ignored);
      }
    }
  }

  std::shared_ptr<ServerCore> core_;
  asio::io_context context_;
  asio::any_io_executor accepting_ = asio::make_strand(context_);  ///< acceptors are opened, used and closed here
  asio::thread_pool workers_;
  std::list<tcp::acceptor> acceptors_;
  std::vector<std::thread> threads_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopped_ = false;
};

}  // namespace

twin::Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpOptions& options, Handler handler,
                                                            std::shared_ptr<StreamHandler> stream) {
  auto server = std::make_unique<BeastServer>(options, std::move(handler), std::move(stream));
  TWIN_CHECK(server->open());
  return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace server

#include <utility>  // before Asio 1.74

#include "viewer/client/http_client.hpp"

#include <sys/socket.h>

#include <cstdint>
#include <limits>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace viewer {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kReadAhead = std::size_t{1} << 20;

beast::string_view view(const std::string& text) { return {text.data(), text.size()}; }

}  // namespace

struct HttpClient::Impl {
  explicit Impl(Address a) : address(std::move(a)) {}

  /// A kept connection that the server has ended meanwhile is noticed here, not after the request.
  bool is_usable() {
    char byte = 0;
    if (!socket.is_open()) return false;
    const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

  error_code connect() {
    error_code error;
    socket.close(error);
    buffer.clear();
    tcp::resolver resolver(context);
    const auto places = resolver.resolve(address.host, std::to_string(address.port), error);
    if (error) return error;
    asio::connect(socket, places, error);
    if (!error) socket.set_option(tcp::no_delay(true), error);
    return error;
  }

  HttpAnswer exchange(const http::request<http::string_body>& request) {
    HttpAnswer answer;
    error_code error;
    if (!is_usable()) error = connect();
    if (!error) http::write(socket, request, error);
    http::response_parser<http::string_body> parser;
    // Not boost::none: Beast 1.74 compares the announced length with it as with 0.
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    parser.skip(request.method() == http::verb::head);
    // A refusal may come, with the connection ended, before the whole request is taken: read it.
    error_code read_error;
    http::read(socket, buffer, parser, read_error);
    if (!read_error) error = {};
    if (!error) error = read_error;
    if (error) {
      answer.error = error == http::error::end_of_stream ? "the connection was closed" : error.message();
      error_code ignored;
      socket.close(ignored);
      return answer;
    }
    auto response = parser.release();
    answer.status = static_cast<int>(response.result_int());
    answer.content_type = std::string(response[http::field::content_type]);
    answer.findings = std::string(response["Kaksonen-Findings"]);
    answer.etag = std::string(response[http::field::etag]);
    answer.body = std::move(response.body());
    if (!response.keep_alive()) {
      error_code ignored;
      socket.close(ignored);
    }
    return answer;
  }

  Address address;
  asio::io_context context;
  tcp::socket socket{context};
  beast::flat_buffer buffer{kReadAhead};
};

HttpClient::HttpClient(Address address) : impl_(std::make_unique<Impl>(std::move(address))) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;

HttpAnswer HttpClient::send(const std::string& method, const std::string& target, const std::string& body,
                            const std::vector<std::pair<std::string, std::string>>& headers) {
  const Address& address = impl_->address;
  if (!address.error.empty()) return {0, {}, {}, {}, address.error};
  http::request<http::string_body> request;
  request.version(11);
  request.method_string(view(method));
  request.target(view(target));
  const std::string host = address.host.find(':') == std::string::npos ? address.host : "[" + address.host + "]";
  request.set(http::field::host, host + ":" + std::to_string(address.port));
  for (const auto& [name, value] : headers) request.set(view(name), view(value));
  request.body() = body;
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") request.content_length(body.size());
  return impl_->exchange(request);
}

}  // namespace viewer

#pragma once

#include <utility>  // before Asio 1.74, whose awaitable.hpp forgets it

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>
#include <string>

#include "server/http/header_gate.hpp"
#include "server/http/server_core.hpp"

namespace server {

/// Serves one accepted connection on the strand of its socket until it ends. `address` has entered
/// the core already; it leaves when the connection, or the WebSocket it becomes, is over.
void serve_connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<ServerCore> core,
                      boost::asio::thread_pool& workers, std::string address);

/// Takes over a connection whose request for /stream passed `check_upgrade`.
void serve_websocket(boost::beast::tcp_stream stream, const RequestHead& head, std::shared_ptr<ServerCore> core,
                     std::string address);

}  // namespace server

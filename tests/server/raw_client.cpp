#include "tests/server/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

namespace server_test {

using Clock = std::chrono::steady_clock;

RawClient::RawClient(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) ended_ = true;
}

RawClient::~RawClient() { ::close(socket_); }

bool RawClient::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

bool RawClient::fill(Clock::time_point until) {
  if (ended_) return false;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  pollfd waiting{socket_, POLLIN, 0};
  if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) return false;
  char chunk[65536];
  const auto count = ::recv(socket_, chunk, sizeof chunk, 0);
  if (count <= 0) {
    ended_ = true;
    return false;
  }
  buffer_.append(chunk, static_cast<std::size_t>(count));
  return true;
}

std::string RawClient::receive(std::size_t count, std::chrono::milliseconds limit) {
  const auto until = Clock::now() + limit;
  while (buffer_.size() < count && fill(until)) {
  }
  std::string out = buffer_.substr(0, count);
  buffer_.erase(0, out.size());
  return out;
}

RawAnswer RawClient::answer(bool to_head, std::chrono::milliseconds limit) {
  const auto until = Clock::now() + limit;
  std::size_t end = std::string::npos;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos && fill(until)) {
  }
  RawAnswer out;
  if (end == std::string::npos) return out;
  const std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  out.status = std::atoi(head.substr(9, 3).c_str());
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const auto line_end = head.find("\r\n", at);
    const auto colon = head.find(": ", at);
    std::string name = head.substr(at, colon - at);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    out.fields[name] = head.substr(colon + 2, line_end - colon - 2);
    at = line_end + 2;
  }
  if (!to_head && out.fields.contains("content-length")) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    out.body = receive(std::stoul(out.fields["content-length"]), left);
  }
  return out;
}

bool RawClient::is_closed_within(std::chrono::milliseconds limit) {
  const auto until = Clock::now() + limit;
  while (fill(until)) {
  }
  return ended_;
}

std::string handshake(std::uint16_t port, const std::string& more_fields) {
  return "GET /stream HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: kaksonen.v1\r\n" +
         more_fields + "\r\n";
}

std::string frame(int first, const std::string& payload, bool masked) {
  std::string out(1, static_cast<char>(first));
  const int mask_bit = masked ? 0x80 : 0;
  if (payload.size() < 126) {
    out += static_cast<char>(mask_bit | static_cast<int>(payload.size()));
  } else if (payload.size() < 65536) {
    out += static_cast<char>(mask_bit | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size() & 255);
  } else {
    out += static_cast<char>(mask_bit | 127);
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((payload.size() >> shift) & 255);
  }
  if (!masked) return out + payload;
  const std::string mask = "\x37\xfa\x21\x3d";
  out += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
  return out;
}

RawFrame read_frame(RawClient& client, std::chrono::milliseconds limit) {
  RawFrame out;
  const std::string head = client.receive(2, limit);
  if (head.size() < 2) return out;
  std::size_t length = static_cast<unsigned char>(head[1]) & 127;
  const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (more > 0) {
    length = 0;
    for (const char c : client.receive(more, limit)) length = length * 256 + static_cast<unsigned char>(c);
  }
  out.opcode = head[0] & 15;
  out.final = (head[0] & 0x80) != 0;
  out.payload = client.receive(length, limit);
  return out;
}

RawFrame read_until_close(RawClient& client) {
  for (;;) {
    RawFrame out = read_frame(client);
    if (out.opcode == 8 || out.opcode == -1) return out;
  }
}

}  // namespace server_test

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace server_test {

/// What came back for one request, byte-exact enough to judge: status, lower-case fields, body.
struct RawAnswer {
  int status = 0;   ///< 0: the connection ended without an answer
  std::map<std::string, std::string> fields;
  std::string body;
};

/// A TCP connection to 127.0.0.1 that sends exactly the given bytes.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool send(const std::string& bytes);
  /// Up to `count` bytes; fewer at the end of the connection or of the time.
  std::string receive(std::size_t count, std::chrono::milliseconds limit = std::chrono::seconds(10));
  RawAnswer answer(bool to_head = false, std::chrono::milliseconds limit = std::chrono::seconds(20));
  /// True when the server ends the connection within the time, whatever else it sends before.
  bool is_closed_within(std::chrono::milliseconds limit);

 private:
  bool fill(std::chrono::steady_clock::time_point until);
  int socket_ = -1;
  std::string buffer_;
  bool ended_ = false;
};

/// One frame of RFC 6455 as the server sent it.
struct RawFrame {
  int opcode = -1;  ///< -1: the connection ended
  bool final = true;
  std::string payload;
  int close_code() const {
    return payload.size() < 2 ? 0 : static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
  }
};

std::string handshake(std::uint16_t port, const std::string& more_fields = "");
/// A client frame; `first` is the first byte (FIN, RSV, opcode), e.g. 0x82 for a whole binary message.
std::string frame(int first, const std::string& payload, bool masked = true);
RawFrame read_frame(RawClient& client, std::chrono::milliseconds limit = std::chrono::seconds(10));
/// Skips data and control frames until a close frame or the end.
RawFrame read_until_close(RawClient& client);

}  // namespace server_test

#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "proto/stream.pb.h"
#include "viewer/client/stream_client.hpp"

namespace server_test {

namespace wire = kaksonen::v1;

/// A client of the stream that remembers everything it is sent.
class Subscriber {
 public:
  explicit Subscriber(const viewer::Address& address);
  ~Subscriber();

  void subscribe(const std::string& branch, std::vector<std::string> variables = {}, std::uint64_t after = 0,
                 const std::string& epoch = {});
  void send(const std::string& bytes);
  /// The first message from `from` on for which the condition holds, waiting for it; nullopt after 20 s.
  std::optional<wire::ServerMessage> wait_for(const std::function<bool(const wire::ServerMessage&)>& condition,
                                              std::size_t from = 0);
  std::optional<wire::ServerMessage> wait_for_sequence(std::uint64_t sequence);
  std::vector<wire::ServerMessage> all();
  std::size_t count();
  int wait_for_close();   ///< the close code; -1 after 20 s

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<wire::ServerMessage> messages_;
  int close_code_ = -1;
  viewer::StreamClient client_;
};

}  // namespace server_test

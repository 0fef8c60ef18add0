#pragma once

#include <functional>
#include <memory>
#include <string>

#include "viewer/client/http_client.hpp"

namespace viewer {

/// One connection to the live stream: binary messages of proto/stream.proto in both directions.
///
/// Connects in a thread of its own and calls back from there, one call at a time: `opened`, then
/// `message` for each ServerMessage (its bytes), and `closed` exactly once, also when the connection
/// never came about. It does not connect again by itself: whoever holds the last sequence number and
/// epoch makes a new StreamClient and resumes with them.
class StreamClient {
 public:
  struct Callbacks {
    std::function<void()> opened;
    std::function<void(std::string bytes)> message;
    std::function<void(int close_code, std::string reason)> closed;  ///< close_code 0: no close frame
  };

  StreamClient(Address address, Callbacks callbacks);
  ~StreamClient();  ///< closes and waits for the thread, so never from a callback; none comes after it
  StreamClient(const StreamClient&) = delete;
  StreamClient& operator=(const StreamClient&) = delete;

  void send(std::string bytes);  ///< queues a ClientMessage; from any thread; dropped once closed
  void close();                  ///< from any thread; `closed` follows

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace viewer

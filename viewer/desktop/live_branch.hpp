#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "viewer/client/stream_client.hpp"
#include "viewer/desktop/stream_state.hpp"

namespace viewer {

struct Arrived {
  wire::ServerMessage message;
  std::int64_t unix_us = 0;  ///< when it came in, this machine's clock
};

/// Keeps a subscription to one branch: connects, and after a loss connects again and resumes.
class LiveBranch {
 public:
  LiveBranch(Address address, std::string branch, std::vector<std::string> variables);

  /// Messages since the last look, in order. Connects again where needed, from what `seen` has seen.
  std::vector<Arrived> take(const StreamState& seen);
  /// An event is missing: subscribe again.
  void restart();

  bool ever_open() const;
  /// Why there is no connection just now; "" while there is one or the first is being made.
  std::string lost_because() const;

 private:
  struct Shared {
    mutable std::mutex mutex;
    std::vector<Arrived> messages;
    bool open = false, ever_open = false, closed = false;
    std::string reason;
  };
  void connect(const StreamState& seen);

  const Address address_;
  const std::string branch_;
  const std::vector<std::string> variables_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::unique_ptr<StreamClient> client_;
  std::chrono::steady_clock::time_point again_at_{};
  std::chrono::milliseconds pause_{500};
};

}  // namespace viewer

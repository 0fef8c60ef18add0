#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

namespace server {

/// What waits to be written to one client: a queue in order, with a bound. A message with a key takes
/// the place of a waiting one with the same key, so state never piles up behind a slow client.
/// Buffers are shared between clients: a message is encoded once. Not thread-safe.
class Outbox {
 public:
  explicit Outbox(std::size_t limit_bytes) : limit_(limit_bytes) {}

  /// False, and nothing queued, when the messages without a key that wait would exceed the limit.
  bool push(std::shared_ptr<const std::string> message, const std::string& latest_key);
  std::shared_ptr<const std::string> pop();  ///< null when empty

  std::size_t ordered_bytes() const { return ordered_bytes_; }
  std::size_t size() const { return queue_.size(); }
  std::size_t replaced() const { return replaced_; }
  void clear();

 private:
  struct Entry {
    std::shared_ptr<const std::string> message;
    std::string key;
  };
  std::deque<Entry> queue_;
  std::unordered_map<std::string, std::size_t> position_;  ///< of a waiting key, counted from the first message ever
  std::size_t popped_ = 0;
  std::size_t limit_;
  std::size_t ordered_bytes_ = 0;
  std::size_t replaced_ = 0;
};

}  // namespace server

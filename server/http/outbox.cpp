#include "server/http/outbox.hpp"

#include <utility>

namespace server {

bool Outbox::push(std::shared_ptr<const std::string> message, const std::string& latest_key) {
  if (latest_key.empty()) {
    if (ordered_bytes_ + message->size() > limit_) return false;
    ordered_bytes_ += message->size();
  } else {
    const auto [waiting, is_new] = position_.try_emplace(latest_key, popped_ + queue_.size());
    if (!is_new) {
      queue_[waiting->second - popped_].message = std::move(message);
      ++replaced_;
      return true;
    }
  }
  queue_.push_back({std::move(message), latest_key});
  return true;
}

std::shared_ptr<const std::string> Outbox::pop() {
  if (queue_.empty()) return nullptr;
  Entry entry = std::move(queue_.front());
  queue_.pop_front();
  ++popped_;
  if (entry.key.empty()) {
    ordered_bytes_ -= entry.message->size();
  } else {
    position_.erase(entry.key);
  }
  return std::move(entry.message);
}

void Outbox::clear() {
  popped_ += queue_.size();
  queue_.clear();
  position_.clear();
  ordered_bytes_ = 0;
}

}  // namespace server

#include "viewer/desktop/live_branch.hpp"

#include <algorithm>
#include <utility>

namespace viewer {
namespace {

std::int64_t now_unix_us() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

}  // namespace

LiveBranch::LiveBranch(Address address, std::string branch, std::vector<std::string> variables)
    : address_(std::move(address)), branch_(std::move(branch)), variables_(std::move(variables)) {}

void LiveBranch::connect(const StreamState& seen) {
  wire::ClientMessage hello;
  hello.set_version(1);
  hello.set_request_id(1);
  auto* wish = hello.mutable_subscribe();
  wish->set_branch(branch_);
  for (const auto& variable : variables_) wish->add_variables(variable);
  if (seen.subscribed() && seen.caught_up()) {
    wish->set_after_sequence(seen.sequence());
    wish->set_epoch(seen.subscribed()->epoch());
  }
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->closed = false;
  }
  StreamClient::Callbacks callbacks;
  callbacks.opened = [shared = shared_] {
    const std::lock_guard lock(shared->mutex);
    shared->open = shared->ever_open = true;
    shared->reason.clear();
  };
  callbacks.message = [shared = shared_](const std::string& bytes) {
    Arrived arrived;
    arrived.unix_us = now_unix_us();
    const bool readable = arrived.message.ParseFromString(bytes);
    const std::lock_guard lock(shared->mutex);
    if (readable) shared->messages.push_back(std::move(arrived));
  };
  callbacks.closed = [shared = shared_](int code, const std::string& reason) {
    const std::lock_guard lock(shared->mutex);
    shared->open = false;
    shared->closed = true;
    shared->reason = reason.empty() ? "closed (" + std::to_string(code) + ")" : reason;
  };
  client_ = std::make_unique<StreamClient>(address_, std::move(callbacks));
  client_->send(hello.SerializeAsString());  // waits in its queue until the connection is open
}

std::vector<Arrived> LiveBranch::take(const StreamState& seen) {
  std::vector<Arrived> messages;
  bool closed = false, was_open = false;
  {
    const std::lock_guard lock(shared_->mutex);
    messages = std::exchange(shared_->messages, {});
    closed = shared_->closed;
    was_open = shared_->open;
  }
  // What has just come must have been seen before resuming from it.
  if (!messages.empty()) return messages;
  const auto now = std::chrono::steady_clock::now();
  if (was_open) pause_ = std::chrono::milliseconds(500);
  if (client_ && closed) {
    client_.reset();
    again_at_ = now + pause_;
    pause_ = std::min(pause_ * 2, std::chrono::milliseconds(8000));
  }
  if (!client_ && now >= again_at_) connect(seen);
  return messages;
}

void LiveBranch::restart() {
  client_.reset();
  again_at_ = {};
  const std::lock_guard lock(shared_->mutex);
  shared_->messages.clear();
  shared_->open = shared_->closed = false;
}

bool LiveBranch::ever_open() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->ever_open;
}

std::string LiveBranch::lost_because() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->open ? std::string() : shared_->reason;
}

}  // namespace viewer

#include "tests/server/served/subscriber.hpp"

namespace server_test {

using namespace std::chrono_literals;

Subscriber::Subscriber(const viewer::Address& address)
    : client_(address, {.opened = nullptr,
                        .message =
                            [this](std::string bytes) {
                              wire::ServerMessage message;
                              if (!message.ParseFromString(bytes)) return;
                              const std::scoped_lock lock(mutex_);
                              messages_.push_back(std::move(message));
                              changed_.notify_all();
                            },
                        .closed =
                            [this](int code, std::string) {
                              const std::scoped_lock lock(mutex_);
                              close_code_ = code;
                              changed_.notify_all();
                            }}) {}

Subscriber::~Subscriber() = default;

void Subscriber::subscribe(const std::string& branch, std::vector<std::string> variables, std::uint64_t after,
                           const std::string& epoch) {
  wire::ClientMessage message;
  message.set_version(1);
  message.set_request_id(41);
  auto& order = *message.mutable_subscribe();
  order.set_branch(branch);
  for (const auto& variable : variables) order.add_variables(variable);
  order.set_after_sequence(after);
  order.set_epoch(epoch);
  send(message.SerializeAsString());
}

void Subscriber::send(const std::string& bytes) { client_.send(bytes); }

std::optional<wire::ServerMessage> Subscriber::wait_for(const std::function<bool(const wire::ServerMessage&)>& condition,
                                                        std::size_t from) {
  std::unique_lock lock(mutex_);
  std::optional<wire::ServerMessage> found;
  changed_.wait_for(lock, 20s, [&] {
    for (; from < messages_.size() && !found; ++from) {
      if (condition(messages_[from])) found = messages_[from];
    }
    return found.has_value();
  });
  return found;
}

std::optional<wire::ServerMessage> Subscriber::wait_for_sequence(std::uint64_t sequence) {
  return wait_for([&](const auto& message) { return message.sequence() == sequence; });
}

std::vector<wire::ServerMessage> Subscriber::all() {
  const std::scoped_lock lock(mutex_);
  return messages_;
}

std::size_t Subscriber::count() {
  const std::scoped_lock lock(mutex_);
  return messages_.size();
}

int Subscriber::wait_for_close() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, 20s, [&] { return close_code_ != -1; });
  return close_code_;
}

}  // namespace server_test

#include "server/http/server_core.hpp"

#include <chrono>
#include <random>
#include <vector>

namespace server {
namespace {

bool is_loopback(const std::string& address) {
  return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

std::string random_hexadecimal() {
  std::random_device device;
  std::string out;
  for (int i = 0; i < 8; ++i) out += "0123456789abcdef"[device() & 15];
  return out;
}

}  // namespace

ServerCore::ServerCore(const HttpOptions& server_options, HttpServer::Handler request_handler,
                       std::shared_ptr<StreamHandler> stream_handler)
    : options(server_options),
      handler(std::move(request_handler)),
      stream(std::move(stream_handler)),
      id_prefix_(random_hexadecimal()) {}

bool ServerCore::enter(const std::string& address) {
  const std::scoped_lock lock(mutex_);
  if (connections_ >= options.connection_limit) return false;
  std::size_t& mine = per_address_[address];
  if (mine >= options.connections_per_address && !is_loopback(address)) return false;
  ++mine;
  ++connections_;
  return true;
}

void ServerCore::leave(const std::string& address) {
  const std::scoped_lock lock(mutex_);
  if (auto found = per_address_.find(address); found != per_address_.end() && --found->second == 0) {
    per_address_.erase(found);
  }
  if (--connections_ == 0) emptied_.notify_all();
}

bool ServerCore::wait_until_empty(std::chrono::seconds limit) {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, limit, [&] { return connections_ == 0; });
}

void ServerCore::add(const std::shared_ptr<Stoppable>& connection) {
  {
    const std::scoped_lock lock(mutex_);
    running_[connection.get()] = connection;
  }
  if (stopping_) connection->request_stop();
}

void ServerCore::remove(const Stoppable* connection) {
  const std::scoped_lock lock(mutex_);
  running_.erase(connection);
}

void ServerCore::stop_all() {
  stopping_ = true;
  std::vector<std::shared_ptr<Stoppable>> all;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [key, connection] : running_) {
      if (auto alive = connection.lock()) all.push_back(std::move(alive));
    }
  }
  for (const auto& connection : all) connection->request_stop();
}

std::string ServerCore::next_request_id() { return id_prefix_ + "-" + std::to_string(++requests_); }

}  // namespace server

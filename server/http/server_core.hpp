#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/http/http_server.hpp"

namespace server {

/// A connection that can be asked to end: at once when idle, else after the answer under way.
class Stoppable {
 public:
  virtual ~Stoppable() = default;
  virtual void request_stop() = 0;  ///< from any thread
};

/// What all connections of one server share. Thread-safe.
class ServerCore {
 public:
  ServerCore(const HttpOptions& options, HttpServer::Handler handler, std::shared_ptr<StreamHandler> stream);

  const HttpOptions options;
  const HttpServer::Handler handler;
  const std::shared_ptr<StreamHandler> stream;

  /// False when the server or the caller's address has too many connections already.
  bool enter(const std::string& address);
  void leave(const std::string& address);
  bool wait_until_empty(std::chrono::seconds limit);

  void add(const std::shared_ptr<Stoppable>& connection);
  void remove(const Stoppable* connection);
  void stop_all();
  bool stopping() const { return stopping_; }

  std::string next_request_id();

 private:
  std::mutex mutex_;
  std::condition_variable emptied_;
  std::size_t connections_ = 0;
  std::map<std::string, std::size_t> per_address_;
  std::unordered_map<const Stoppable*, std::weak_ptr<Stoppable>> running_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> requests_ = 0;
  std::string id_prefix_;
};

}  // namespace server

#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace server {

/// Tasks from many threads for one. Posting never waits for the work.
class Inbox {
 public:
  using Task = std::function<void()>;

  void post(Task task) {
    {
      const std::scoped_lock lock(mutex_);
      if (closed_) return;
      tasks_.push_back(std::move(task));
    }
    arrived_.notify_one();
  }

  /// The next task; an empty one when the time passed without any. False once the inbox is closed.
  bool take(Task& task, std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, limit, [&] { return closed_ || !tasks_.empty(); });
    if (closed_) return false;
    task = nullptr;
    if (tasks_.empty()) return true;
    task = std::move(tasks_.front());
    tasks_.pop_front();
    return true;
  }

  /// Drops what waits.
  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
      tasks_.clear();
    }
    arrived_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Task> tasks_;
  bool closed_ = false;
};

}  // namespace server

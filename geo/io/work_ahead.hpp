#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace geo {

/// Work that other threads do while their caller goes on, for instance reading. One thread hands tasks in; a caller that
/// is far ahead does one of them itself, so that memory stays bounded and no processor waits for another.
///
/// Tasks run side by side and in no order: each writes where no other one does.
class WorkAhead {
 public:
  using Task = std::function<void()>;

  /// @param threads  in all, with the caller's own; of one, tasks run as they are handed in
  explicit WorkAhead(std::size_t threads = std::thread::hardware_concurrency());
  /// Tasks that have not begun are dropped, those that have are waited for.
  ~WorkAhead();
  WorkAhead(const WorkAhead&) = delete;
  WorkAhead& operator=(const WorkAhead&) = delete;

  /// Throws what an earlier task threw; the tasks that had not begun by then are dropped.
  void add(Task task);
  /// Returns when every task is done. Throws as `add` does.
  void finish();

 private:
  static constexpr std::size_t kWaitingForEach = 4;

  void run();
  /// Does the oldest task that waits, without the lock meanwhile.
  void do_one(std::unique_lock<std::mutex>& lock);
  void throw_if_failed();

  const std::size_t threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> waiting_;
  std::size_t running_ = 0;
  bool stopping_ = false;
  std::exception_ptr thrown_;
  std::vector<std::thread> others_;  ///< started as tasks come
};

}  // namespace geo

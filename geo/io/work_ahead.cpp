#include "geo/io/work_ahead.hpp"

#include <algorithm>
#include <utility>

namespace geo {

WorkAhead::WorkAhead(std::size_t threads) : threads_(std::max<std::size_t>(1, threads)) {}

WorkAhead::~WorkAhead() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  for (auto& thread : others_) thread.join();
}

void WorkAhead::add(Task task) {
  if (threads_ == 1) return task();
  std::unique_lock lock(mutex_);
  throw_if_failed();
  waiting_.push_back(std::move(task));
  if (others_.size() + 1 < threads_) others_.emplace_back([this] { run(); });
  changed_.notify_all();
  while (waiting_.size() > kWaitingForEach * threads_) do_one(lock);
  throw_if_failed();
}

void WorkAhead::finish() {
  std::unique_lock lock(mutex_);
  while (!waiting_.empty()) do_one(lock);
  changed_.wait(lock, [&] { return running_ == 0; });
  throw_if_failed();
}

void WorkAhead::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    do_one(lock);
  }
}

void WorkAhead::do_one(std::unique_lock<std::mutex>& lock) {
  std::exception_ptr thrown;
  {
    const Task task = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    lock.unlock();
    try {
      task();
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  lock.lock();
  --running_;
  if (thrown) {
    if (!thrown_) thrown_ = thrown;
    waiting_.clear();
  }
  if (running_ == 0) changed_.notify_all();
}

void WorkAhead::throw_if_failed() {
  if (thrown_) std::rethrow_exception(thrown_);
}

}  // namespace geo

#include "geo/io/xml_blocks.hpp"

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>

namespace geo {
namespace {

std::size_t threads_of(std::size_t asked) {
  if (asked == 0) asked = std::thread::hardware_concurrency();
  return std::clamp<std::size_t>(asked, 1, XmlBlocks::kMostThreads);
}

}  // namespace

XmlBlocks::XmlBlocks(std::istream& in, std::size_t threads, std::size_t usual)
    : reader_(in, usual), threads_(threads_of(threads)), slots_(threads_ == 1 ? 2 : 2 * threads_ + 4) {}

XmlBlocks::~XmlBlocks() { stop(); }

void XmlBlocks::hear_ahead(std::string end_tag, const std::function<Hearing()>& make) {
  if (threads_ == 1) return;
  std::vector<Hearing> hearings;
  for (std::size_t i = 0; i < threads_; ++i) hearings.push_back(make());
  const std::lock_guard lock(mutex_);
  if (!hearings_.empty()) return;
  hearings_ = std::move(hearings);
  end_tag_ = std::move(end_tag);
  hears_ = true;
}

void XmlBlocks::cut_behind(std::string end_tag) {
  const std::lock_guard lock(mutex_);
  if (hears_) end_tag_ = std::move(end_tag);
}

void XmlBlocks::stop_hearing() {
  const std::lock_guard lock(mutex_);
  hears_ = false;
  end_tag_.clear();
}

/// Reads the next block, and hears it where that is asked for and possible.
void XmlBlocks::read_one(std::unique_lock<std::mutex>& lock, const Hearing* hearing) {
  Slot& slot = slot_of(read_);
  const std::string end_tag = end_tag_;
  reading_ = true;
  lock.unlock();
  XmlBlock block;
  std::exception_ptr failed;
  try {
    block = reader_.read(slot.room.get(), end_tag);
  } catch (...) {
    failed = std::current_exception();
  }
  lock.lock();
  reading_ = false;
  if (failed) {
    failed_ = failed;
    over_ = true;
    changed_.notify_all();
    return;
  }
  slot.block = block;
  slot.heard.reset();
  slot.tried = slot.being_heard = hearing != nullptr && hears_ && block.between;
  over_ = block.ended || block.checked.good != block.size;
  ++read_;
  changed_.notify_all();
  if (!slot.being_heard) return;
  lock.unlock();
  std::unique_ptr<XmlHeard> heard;
  try {
    heard = (*hearing)(block);
  } catch (...) {  // it is heard once more in its turn, which then meets the same
  }
  lock.lock();
  slot.heard = std::move(heard);
  slot.being_heard = false;
  changed_.notify_all();
}

XmlBlocks::Block XmlBlocks::next(std::string_view kept) {
  // Of the first block there is nobody to help with anything.
  if (helpers_.empty() && read_ == 0) {
    for (auto& slot : slots_) slot.room = reader_.room();
  } else {
    start_helpers();
  }
  std::unique_lock lock(mutex_);
  for (;;) {
    if (handed_ < read_ && !slot_of(handed_).being_heard) break;
    if (handed_ == read_ && failed_) std::rethrow_exception(failed_);
    if (may_read())
      read_one(lock, handed_ == read_ ? nullptr : hearing_of(0));  // what comes next is heard by the caller
    else
      changed_.wait(lock);
  }
  Slot& slot = slot_of(handed_);
  Block out{slot.block, std::move(slot.heard), slot.tried};
  if (!kept.empty()) std::memcpy(out.begin - kept.size(), kept.data(), kept.size());
  ++handed_;
  lock.unlock();
  changed_.notify_all();
  return out;
}

/// One thread is enough to read ahead.
void XmlBlocks::start_helpers() {
  const std::size_t wanted = hearings_.empty() ? std::min<std::size_t>(threads_ - 1, 1) : threads_ - 1;
  while (helpers_.size() < wanted && !helpers_fail_) {
    try {
      helpers_.emplace_back([this, thread = helpers_.size() + 1] { help(thread); });
    } catch (const std::system_error&) {
      helpers_fail_ = true;  // more is left to the caller
    }
  }
}

void XmlBlocks::help(std::size_t thread) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return quit_ || may_read(); });
    if (quit_) return;
    read_one(lock, hearing_of(thread));
  }
}

void XmlBlocks::stop() {
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
  }
  changed_.notify_all();
  for (auto& helper : helpers_) helper.join();
  helpers_.clear();
}

std::string XmlBlocks::rest() {
  stop();
  std::string out;
  for (; handed_ < read_; ++handed_) out += slot_of(handed_).block.text();
  return out + reader_.rest();
}

}  // namespace geo

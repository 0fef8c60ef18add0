#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "geo/io/xml_block_reader.hpp"
#include "geo/io/xml_forks.hpp"

namespace geo {

/// A document in blocks. While one is being worked on, other threads read, unpack and check those that follow, and
/// where they are told how, hear them ahead of their turn; a document of one block needs none.
///
/// Memory: two blocks a thread and four more, and what was heard of each.
class XmlBlocks {
 public:
  static constexpr std::size_t kMostThreads = 8;

  struct Block : XmlBlock {
    std::unique_ptr<XmlHeard> heard;  ///< of a block that is `between`, where somebody could hear it alone
    bool tried = false;               ///< somebody tried to
  };
  /// Hears a block. Null: it has to be heard in its turn.
  using Hearing = std::function<std::unique_ptr<XmlHeard>(const XmlBlock&)>;

  /// From here on the stream is for this object, until it is gone or `rest` was called.
  /// @param threads  in all, with the caller's own; 0: as many as there are processors, at most kMostThreads
  explicit XmlBlocks(std::istream& in, std::size_t threads = 0, std::size_t usual = XmlBlock::kUsual);
  ~XmlBlocks();
  XmlBlocks(const XmlBlocks&) = delete;
  XmlBlocks& operator=(const XmlBlocks&) = delete;

  /// From the next block that is read on, blocks end behind this tag where they can, and are heard ahead.
  /// @param make  makes what hears for one thread; called at once, once for each
  void hear_ahead(std::string end_tag, const std::function<Hearing()>& make);
  /// Another tag for blocks to end behind.
  void cut_behind(std::string end_tag);
  /// Blocks are only read ahead from now on.
  void stop_hearing();

  /// The next block, with `kept` before it, which is from the one before and at most kMostKept bytes; that one is then
  /// gone. Not to be called after a block that has ended or holds what is no character. What its turn has not come for
  /// is read and heard meanwhile, where there is something to wait for.
  /// @throws what went wrong while it was read, `std::bad_alloc`
  Block next(std::string_view kept);

  /// Ends the reading. @returns what was read and not handed out
  std::string rest();

 private:
  struct Slot {
    std::unique_ptr<char[]> room;
    XmlBlock block;
    std::unique_ptr<XmlHeard> heard;
    bool tried = false, being_heard = false;
  };

  Slot& slot_of(std::size_t number) { return slots_[number % slots_.size()]; }
  /// Where nobody hears ahead, one block ahead is enough.
  bool may_read() const { return !reading_ && !over_ && read_ + 1 < handed_ + (hears_ ? slots_.size() : 2); }
  const Hearing* hearing_of(std::size_t thread) const { return hearings_.empty() ? nullptr : &hearings_[thread]; }
  void read_one(std::unique_lock<std::mutex>& lock, const Hearing* hearing);
  void start_helpers();
  void help(std::size_t thread);
  void stop();

  XmlBlockReader reader_;  ///< for the one that set `reading_`
  const std::size_t threads_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;       ///< a ring; the block handed out last stays until the next one is asked for
  std::size_t read_ = 0;          ///< blocks read
  std::size_t handed_ = 0;        ///< of them, handed out
  bool reading_ = false;          ///< by somebody
  bool over_ = false;             ///< there is nothing more to read
  bool quit_ = false;
  bool hears_ = false;
  std::string end_tag_;
  std::exception_ptr failed_;     ///< of the block that would be number `read_`

  std::vector<Hearing> hearings_;  ///< none, or the caller's own, then one a helper
  std::vector<std::thread> helpers_;
  bool helpers_fail_ = false;  ///< the system gives no more threads
};

}  // namespace geo

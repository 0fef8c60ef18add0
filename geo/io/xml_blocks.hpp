#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "geo/io/xml_bytes.hpp"

namespace geo {

/// A document in blocks. While one is being worked on, a thread of its own reads, unpacks and checks the next one;
/// a document of one block needs none.
class XmlBlocks {
 public:
  static constexpr std::size_t kBlock = std::size_t{512} << 10;
  /// So much of earlier blocks may stand before a block.
  static constexpr std::size_t kMostKept = std::size_t{1} << 20;

  static constexpr std::size_t kBehind = xml_bytes::kPadding + 1;

  struct Block {
    char* begin = nullptr;        ///< kBehind bytes may be touched behind the last one
    std::size_t size = 0;         ///< ends with a whole character, unless it is the last one or a byte is no character
    xml_bytes::Checked checked;
    bool ended = false;           ///< nothing comes after it
    bool bad = false;             ///< because the stream cannot be read
  };

  /// From here on the stream is for this object, until it is gone or `rest` was called.
  explicit XmlBlocks(std::istream& in);
  ~XmlBlocks();
  XmlBlocks(const XmlBlocks&) = delete;
  XmlBlocks& operator=(const XmlBlocks&) = delete;

  /// The next block, with `kept` before it, which is from the one before and at most kMostKept bytes; that one is then
  /// gone. Not to be called after a block that has ended or holds what is no character.
  Block next(std::string_view kept);

  /// Ends the reading. @returns what was read and not handed out
  std::string rest();

 private:
  enum class Turn : std::uint8_t { kNobody, kReader, kTaker, kOver };

  char* room(std::size_t number);
  Block fill(char* buffer);
  void read_ahead();
  void stop();

  std::istream& in_;
  std::array<std::unique_ptr<char[]>, 2> buffers_;  ///< each with room for what is kept in front
  std::size_t at_ = 0;                              ///< which of them is filled next
  std::array<char, 4> cut_{};                       ///< the beginning of a character at the end of a block
  std::size_t cut_size_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  Turn turn_ = Turn::kNobody;  ///< whose the next block is: being read, or there to be taken
  Block ahead_;
  std::thread reader_;
};

}  // namespace geo

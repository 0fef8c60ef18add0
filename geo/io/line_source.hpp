#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <string>

#include "geo/io/large_buffer.hpp"

namespace geo {

/// Takes a stream apart into lines without ever holding more than asked for. A byte-order mark before
/// the first line is passed over; lines may end in CR LF.
class LineSource {
 public:
  using Text = LargeBuffer<char>;

  LineSource(std::istream& in, std::function<void(std::uint64_t)> progress)
      : in_(in), progress_(std::move(progress)), buffer_(kBuffer, '\0') {}

  /// What a call gave: a line, the end, or a line of which only the first `limit` bytes were taken.
  enum class Got : std::uint8_t { kLine, kEnd, kTooLong };
  Got next(Text& line, std::size_t limit);

  /// Adds "\n" and all that is left to `text`; false when it would be longer than `limit`.
  bool rest(Text& text, std::size_t limit);

  /// Number of the line that came last, from 1.
  std::size_t number() const { return number_; }

 private:
  static constexpr std::size_t kBuffer = 256u << 10;
  bool fill();
  std::size_t read(char* to, std::size_t size);
  std::size_t read_long(Text& text, std::size_t limit);

  std::istream& in_;
  std::function<void(std::uint64_t)> progress_;
  std::string buffer_;
  std::size_t at_ = 0, size_ = 0, number_ = 0;
  std::uint64_t read_ = 0, told_ = 0;
};

}  // namespace geo

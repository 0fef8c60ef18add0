#include "geo/io/line_source.hpp"

#include <algorithm>
#include <cstring>

namespace geo {

std::size_t LineSource::read(char* to, std::size_t size) {
  constexpr std::uint64_t kStep = 1u << 20;
  in_.read(to, static_cast<std::streamsize>(size));
  const auto got = static_cast<std::size_t>(in_.gcount());
  read_ += got;
  if (progress_ && read_ - told_ >= kStep) {
    told_ = read_;
    progress_(read_);
  }
  return got;
}

bool LineSource::fill() {
  const bool first = read_ == 0;
  size_ = read(buffer_.data(), buffer_.size());
  at_ = 0;
  if (first && size_ >= 3 && buffer_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  return size_ > 0;
}

/// Reads on straight into a text that is longer than the buffer. @returns the bytes that were added, 0 at the end
std::size_t LineSource::read_long(Text& text, std::size_t limit) {
  const auto left = in_.rdbuf() != nullptr ? in_.rdbuf()->in_avail() : 0;
  if (left > 0) text.reserve(std::min(text.size() + static_cast<std::size_t>(left), limit) + 2 * kBuffer);
  const auto got = read(text.room(kBuffer), kBuffer);
  text.extend(got);
  return got;
}

LineSource::Got LineSource::next(Text& line, std::size_t limit) {
  line.clear();
  bool any = false;
  const char* end = nullptr;
  while (end == nullptr) {
    if (line.size() >= kBuffer) {
      const std::size_t before = line.size(), got = read_long(line, limit);
      if (got == 0) break;
      end = static_cast<const char*>(std::memchr(line.data() + before, '\n', got));
      if (end == nullptr) continue;
      // What comes behind the line belongs to the next one.
      size_ = static_cast<std::size_t>(line.data() + line.size() - (end + 1));
      at_ = 0;
      std::memcpy(buffer_.data(), end + 1, size_);
      line.shrink(static_cast<std::size_t>(end - line.data()));
    } else {
      if (at_ == size_ && !fill()) break;
      any = true;
      const char* const from = buffer_.data() + at_;
      end = static_cast<const char*>(std::memchr(from, '\n', size_ - at_));
      const std::size_t length = end != nullptr ? static_cast<std::size_t>(end - from) : size_ - at_;
      if (length > 0) std::memcpy(line.room(length), from, length);
      line.extend(length);
      at_ += length + (end != nullptr ? 1 : 0);
    }
    if (line.size() > limit) break;
  }
  if (!any) return Got::kEnd;
  ++number_;
  if (line.size() > limit) return Got::kTooLong;
  if (line.size() > 0 && line.data()[line.size() - 1] == '\r') line.shrink(line.size() - 1);
  return Got::kLine;
}

bool LineSource::rest(Text& text, std::size_t limit) {
  text.add('\n');
  std::memcpy(text.room(size_ - at_), buffer_.data() + at_, size_ - at_);
  text.extend(size_ - at_);
  at_ = size_;
  while (text.size() <= limit) {
    if (read_long(text, limit) == 0) return true;
  }
  return false;
}

}  // namespace geo

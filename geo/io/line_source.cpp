#include "geo/io/line_source.hpp"

#include <cstring>

namespace geo {

bool LineSource::fill() {
  constexpr std::uint64_t kStep = 1u << 20;
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  size_ = static_cast<std::size_t>(in_.gcount());
  at_ = 0;
  if (read_ == 0 && size_ >= 3 && buffer_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  read_ += size_;
  if (progress_ && read_ - told_ >= kStep) {
    told_ = read_;
    progress_(read_);
  }
  return size_ > 0;
}

LineSource::Got LineSource::next(std::string& line, std::size_t limit) {
  line.clear();
  bool any = false;
  for (;;) {
    if (at_ == size_ && !fill()) break;
    any = true;
    const char* const from = buffer_.data() + at_;
    const auto* end = static_cast<const char*>(std::memchr(from, '\n', size_ - at_));
    const std::size_t length = end != nullptr ? static_cast<std::size_t>(end - from) : size_ - at_;
    if (line.size() + length > limit) {
      ++number_;
      return Got::kTooLong;
    }
    line.append(from, length);
    at_ += length;
    if (end == nullptr) continue;
    ++at_;
    break;
  }
  if (!any) return Got::kEnd;
  ++number_;
  if (line.ends_with('\r')) line.pop_back();
  return Got::kLine;
}

bool LineSource::rest(std::string& text, std::size_t limit) {
  text += '\n';
  for (;;) {
    if (at_ == size_ && !fill()) return true;
    if (text.size() + (size_ - at_) > limit) return false;
    text.append(buffer_, at_, size_ - at_);
    at_ = size_;
  }
}

}  // namespace geo

#include "geo/io/xml_blocks.hpp"

#include <algorithm>
#include <cstring>
#include <istream>
#include <system_error>

namespace geo {

XmlBlocks::XmlBlocks(std::istream& in) : in_(in) {}

XmlBlocks::~XmlBlocks() { stop(); }

char* XmlBlocks::room(std::size_t number) {
  auto& buffer = buffers_[number];
  if (!buffer) buffer = std::make_unique_for_overwrite<char[]>(kMostKept + kBlock + kBehind);
  return buffer.get();
}

XmlBlocks::Block XmlBlocks::fill(char* buffer) {
  constexpr std::size_t kRead = std::size_t{64} << 10;
  Block out;
  out.begin = buffer + kMostKept;
  std::copy_n(cut_.begin(), cut_size_, out.begin);
  out.size = cut_size_;
  cut_size_ = 0;
  while (out.size < kBlock && !out.ended) {
    in_.read(out.begin + out.size, static_cast<std::streamsize>(std::min(kRead, kBlock - out.size)));
    out.bad = in_.bad();
    out.ended = !in_;
    if (!out.bad) out.size += static_cast<std::size_t>(in_.gcount());
  }
  out.checked = xml_bytes::check({out.begin, out.size});
  if (out.checked.cut && !out.ended) {
    cut_size_ = out.size - out.checked.good;
    std::copy_n(out.begin + out.checked.good, cut_size_, cut_.begin());
    out.size = out.checked.good;
  }
  std::memset(out.begin + out.size, 0, kBehind);
  return out;
}

XmlBlocks::Block XmlBlocks::next(std::string_view kept) {
  Block out;
  if (reader_.joinable()) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return turn_ == Turn::kTaker; });
    out = ahead_;
  } else {
    out = fill(room(at_));
  }
  if (!kept.empty()) std::memcpy(out.begin - kept.size(), kept.data(), kept.size());
  at_ = 1 - at_;
  const bool more = !out.ended && out.checked.good == out.size;
  const std::unique_lock lock(mutex_);
  turn_ = more ? Turn::kReader : Turn::kNobody;
  if (!more) return out;
  room(at_);
  if (reader_.joinable()) {
    changed_.notify_one();
  } else {
    try {
      reader_ = std::thread([this] { read_ahead(); });
    } catch (const std::system_error&) {
      turn_ = Turn::kNobody;  // without a thread each block is read when it is asked for
    }
  }
  return out;
}

void XmlBlocks::read_ahead() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return turn_ == Turn::kReader || turn_ == Turn::kOver; });
    if (turn_ == Turn::kOver) return;
    char* const buffer = buffers_[at_].get();
    lock.unlock();
    const Block read = fill(buffer);
    lock.lock();
    ahead_ = read;
    if (turn_ == Turn::kReader) turn_ = Turn::kTaker;
    changed_.notify_one();
  }
}

void XmlBlocks::stop() {
  if (!reader_.joinable()) return;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return turn_ != Turn::kReader; });
    if (turn_ == Turn::kNobody) ahead_ = {};
    turn_ = Turn::kOver;
  }
  changed_.notify_one();
  reader_.join();
}

std::string XmlBlocks::rest() {
  stop();
  std::string out(ahead_.begin, ahead_.size);
  out.append(cut_.data(), cut_size_);
  ahead_ = {};
  cut_size_ = 0;
  return out;
}

}  // namespace geo

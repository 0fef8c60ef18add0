#include "geo/io/xml_block_reader.hpp"

#include <algorithm>
#include <cstring>
#include <istream>
#include <utility>

namespace geo {
namespace {

/// Where the last `tag` of a text ends; 0: there is none.
std::size_t behind_last(std::string_view tag, std::string_view text) {
  while (text.size() >= tag.size()) {
    const void* const last = memrchr(text.data() + tag.size() - 1, tag.back(), text.size() - tag.size() + 1);
    if (last == nullptr) return 0;
    text = text.substr(0, static_cast<std::size_t>(static_cast<const char*>(last) - text.data()) + 1);
    if (text.ends_with(tag)) return text.size();
    text.remove_suffix(1);
  }
  return 0;
}

}  // namespace

std::unique_ptr<char[]> XmlBlockReader::room() const {
  return std::make_unique_for_overwrite<char[]>(XmlBlock::kMostKept + usual_ + XmlBlock::kBehind);
}

XmlBlock XmlBlockReader::read(char* room, std::string_view end_tag) {
  constexpr std::size_t kRead = std::size_t{64} << 10;
  const std::size_t wanted = std::exchange(first_, false) ? std::min(usual_, XmlBlock::kFirst) : usual_;
  XmlBlock out;
  out.begin = room + XmlBlock::kMostKept;
  out.size = carried_.copy(out.begin, carried_.size());
  carried_.clear();
  while (out.size < wanted && !input_ended_) {
    in_.read(out.begin + out.size, static_cast<std::streamsize>(std::min(kRead, wanted - out.size)));
    input_bad_ = in_.bad();
    input_ended_ = !in_;
    if (!input_bad_) out.size += static_cast<std::size_t>(in_.gcount());
  }
  out.checked = xml_bytes::check(out.text());
  std::size_t end = out.size;
  if (out.checked.cut && !input_ended_) end = out.checked.good;
  const bool good = out.checked.good >= end;
  bool seam = false;
  if (good && !end_tag.empty()) {
    if (const std::size_t behind = behind_last(end_tag, out.text().substr(0, end)); behind > 0) {
      end = behind;
      seam = true;
    }
  }
  carried_.assign(out.begin + end, out.size - end);
  out.size = end;
  out.checked.good = std::min(out.checked.good, end);
  out.checked.cut = out.checked.cut && carried_.empty();
  out.between = std::exchange(at_seam_, seam) && seam;
  out.ended = input_ended_ && carried_.empty();
  out.bad = input_bad_ && carried_.empty();
  std::memset(out.begin + out.size, 0, XmlBlock::kBehind);

  out.line = line_;
  count_lines(out);
  line_ += out.lines;
  if (after_return_ && out.text().starts_with('\n')) --line_;  // "\r\n" in two blocks
  after_return_ = out.text().ends_with('\r');
  return out;
}

/// The lines of a block whose end may lie before what was checked.
void XmlBlockReader::count_lines(XmlBlock& block) const {
  if (block.checked.carriage_return || block.checked.good != block.size) {
    block.lines = xml_bytes::count_lines(block.text(), block.checked.carriage_return, block.last_line);
    return;
  }
  block.lines = block.checked.newlines - static_cast<std::uint64_t>(std::count(carried_.begin(), carried_.end(), '\n'));
  if (block.lines > 0) block.last_line = block.text().rfind('\n') + 1;
}

std::string XmlBlockReader::rest() { return std::exchange(carried_, {}); }

}  // namespace geo

#include "geo/io/ids_seen.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "twin_core/base/digest.hpp"

namespace geo {

std::optional<std::uint64_t> IdsSeen::add(std::string_view id, std::uint64_t line) {
  if (4 * (used_ + 1) > 3 * entries_.size()) grow();
  const twin::Digest digest = twin::sha256(id);
  std::uint64_t high = 0;
  std::uint32_t low = 0;
  std::memcpy(&high, digest.bytes.data(), sizeof high);
  std::memcpy(&low, digest.bytes.data() + sizeof high, sizeof low);
  Entry& entry = place_of(high, low);
  if (entry.line != 0) return entry.line;
  constexpr std::uint64_t kLast = std::numeric_limits<std::uint32_t>::max();
  entry = {high, low, static_cast<std::uint32_t>(std::clamp<std::uint64_t>(line, 1, kLast))};
  ++used_;
  return std::nullopt;
}

IdsSeen::Entry& IdsSeen::place_of(std::uint64_t high, std::uint32_t low) {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = high & mask;
  while (entries_[at].line != 0 && !(entries_[at].high == high && entries_[at].low == low)) at = (at + 1) & mask;
  return entries_[at];
}

void IdsSeen::grow() {
  std::vector<Entry> before(std::max<std::size_t>(64, 2 * entries_.size()));
  before.swap(entries_);
  for (const Entry& entry : before) {
    if (entry.line != 0) place_of(entry.high, entry.low) = entry;
  }
}

}  // namespace geo

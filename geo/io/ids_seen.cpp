#include "geo/io/ids_seen.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "twin_core/base/digest.hpp"

namespace geo {

IdsSeen::Table& IdsSeen::table_of(std::string_view id, std::uint64_t& high, std::uint32_t& low) {
  const twin::Digest digest = twin::sha256(id);
  std::memcpy(&high, digest.bytes.data(), sizeof high);
  std::memcpy(&low, digest.bytes.data() + sizeof high, sizeof low);
  return tables_[high % tables_.size()];
}

bool IdsSeen::has(std::string_view id) {
  std::uint64_t high = 0;
  std::uint32_t low = 0;
  Table& table = table_of(id, high, low);
  return !table.entries.empty() && table.place_of(high, low).line != 0;
}

std::optional<std::uint64_t> IdsSeen::add(std::string_view id, std::uint64_t line) {
  std::uint64_t high = 0;
  std::uint32_t low = 0;
  Table& table = table_of(id, high, low);
  if (5 * (table.used + 1) > 4 * table.entries.size()) table.grow();
  Entry& entry = table.place_of(high, low);
  if (entry.line != 0) return entry.line;
  constexpr std::uint64_t kLast = std::numeric_limits<std::uint32_t>::max();
  entry = {high, low, static_cast<std::uint32_t>(std::clamp<std::uint64_t>(line, 1, kLast))};
  ++table.used;
  return std::nullopt;
}

IdsSeen::Entry& IdsSeen::Table::place_of(std::uint64_t high, std::uint32_t low) {
  const std::uint64_t size = entries.size();  // below 2^32
  std::uint64_t at = ((high >> 32) * size) >> 32;
  while (entries[at].line != 0 && !(entries[at].high == high && entries[at].low == low)) at = at + 1 == size ? 0 : at + 1;
  return entries[at];
}

void IdsSeen::Table::grow() {
  std::vector<Entry> before(std::max<std::size_t>(8, entries.size() + entries.size() / 4));
  before.swap(entries);
  for (const Entry& entry : before) {
    if (entry.line != 0) place_of(entry.high, entry.low) = entry;
  }
}

}  // namespace geo

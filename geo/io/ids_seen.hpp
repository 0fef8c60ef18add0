#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace geo {

/// The ids of a file and the line each came first in, 20 to 25 bytes apiece: an id is known by 96 bits of its
/// SHA-256, of which no two ids of any real file share the same (2^96 against some million squared).
class IdsSeen {
 public:
  /// @returns the line that the id came in before; nothing for a new one, which is kept
  std::optional<std::uint64_t> add(std::string_view id, std::uint64_t line);
  /// True for one that was added.
  bool has(std::string_view id);

 private:
  struct Entry {
    std::uint64_t high = 0;
    std::uint32_t low = 0;
    std::uint32_t line = 0;  ///< 0: empty; the last number stands for all lines from there on
  };

  /// One of many small ones: when one grows, what it held is little beside all of them.
  struct Table {
    std::vector<Entry> entries;  ///< at most four in five used
    std::size_t used = 0;

    Entry& place_of(std::uint64_t high, std::uint32_t low);
    void grow();
  };

  Table& table_of(std::string_view id, std::uint64_t& high, std::uint32_t& low);

  std::array<Table, 64> tables_;
};

}  // namespace geo

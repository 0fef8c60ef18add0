#include "geo/io/register_mapping.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "geo/io/embedded_data.hpp"

namespace geo {

std::string fold_column_name(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    if (byte < 0x80 && std::isalnum(byte)) {
      out += static_cast<char>(std::tolower(byte));
    } else if (byte == 0xC3 && i + 1 < name.size()) {
      const auto next = static_cast<unsigned char>(name[++i]);
      if (next == 0xA4 || next == 0x84 || next == 0xA5 || next == 0x85) out += 'a';
      if (next == 0xB6 || next == 0x96) out += 'o';
    }
  }
  return out;
}

const ColumnRule* RegisterMapping::rule_of(std::string_view column) const {
  const auto folded = fold_column_name(column);
  if (folded.empty()) return nullptr;
  for (const auto* mapping = this; mapping != nullptr; mapping = mapping->base.get()) {
    if (const auto entry = mapping->by_name.find(folded); entry != mapping->by_name.end()) {
      return &mapping->columns[entry->second];
    }
  }
  return nullptr;
}

std::size_t RegisterMapping::reads(std::span<const std::string> names) const {
  return static_cast<std::size_t>(
      std::count_if(names.begin(), names.end(), [&](const std::string& column) { return rule_of(column) != nullptr; }));
}

bool RegisterMapping::excludes(std::string_view column) const {
  const auto folded = fold_column_name(column);
  for (const auto* one = this; one != nullptr; one = one->base.get()) {
    if (std::find(one->never_with.begin(), one->never_with.end(), folded) != one->never_with.end()) return true;
  }
  return false;
}

bool RegisterMapping::suits(std::span<const std::string> names) const {
  return std::all_of(needs.begin(), needs.end(), [&](const std::string& needed) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& column) { return fold_column_name(column) == needed; });
  });
}

std::size_t RegisterMapping::matches(std::span<const std::string> names) const {
  return static_cast<std::size_t>(std::count_if(
      names.begin(), names.end(), [&](const std::string& column) { return by_name.contains(fold_column_name(column)); }));
}

MappingPtr choose_mapping(std::span<const std::string> columns) {
  MappingPtr best;
  std::pair<std::size_t, std::size_t> most;
  for (const auto& mapping : built_in_mappings()) {
    const std::pair evidence(mapping->reads(columns), mapping->matches(columns));
    if ((best && evidence <= most) || !mapping->suits(columns)) continue;
    best = mapping;
    most = evidence;
  }
  return best;
}

}  // namespace geo

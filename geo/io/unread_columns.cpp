#include "geo/io/unread_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "geo/io/did_you_mean.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

constexpr const char* kHeader = "row 1";

/// Calls `visit` with every name that a mapping or its bases know, and its rule.
template <class Visit>
void for_each_name(const RegisterMapping& mapping, Visit&& visit) {
  for (const auto* one = &mapping; one != nullptr; one = one->base.get()) {
    for (const auto& rule : one->columns) {
      for (const auto& name : rule.names) visit(name, rule);
    }
  }
}

bool is_given(std::span<const ColumnRule* const> rules, RegisterField field) {
  return std::any_of(rules.begin(), rules.end(), [&](const ColumnRule* rule) { return rule != nullptr && rule->field == field; });
}

}  // namespace

const ColumnRule* rule_of_cut_name(const RegisterMapping& mapping, std::string_view column) {
  constexpr std::size_t kShapefileName = 10;
  if (column.size() != kShapefileName) return nullptr;
  const auto folded = fold_column_name(column);
  const ColumnRule* found = nullptr;
  bool several = false;
  for_each_name(mapping, [&](const std::string& name, const ColumnRule& rule) {
    if (folded.empty() || !name.starts_with(folded)) return;
    several |= found != nullptr && found->field != rule.field;
    if (found == nullptr) found = &rule;
  });
  return several ? nullptr : found;
}

std::vector<twin::Finding> unread_columns(const RegisterMapping& mapping, std::span<const std::string> columns,
                                          std::span<const ColumnRule* const> rules) {
  std::vector<std::string_view> candidates;
  for_each_name(mapping, [&](const std::string& name, const ColumnRule& rule) {
    if (!is_given(rules, rule.field)) candidates.push_back(name);
  });
  std::vector<twin::Finding> out;
  std::vector<std::string> others;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (rules[i] != nullptr || columns[i].empty()) continue;
    const auto folded = fold_column_name(columns[i]);
    constexpr std::size_t kShortest = 5;  // of shorter names too many are alike
    const auto near = folded.size() < kShortest ? std::string_view() : nearest_of(folded, candidates);
    const auto* const meant = near.empty() ? nullptr : mapping.rule_of(near);
    if (meant == nullptr) {
      others.push_back(columns[i]);
      continue;
    }
    out.push_back({"column-unknown", twin::Severity::kWarning, "", "", kHeader, twin::excerpt(columns[i]),
                   fmt::format("The column is not read (mapping {}); did you mean {}? Rename it, or say with a mapping what it is.",
                               mapping.name, name_of(meant->field))});
  }
  if (!others.empty()) {
    out.push_back({"column-not-read", twin::Severity::kInfo, "", "", kHeader, twin::excerpt(fmt::format("{}", fmt::join(others, ", "))),
                   fmt::format("{} of {} columns say nothing to the mapping {}; if they matter, say with a mapping of your own what they mean.",
                               others.size(), columns.size(), mapping.name)});
  }
  return out;
}

}  // namespace geo

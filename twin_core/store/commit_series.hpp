#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/history/commit.hpp"

namespace twin {

/// Commits that were made together (`Store::submit_series`) have a key "series:FIRST:PART": the sequence number of the
/// first of them, and their place in it, from 1. Their sequence numbers follow one another.
inline constexpr std::string_view kSeriesPrefix = "series:";

struct SeriesPart {
  std::uint64_t first = 0;   ///< sequence number of the series' first commit
  std::uint64_t part = 1;    ///< from 1
  bool operator==(const SeriesPart&) const = default;
};

std::string series_key(const SeriesPart& part);
/// Nothing: the commit stands alone.
std::optional<SeriesPart> series_of(const Commit& commit, std::uint64_t sequence);

/// The commit of a sequence number; nothing: there is none.
using CommitAt = std::function<Result<std::optional<Commit>>(std::uint64_t)>;

/// What a commit changed together with the others of its series: each entity once, with its value before the first of
/// them and after the last, and the span from the earliest beginning to the latest end. Problems: those of `commit_at`.
Result<std::vector<Change>> changes_of_series(Commit commit, std::uint64_t sequence, const CommitAt& commit_at);

}  // namespace twin

#include "twin_core/store/commit_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace twin {
namespace {

/// The span that has both; an open end stays open.
void widen(Change& whole, const Change& next) {
  const bool from_open = !whole.valid_from || !next.valid_from, to_open = !whole.valid_to || !next.valid_to;
  whole.valid_from = from_open ? std::nullopt : std::optional(std::min(*whole.valid_from, *next.valid_from));
  whole.valid_to = to_open ? std::nullopt : std::optional(std::max(*whole.valid_to, *next.valid_to));
}

}  // namespace

std::string series_key(const SeriesPart& part) { return fmt::format("{}{}:{}", kSeriesPrefix, part.first, part.part); }

std::optional<SeriesPart> series_of(const Commit& commit, std::uint64_t sequence) {
  if (!commit.key.starts_with(kSeriesPrefix)) return std::nullopt;
  SeriesPart out;
  const char* const end = commit.key.data() + commit.key.size();
  const auto [colon, first_error] = std::from_chars(commit.key.data() + kSeriesPrefix.size(), end, out.first);
  if (first_error != std::errc{} || colon == end) return std::nullopt;
  const auto [last, part_error] = std::from_chars(colon + 1, end, out.part);
  const bool whole = part_error == std::errc{} && last == end && out.part > 0 && commit.key == series_key(out);
  // An older twin may have a key of this form that a caller made up.
  return whole && out.first + out.part - 1 == sequence ? std::optional(out) : std::nullopt;
}

Result<std::vector<Change>> changes_of_series(Commit commit, std::uint64_t sequence, const CommitAt& commit_at) {
  const auto member = series_of(commit, sequence);
  if (!member) return std::move(commit.changes);
  std::vector<Change> out;
  std::map<EntityKey, std::size_t> known;
  for (SeriesPart part{member->first, 1};; ++part.part) {
    const std::uint64_t number = part.first + part.part - 1;
    TWIN_TRY(auto next, commit_at(number));
    if (!next || series_of(*next, number) != part) return out;
    for (Change& change : next->changes) {
      const auto [found, is_new] = known.try_emplace(change.entity, out.size());
      if (is_new) {
        out.push_back(std::move(change));
      } else {
        out[found->second].after = change.after;
        widen(out[found->second], change);
      }
    }
  }
}

}  // namespace twin

// States of the past and the commits that lead to them. Answers only from commits that are durable.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "twin_core/base/text.hpp"
#include "twin_core/store/replay.hpp"
#include "twin_core/store/sqlite_store.hpp"

namespace twin {
namespace {

constexpr std::size_t kFewestDigits = 8;    ///< of a hash; fewer are too easily another commit's
constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kLongestNumber = 15;

Problem commit_unknown(const std::string& name) {
  return {"commit-unknown", "The twin has no such commit, or more than one whose hash begins so.", "commit", excerpt(name),
          "Take a commit from the log, with its hash or at least the first 8 digits of it."};
}

std::optional<std::uint64_t> sequence_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && text.size() <= kLongestNumber ? std::optional(number) : std::nullopt;
}

bool is_hash(const std::string& text) {
  return text.size() >= kFewestDigits && text.size() <= kHashDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

Result<LogEntry> SqliteStore::entry_of(const CommitRow& row) const {
  TWIN_TRY(Commit commit, decode_commit(row.bytes));
  return LogEntry{row.hash, row.sequence, std::move(commit)};
}

Result<CommitRow> SqliteStore::published_row(const std::string& name) const {
  // Digits alone are a number as long as there is such a commit; beyond that they may begin a hash.
  std::vector<std::uint64_t> found;
  if (const auto number = sequence_number(name); number && *number <= published_sequence_.load()) {
    found = {*number};
  } else if (is_hash(name)) {
    const auto first = Digest::from_hex(name + std::string(kHashDigits - name.size(), '0'));
    const auto last = Digest::from_hex(name + std::string(kHashDigits - name.size(), 'f'));
    TWIN_TRY(found, file_->sequences_between(*first, *last));
  }
  if (found.size() != 1 || found[0] == 0 || found[0] > published_sequence_.load()) return commit_unknown(name);
  TWIN_TRY(auto row, file_->commit_at(found[0]));
  if (!row) return corrupt_at(found[0], "The commit is missing.");
  return std::move(*row);
}

Result<LogEntry> SqliteStore::find_commit(const std::string& name) const {
  TWIN_TRY(const CommitRow row, published_row(name));
  return entry_of(row);
}

Result<std::uint64_t> SqliteStore::published_city_commit(const Digest& commit) const {
  TWIN_TRY(const CommitRow row, published_row(commit.hex()));
  if (row.ledger != Ledger::kCity) return commit_unknown(commit.hex());
  return row.sequence;
}

Result<Digest> SqliteStore::common_ancestor(const Digest& a, const Digest& b) const {
  if (a.is_nothing() || b.is_nothing()) return Digest{};
  TWIN_TRY(const std::uint64_t in_a, published_city_commit(a));
  TWIN_TRY(const std::uint64_t in_b, published_city_commit(b));
  const std::uint64_t ancestor = graph_.common_ancestor(in_a, in_b);
  if (ancestor == 0) return Digest{};
  TWIN_TRY(const auto row, file_->commit_at(ancestor));
  if (!row) return corrupt_at(ancestor, "The commit is missing.");
  return row->hash;
}

Result<std::uint64_t> SqliteStore::as_of(const std::string& text, std::uint64_t head) const {
  if (text.empty()) return head;
  const auto number = sequence_number(text);
  const std::uint64_t last = published_sequence_.load();
  if (number && *number <= last) return graph_.newest_until(head, *number);
  if (number && text.size() < kFewestDigits) {
    return Problem{"commit-unknown", fmt::format("The twin has no commit of this number: its newest is {}.", last), "as-of", text,
                   "Take a number from the log, or leave it out for the newest state."};
  }
  if (is_hash(text)) {
    TWIN_TRY(const CommitRow row, published_row(text));
    if (row.ledger != Ledger::kCity) return commit_unknown(text);
    return row.sequence;
  }
  constexpr std::size_t kDate = 10;
  const auto instant = parse_rfc3339(text.size() == kDate ? text + "T00:00:00Z" : text);
  if (instant) return graph_.newest_until(head, *instant);
  return Problem{"parameter-invalid", "A state of the past is named by an instant, a commit or a number.", "as-of",
                 excerpt(text), "Give an RFC 3339 instant such as 2026-11-22T12:00:00Z, a commit's hash or a sequence number."};
}

Result<Snapshot> SqliteStore::snapshot_at(const std::string& branch, const Moment& moment) const {
  TWIN_TRY(Snapshot state, snapshot(branch));
  TWIN_TRY(const std::uint64_t sequence, as_of(moment.as_of, state->sequence()));
  if (sequence != state->sequence()) {
    std::vector<Snapshot> heads;
    {
      const std::shared_lock lock(published_mutex_);
      for (const auto& [name, entry] : published_.branches()) heads.push_back(entry.state);
    }
    TWIN_TRY(state, past_.after(sequence, heads));
  }
  if (!moment.valid_at) return state;
  return past_.holding_at(state, *moment.valid_at);
}

}  // namespace twin

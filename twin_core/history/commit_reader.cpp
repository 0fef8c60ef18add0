#include "twin_core/history/commit_reader.hpp"

#include <algorithm>

namespace twin {
namespace {

constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kChangeBytes = 68;    // of a change at least
constexpr std::size_t kClaimBytes = 7;
constexpr std::size_t kStretch = 64U << 10U;  // read at once
constexpr std::size_t kUsual = 2'048;       // more than an entity's change takes, whose id has up to 1,024 bytes

Instant instant_of(std::int64_t microseconds) { return Instant{std::chrono::microseconds{microseconds}}; }

std::optional<Instant> take_optional_instant(ByteReader& in) {
  if (!in.flag()) return std::nullopt;
  return instant_of(in.whole());
}

EntityKey take_entity(ByteReader& in) {
  EntityKey entity;
  const std::uint8_t kind = in.byte();
  if (name_of(static_cast<EntityKind>(kind)) == "unknown") in.fail();
  entity.kind = static_cast<EntityKind>(kind);
  entity.id = in.text();
  return entity;
}

Ledger take_ledger(ByteReader& in) {
  const std::uint8_t ledger = in.byte();
  if (ledger < 1 || ledger > 2) in.fail();
  return static_cast<Ledger>(ledger);
}

Change take_change(ByteReader& in) {
  Change change;
  change.entity = take_entity(in);
  change.before = in.digest();
  change.after = in.digest();
  change.valid_from = take_optional_instant(in);
  change.valid_to = take_optional_instant(in);
  return change;
}

Claim take_claim(ByteReader& in) {
  Claim claim;
  claim.ledger = take_ledger(in);
  claim.key = in.text();
  claim.span_begin = instant_of(in.whole());
  claim.span_end = instant_of(in.whole());
  const std::uint8_t mode = in.byte();
  if (mode < 1 || mode > 2) in.fail();
  claim.mode = static_cast<ClaimMode>(mode);
  claim.owner = in.text();
  claim.expires_at = take_optional_instant(in);
  return claim;
}

/// All that stands before the number of changes.
void take_head(ByteReader& in, Commit& commit) {
  commit.format = static_cast<std::uint32_t>(in.varint(kFormat));
  if (commit.format != kFormat) in.fail();
  commit.ledger = take_ledger(in);
  commit.branch = in.text();
  const std::size_t parents = in.count(sizeof(Digest));
  for (std::size_t i = 0; i < parents && in.ok(); ++i) commit.parents.push_back(in.digest());
  commit.author = in.text();
  commit.purpose = in.text();
  commit.time = instant_of(in.whole());
  commit.message = in.text();
}

/// All that stands behind the changes.
void take_tail(ByteReader& in, Commit& commit) {
  const std::size_t claims = in.count(kClaimBytes);
  for (std::size_t i = 0; i < claims && in.ok(); ++i) commit.claims.push_back(take_claim(in));
  const std::size_t expects = in.count(2 + sizeof(Digest));
  for (std::size_t i = 0; i < expects && in.ok(); ++i) {
    Expectation expectation;
    expectation.entity = take_entity(in);
    expectation.value = in.digest();
    commit.expects.push_back(std::move(expectation));
  }
  commit.key = in.text();
}

Problem malformed() {
  return {"record-malformed", "The bytes are no whole commit.", "", "", "Restore the twin from a backup."};
}

}  // namespace

Result<Commit> decode_commit(ByteView bytes) {
  ByteReader in(bytes);
  Commit commit;
  take_head(in, commit);
  const std::size_t changes = in.count(kChangeBytes);
  commit.changes.reserve(changes);
  for (std::size_t i = 0; i < changes && in.ok(); ++i) commit.changes.push_back(take_change(in));
  take_tail(in, commit);
  if (!in.finished()) return malformed();
  return commit;
}

/// Holds at least so many unread bytes, or all that are left.
Status CommitReader::hold(std::size_t bytes) {
  if (held_.size() - begin_ >= bytes || at_end()) return Done{};
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
  const std::size_t wanted = std::min(std::max(bytes - held_.size(), kStretch), size_ - offset_);
  TWIN_TRY(const Bytes more, source_(offset_, wanted));
  if (more.size() != wanted) return malformed();
  held_.insert(held_.end(), more.begin(), more.end());
  offset_ += wanted;
  return Done{};
}

/// What does not fit into the bytes held is tried again with more of them, and is wrong once there are no more.
Status CommitReader::take(const std::function<void(ByteReader&)>& read) {
  TWIN_CHECK(hold(kUsual));
  while (true) {
    ByteReader in(ByteView(held_).subspan(begin_));
    read(in);
    if (in.ok()) {
      begin_ = held_.size() - in.left();
      return Done{};
    }
    if (at_end()) return malformed();
    TWIN_CHECK(hold(2 * (held_.size() - begin_)));
  }
}

Result<Commit> CommitReader::head() {
  Commit commit;
  TWIN_CHECK(take([&](ByteReader& in) {
    commit = {};
    take_head(in, commit);
    changes_ = in.varint();
  }));
  if (changes_ > left() / kChangeBytes) return malformed();
  return commit;
}

Result<std::optional<Change>> CommitReader::next() {
  if (changes_ == 0) return std::optional<Change>{};
  Change change;
  TWIN_CHECK(take([&](ByteReader& in) { change = take_change(in); }));
  --changes_;
  has_spans_ = has_spans_ || change.valid_from || change.valid_to;
  return std::optional<Change>(std::move(change));
}

Status CommitReader::tail(Commit& commit) {
  TWIN_CHECK(take([&](ByteReader& in) {
    commit.claims.clear();
    commit.expects.clear();
    take_tail(in, commit);
  }));
  if (left() != 0) return malformed();
  return Done{};
}

}  // namespace twin

#include "twin_core/history/commit.hpp"

#include "twin_core/base/byte_codec.hpp"

namespace twin {
namespace {

constexpr std::uint32_t kFormat = 1;

std::int64_t microseconds_of(Instant instant) { return instant.time_since_epoch().count(); }
Instant instant_of(std::int64_t microseconds) { return Instant{std::chrono::microseconds{microseconds}}; }

void put(ByteWriter& out, const std::optional<Instant>& instant) {
  out.flag(instant.has_value());
  if (instant) out.whole(microseconds_of(*instant));
}

std::optional<Instant> take_optional_instant(ByteReader& in) {
  if (!in.flag()) return std::nullopt;
  return instant_of(in.whole());
}

void put(ByteWriter& out, const EntityKey& entity) {
  out.byte(static_cast<std::uint8_t>(entity.kind));
  out.text(entity.id);
}

EntityKey take_entity(ByteReader& in) {
  EntityKey entity;
  const std::uint8_t kind = in.byte();
  if (name_of(static_cast<EntityKind>(kind)) == "unknown") {
    in.fail();
  }
  entity.kind = static_cast<EntityKind>(kind);
  entity.id = in.text();
  return entity;
}

void put(ByteWriter& out, const Claim& claim) {
  out.byte(static_cast<std::uint8_t>(claim.ledger));
  out.text(claim.key);
  out.whole(microseconds_of(claim.span_begin));
  out.whole(microseconds_of(claim.span_end));
  out.byte(static_cast<std::uint8_t>(claim.mode));
  out.text(claim.owner);
  put(out, claim.expires_at);
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

}  // namespace

std::string_view name_of(Ledger ledger) { return ledger == Ledger::kCity ? "city" : "operations"; }

Bytes encode(const Commit& commit) {
  ByteWriter out;
  out.varint(commit.format);
  out.byte(static_cast<std::uint8_t>(commit.ledger));
  out.text(commit.branch);
  out.varint(commit.parents.size());
  for (const Digest& parent : commit.parents) out.digest(parent);
  out.text(commit.author);
  out.text(commit.purpose);
  out.whole(microseconds_of(commit.time));
  out.text(commit.message);
  out.varint(commit.changes.size());
  for (const Change& change : commit.changes) {
    put(out, change.entity);
    out.digest(change.before);
    out.digest(change.after);
    put(out, change.valid_from);
    put(out, change.valid_to);
  }
  out.varint(commit.claims.size());
  for (const Claim& claim : commit.claims) put(out, claim);
  out.varint(commit.expects.size());
  for (const Expectation& expectation : commit.expects) {
    put(out, expectation.entity);
    out.digest(expectation.value);
  }
  out.text(commit.key);
  return std::move(out).bytes();
}

Result<Commit> decode_commit(ByteView bytes) {
  constexpr std::size_t kChangeBytes = 68;
  ByteReader in(bytes);
  Commit commit;
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
  const std::size_t changes = in.count(kChangeBytes);
  commit.changes.reserve(changes);
  for (std::size_t i = 0; i < changes && in.ok(); ++i) commit.changes.push_back(take_change(in));
  const std::size_t claims = in.count(7);
  for (std::size_t i = 0; i < claims && in.ok(); ++i) commit.claims.push_back(take_claim(in));
  const std::size_t expects = in.count(2 + sizeof(Digest));
  for (std::size_t i = 0; i < expects && in.ok(); ++i) {
    Expectation expectation;
    expectation.entity = take_entity(in);
    expectation.value = in.digest();
    commit.expects.push_back(std::move(expectation));
  }
  commit.key = in.text();
  if (!in.finished()) {
    return Problem{"record-malformed", "The bytes are no whole commit.", "", "",
                   "Restore the twin from a backup."};
  }
  return commit;
}

}  // namespace twin

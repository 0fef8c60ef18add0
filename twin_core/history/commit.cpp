// Writing a commit; reading is in commit_reader.cpp.
#include "twin_core/history/commit.hpp"

#include "twin_core/base/byte_codec.hpp"

namespace twin {
namespace {

std::int64_t microseconds_of(Instant instant) { return instant.time_since_epoch().count(); }

void put(ByteWriter& out, const std::optional<Instant>& instant) {
  out.flag(instant.has_value());
  if (instant) out.whole(microseconds_of(*instant));
}

void put(ByteWriter& out, const EntityKey& entity) {
  out.byte(static_cast<std::uint8_t>(entity.kind));
  out.text(entity.id);
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

}  // namespace twin

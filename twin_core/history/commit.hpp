#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/instant.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/feature.hpp"

namespace twin {

/// City branches and merges; operations (branches, locks, later bookings, roles, consents) never does.
enum class Ledger : std::uint8_t { kCity = 1, kOperations = 2 };

std::string_view name_of(Ledger ledger);  ///< "city", "operations"

/// Core times collide with core and buffered ones of other owners; buffered never with buffered.
enum class ClaimMode : std::uint8_t { kCore = 1, kBuffered = 2 };

/// A right to a key for a span, held by an owner; belongs to a version of the entity that made it:
/// replaced when that entity changes, ignored once expired (judged at commit time).
struct Claim {
  Ledger ledger = Ledger::kOperations;
  std::string key;                       ///< e.g. "plan_unit/main/AK-1"
  Instant span_begin, span_end;          ///< half-open
  ClaimMode mode = ClaimMode::kCore;
  std::string owner;
  std::optional<Instant> expires_at;
  bool operator==(const Claim&) const = default;
};

/// "This entity still has this value": optimistic locking. Nothing-digest = "does not exist".
struct Expectation {
  EntityKey entity;
  Digest value;
  bool operator==(const Expectation&) const = default;
};

struct Change {
  EntityKey entity;
  Digest before;  ///< nothing = created
  Digest after;   ///< nothing = deleted
  std::optional<Instant> valid_from, valid_to;
  bool operator==(const Change&) const = default;
};

/// One entry of the history. Its hash is SHA-256 over `encode(commit)`, which holds digests only:
/// values are content-addressed blobs beside it.
struct Commit {
  std::uint32_t format = 1;
  Ledger ledger = Ledger::kCity;
  std::string branch;            ///< "main", ...; the operations ledger writes ""
  std::vector<Digest> parents;   ///< empty only for the first commit of a ledger
  std::string author;            ///< the principal
  std::string purpose;           ///< why in one word: "import", "edit", "branch", "lock", "undo"
  Instant time;
  std::string message;
  std::vector<Change> changes;
  std::vector<Claim> claims;
  std::vector<Expectation> expects;
  std::string key;               ///< idempotency key, may be empty
  bool operator==(const Commit&) const = default;
};

/// Canonical bytes, as `city/record.hpp` describes them for records. Error `record-malformed`.
Bytes encode(const Commit& commit);
Result<Commit> decode_commit(ByteView bytes);
inline Digest hash_of(const Commit& commit) { return sha256(encode(commit)); }

}  // namespace twin
